# What isotovideo runs: one test module, no needles.
use Mojo::Base -strict;

autotest::loadtest 'tests/typing.pm';

1;
