#ifndef PROBE_BUSY_H
#define PROBE_BUSY_H

/* Starts a process of normal priority on each processor that computes for ever. Returns how many. */
int keep_processors_busy(void);

#endif
