#define _GNU_SOURCE
/* Draws on every display device of QEMU's own kind (docs/specs/standard-vga.txt), each its own picture. */
#include "cards.h"
#include "report.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#define CARDS "/sys/bus/pci/devices"
#define MMIO_SIZE 4096
enum { UNBLANK = 0x400, VBE = 0x500, XRES = 1, YRES = 2, BPP = 3, ENABLE = 4, VIRT_WIDTH = 6 };

static long read_hex(const char *card, const char *name)
{
    char file[512], text[32] = "";
    snprintf(file, sizeof file, CARDS "/%s/%s", card, name);
    int fd = open(file, O_RDONLY);
    if (fd < 0 || read(fd, text, sizeof text - 1) < 0)
        return -1;
    close(fd);
    return strtol(text, NULL, 16);
}

static void switch_on(const char *card)
{
    char file[512];
    snprintf(file, sizeof file, CARDS "/%s/enable", card);
    int fd = open(file, O_WRONLY);
    if (fd >= 0 && write(fd, "1", 1) < 0)
        perror(file);
    close(fd);
}

static volatile uint8_t *map(const char *card, const char *resource, size_t size)
{
    char file[512];
    snprintf(file, sizeof file, CARDS "/%s/%s", card, resource);
    int fd = open(file, O_RDWR);
    void *memory = fd < 0 ? MAP_FAILED : mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    close(fd);
    return memory == MAP_FAILED ? NULL : memory;
}

static void set_mode(volatile uint8_t *mmio, uint16_t width, uint16_t height)
{
    volatile uint16_t *vbe = (volatile uint16_t *)(mmio + VBE);
    mmio[UNBLANK] = 0x20;
    vbe[ENABLE] = 0;
    vbe[XRES] = width;
    vbe[YRES] = height;
    vbe[BPP] = 32;
    vbe[VIRT_WIDTH] = width;
    vbe[ENABLE] = 0x41; /* on, linear */
}

/* Card 0 is 640x480 and blue, card 1 is 800x600 and red, each next one larger. */
static void draw(const char *card, int number)
{
    size_t width = 640 + 160 * (size_t)number, height = 480 + 120 * (size_t)number;
    volatile uint8_t *mmio = map(card, "resource2", MMIO_SIZE);
    volatile uint32_t *pixels = (volatile uint32_t *)map(card, "resource0", width * height * 4);
    if (!mmio || !pixels)
        return;
    set_mode(mmio, (uint16_t)width, (uint16_t)height);
    for (size_t at = 0; at < width * height; at++)
        pixels[at] = number == 0 ? 0x102080 : 0x802010;
    put_text("card ");
    put_number(number);
    put_line_end();
}

static int is_card(const struct dirent *entry)
{
    return read_hex(entry->d_name, "vendor") == 0x1234 && read_hex(entry->d_name, "device") == 0x1111;
}

void draw_on_cards(void)
{
    struct dirent **cards;
    mkdir("/sys", 0555);
    mount("sysfs", "/sys", "sysfs", 0, NULL);
    int count = scandir(CARDS, &cards, is_card, alphasort);
    for (int i = 0; i < count; i++) {
        switch_on(cards[i]->d_name);
        draw(cards[i]->d_name, i);
    }
}
