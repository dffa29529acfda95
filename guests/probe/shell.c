#define _GNU_SOURCE
#include "shell.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

void start_shell(const char *terminal)
{
    char path[64];
    snprintf(path, sizeof path, "/dev/%s", terminal);
    if (fork() != 0)
        return;
    setsid();
    int fd = open(path, O_RDWR);
    ioctl(fd, TIOCSCTTY, 1);
    for (int number = 0; number < 3; number++)
        dup2(fd, number);
    execl("/bin/busybox", "-sh", (char *)NULL);
    _exit(1);
}
