#ifndef PROBE_DEVICE_H
#define PROBE_DEVICE_H

#define MAX_DEVICES 32

struct device {
    int fd;
    int number;        /* N of /dev/input/eventN */
    int inside_frame;  /* a frame was begun and its SYN_REPORT is still to come */
    char kind[24];     /* usb-keyboard */
    char serial[64];   /* what its maker or QEMU's serial= says; - for none */
    char name[128];
};

/* Fills a device in, or returns 0 where there is none of that number. */
int open_device(struct device *device, int number);
/* Reports every event that is waiting. Returns 0 when the device is gone. */
int report_events(struct device *device);

#endif
