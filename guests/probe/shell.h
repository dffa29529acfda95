#ifndef PROBE_SHELL_H
#define PROBE_SHELL_H

/* Starts busybox's shell, logged in, on a terminal such as "ttyS0". */
void start_shell(const char *terminal);

#endif
