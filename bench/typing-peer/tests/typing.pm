# Types the lines of the file TEXTS, one after the other, into guests/probe, and writes to the file TIMES how
# long each took, in seconds. What arrived is in the guest's own report: bench/input.mjs compares.
use Mojo::Base 'basetest', -signatures;
use testapi;
use Time::HiRes qw(sleep time);

sub slurp ($file) {
    open my $handle, '<', $file or return '';
    local $/;
    return <$handle> // '';
}

sub run ($self) {
    my $report = get_required_var('REPORT');
    my $late = time + 120;
    until (slurp($report) =~ /^ready$/m) {
        die 'the probe guest did not start' if time > $late;
        sleep 0.2;
    }
    open my $times, '>', get_required_var('TIMES') or die $!;
    for my $text (split /\n/, slurp(get_required_var('TEXTS'))) {
        my $start = time;
        type_string $text;
        printf $times "%.6f\n", time - $start;
        sleep 2;
    }
    close $times;
}

1;
