#include "i8042.h"
#include "io.h"

enum { DATA = 0x60, STATUS = 0x64, OUTPUT_FULL = 1, INPUT_FULL = 2, FROM_AUX = 0x20 };
enum { WRITE_CONFIG = 0x60, ENABLE_AUX = 0xA8, ENABLE_KEYBOARD = 0xAE, TO_AUX = 0xD4 };
enum { CONFIG = 1 << 0 | 1 << 1 | 1 << 2 | 1 << 6, START_REPORTING = 0xF4, PATIENCE = 100000, RING = 4096 };

static volatile uint8_t ring[RING];
static volatile uint32_t head, tail;

static void write(uint16_t port, uint8_t byte)
{
	for (int i = 0; i < PATIENCE && (inb(STATUS) & INPUT_FULL); i++)
		;
	outb(port, byte);
}

static void discard_output(void)
{
	for (int i = 0; i < PATIENCE && (inb(STATUS) & OUTPUT_FULL); i++)
		inb(DATA);
}

static void discard_answer(void)
{
	for (int i = 0; i < PATIENCE && !(inb(STATUS) & OUTPUT_FULL); i++)
		;
	discard_output();
}

void i8042_init(void)
{
	discard_output();
	write(STATUS, WRITE_CONFIG);
	write(DATA, CONFIG);
	write(STATUS, ENABLE_AUX);
	write(STATUS, TO_AUX);
	write(DATA, START_REPORTING);
	discard_answer();
	write(STATUS, ENABLE_KEYBOARD);
	write(DATA, START_REPORTING);
	discard_answer();
}

void i8042_interrupt(void)
{
	for (uint8_t status; (status = inb(STATUS)) & OUTPUT_FULL;) {
		uint8_t byte = inb(DATA);
		if (!(status & FROM_AUX) && head - tail < RING)
			ring[head++ % RING] = byte;
	}
}

bool i8042_waiting(void)
{
	return head != tail;
}

bool i8042_take(uint8_t *byte)
{
	if (!i8042_waiting())
		return false;
	*byte = ring[tail % RING];
	tail++;
	return true;
}
