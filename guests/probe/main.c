#define _GNU_SOURCE
/* Tells the host every event of every input device, with the guest's time. See README.md. */
#include "busy.h"
#include "cards.h"
#include "device.h"
#include "report.h"
#include "shell.h"

#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

static struct device devices[MAX_DEVICES];
static int device_count;
static int watch;
static char expected[512];
static int busy;
static int patient;
static int cards;
static char shell[32];
static int ready;

static void read_command_line(void)
{
    char line[2048] = "";
    int fd = open("/proc/cmdline", O_RDONLY);
    ssize_t length = read(fd, line, sizeof line - 1);
    close(fd);
    line[length > 0 ? length : 0] = 0;
    for (char *word = strtok(line, " \n"); word; word = strtok(NULL, " \n")) {
        sscanf(word, "probe.expect=%511s", expected);
        sscanf(word, "probe.busy=%d", &busy);
        sscanf(word, "probe.patient=%d", &patient);
        sscanf(word, "probe.cards=%d", &cards);
        sscanf(word, "probe.shell=%31s", shell);
    }
}

static int is_open(int number)
{
    for (int i = 0; i < device_count; i++)
        if (devices[i].number == number)
            return 1;
    return 0;
}

static void open_new_devices(void)
{
    for (int number = 0; number < MAX_DEVICES && device_count < MAX_DEVICES; number++) {
        if (is_open(number) || !open_device(&devices[device_count], number))
            continue;
        put_text("device ");
        put_number(number);
        put_text(" ");
        put_text(devices[device_count].kind);
        put_text(" ");
        put_text(devices[device_count].serial);
        put_text(" ");
        put_text(devices[device_count].name);
        put_line_end();
        device_count++;
    }
}

static int count_kind(const char *kind)
{
    int count = 0;
    for (int i = 0; i < device_count; i++)
        count += strcmp(devices[i].kind, kind) == 0;
    return count;
}

/* A kind that is named twice is wanted twice. */
static int all_there(void)
{
    char kinds[sizeof expected];
    const char *seen[MAX_DEVICES];
    int count = 0;
    strcpy(kinds, expected);
    for (char *kind = strtok(kinds, ","); kind && count < MAX_DEVICES; kind = strtok(NULL, ",")) {
        int wanted = 1;
        for (int i = 0; i < count; i++)
            wanted += strcmp(seen[i], kind) == 0;
        if (count_kind(kind) < wanted)
            return 0;
        seen[count++] = kind;
    }
    return 1;
}

static void announce_when_ready(void)
{
    if (ready || !all_there())
        return;
    ready = 1;
    if (cards)
        draw_on_cards();
    if (busy) {
        put_text("busy ");
        put_number(keep_processors_busy());
        put_line_end();
    }
    put_text("ready");
    put_line_end();
}

static void wait_for_news(void)
{
    struct pollfd polled[MAX_DEVICES + 1] = {{.fd = watch, .events = POLLIN}};
    for (int i = 0; i < device_count; i++)
        polled[i + 1] = (struct pollfd){.fd = devices[i].fd, .events = POLLIN};
    poll(polled, (nfds_t)device_count + 1, -1);
}

static void report_devices(void)
{
    for (int i = device_count - 1; i >= 0; i--) {
        if (report_events(&devices[i]))
            continue;
        put_text("gone ");
        put_number(devices[i].number);
        put_line_end();
        close(devices[i].fd);
        devices[i] = devices[--device_count];
    }
}

static void forget_watched(void)
{
    char notes[4096];
    while (read(watch, notes, sizeof notes) > 0)
        ;
}

/* Else the ring of 64 events runs over whenever others compute, and the loss would look like QEMU's. */
static void read_before_others(void)
{
    struct sched_param first = {.sched_priority = 1};
    sched_setscheduler(0, SCHED_FIFO | SCHED_RESET_ON_FORK, &first);
}

int main(void)
{
    read_command_line();
    if (shell[0])
        start_shell(shell);
    if (!patient)
        read_before_others();
    open_report();
    watch = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    inotify_add_watch(watch, "/dev/input", IN_CREATE);
    for (;;) {
        forget_watched();
        open_new_devices();
        announce_when_ready();
        report_devices();
        flush_report();
        wait_for_news();
    }
}
