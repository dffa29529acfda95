#ifndef PROBE_REPORT_H
#define PROBE_REPORT_H

/* Waits for the virtio serial port, the first there is. */
void open_report(void);
void put_text(const char *text);
void put_number(long long number);
void put_line_end(void);
/* Hands everything that was put to the host, in one write. */
void flush_report(void);

#endif
