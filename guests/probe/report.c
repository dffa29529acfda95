/* Lines to the host, gathered so that a round of the main loop costs one write. */
#include "report.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char buffer[1 << 16];
static size_t used;
static int host = -1;

/* Named by the number of the virtio device, which depends on how many there are. */
static int open_port(void)
{
    DIR *folder = opendir("/dev");
    struct dirent *entry;
    int port = -1;
    while (folder && port < 0 && (entry = readdir(folder)))
        if (strncmp(entry->d_name, "vport", 5) == 0)
            port = openat(dirfd(folder), entry->d_name, O_WRONLY);
    if (folder)
        closedir(folder);
    return port;
}

/* The port appears a little after its driver. */
void open_report(void)
{
    for (int tries = 0; host < 0 && tries < 2000; tries++) {
        host = open_port();
        if (host < 0)
            usleep(5000);
    }
    if (host < 0) {
        fputs("no virtio serial port to report to\n", stderr);
        exit(1);
    }
}

void flush_report(void)
{
    size_t sent = 0;
    while (sent < used) {
        ssize_t n = write(host, buffer + sent, used - sent);
        if (n < 0) {
            perror("the host takes no report");
            exit(1);
        }
        sent += (size_t)n;
    }
    used = 0;
}

static void put(const char *bytes, size_t length)
{
    if (used + length > sizeof buffer)
        flush_report();
    memcpy(buffer + used, bytes, length);
    used += length;
}

void put_text(const char *text)
{
    put(text, strlen(text));
}

/* Not printf: this runs five thousand times a second on an emulated processor. */
void put_number(long long number)
{
    char digits[24];
    size_t at = sizeof digits;
    unsigned long long rest = number < 0 ? 0ULL - (unsigned long long)number : (unsigned long long)number;
    do {
        digits[--at] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest);
    if (number < 0)
        digits[--at] = '-';
    put(digits + at, sizeof digits - at);
}

void put_line_end(void)
{
    put("\n", 1);
}
