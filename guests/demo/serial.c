#include "serial.h"
#include "io.h"

enum { COM1 = 0x3F8, DATA = 0, IER = 1, FCR = 2, LCR = 3, MCR = 4, LSR = 5, THR_EMPTY = 0x20, FIFO = 16 };
enum { RING = 65536 };

static char ring[RING];
static uint32_t head, tail;

void serial_init(void)
{
	outb(COM1 + IER, 0);
	outb(COM1 + LCR, 0x80);
	outb(COM1 + DATA, 1);
	outb(COM1 + IER, 0);
	outb(COM1 + LCR, 3);
	outb(COM1 + FCR, 7);
	outb(COM1 + MCR, 3);
}

void serial_line(const char *s)
{
	uint32_t needed = (uint32_t)length_of(s) + 1;
	if (head - tail + needed > RING)
		return;
	while (*s)
		ring[head++ % RING] = *s++;
	ring[head++ % RING] = '\n';
}

void serial_event(const char *word, const char *value)
{
	line l = line_of(word);
	add_char(&l, ' ');
	add(&l, value);
	serial_line(l.text);
}

bool serial_busy(void)
{
	return head != tail;
}

void serial_send_waiting(void)
{
	while (serial_busy() && (inb(COM1 + LSR) & THR_EMPTY))
		for (int n = 0; n < FIFO && serial_busy(); n++)
			outb(COM1 + DATA, (uint8_t)ring[tail++ % RING]);
}
