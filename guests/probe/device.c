/* One /dev/input/eventN: what it is, and what it says. */
#include "device.h"
#include "report.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/input.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

static int has(const unsigned char *bits, int bit)
{
    return bits[bit / 8] >> (bit % 8) & 1;
}

static const char *bus_of(int fd)
{
    struct input_id id = {0};
    ioctl(fd, EVIOCGID, &id);
    switch (id.bustype) {
    case BUS_I8042:
        return "ps2";
    case BUS_USB:
        return "usb";
    case BUS_VIRTUAL: /* what QEMU's virtio-input devices say of themselves */
        return "virtio";
    default:
        return "other";
    }
}

static const char *role_of(int fd)
{
    unsigned char types[(EV_MAX + 8) / 8] = {0};
    unsigned char keys[(KEY_MAX + 8) / 8] = {0};
    ioctl(fd, EVIOCGBIT(0, sizeof types), types);
    ioctl(fd, EVIOCGBIT(EV_KEY, sizeof keys), keys);
    if (has(types, EV_ABS) && has(keys, BTN_LEFT))
        return "tablet";
    if (has(types, EV_REL) && has(keys, BTN_LEFT))
        return "mouse";
    return has(keys, KEY_A) ? "keyboard" : "other";
}

int open_device(struct device *device, int number)
{
    char file[32];
    snprintf(file, sizeof file, "/dev/input/event%d", number);
    int fd = open(file, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0)
        return 0;
    int clock = CLOCK_MONOTONIC;
    ioctl(fd, EVIOCSCLOCKID, &clock);
    *device = (struct device){.fd = fd, .number = number};
    ioctl(fd, EVIOCGNAME(sizeof device->name - 1), device->name);
    if (ioctl(fd, EVIOCGUNIQ(sizeof device->serial - 1), device->serial) <= 0 || !device->serial[0])
        strcpy(device->serial, "-");
    snprintf(device->kind, sizeof device->kind, "%s-%s", bus_of(fd), role_of(fd));
    return 1;
}

static void begin_frame(struct device *device, const struct input_event *event)
{
    put_number(device->number);
    put_text(" ");
    put_number(event->input_event_sec * 1000000LL + event->input_event_usec);
    device->inside_frame = 1;
}

static void report_event(struct device *device, const struct input_event *event)
{
    if (!device->inside_frame)
        begin_frame(device, event);
    if (event->type == EV_SYN && event->code == SYN_REPORT) {
        put_line_end();
        device->inside_frame = 0;
        return;
    }
    put_text(" ");
    put_number(event->type);
    put_text(".");
    put_number(event->code);
    put_text(".");
    put_number(event->value);
}

int report_events(struct device *device)
{
    struct input_event events[64];
    for (;;) {
        ssize_t size = read(device->fd, events, sizeof events);
        if (size < 0 && errno == EAGAIN)
            return 1;
        if (size <= 0)
            return 0;
        for (size_t i = 0; i < (size_t)size / sizeof *events; i++)
            report_event(device, &events[i]);
    }
}
