#include "timer.h"
#include "io.h"

enum { PIT_HZ = 1193182, DIVISOR = PIT_HZ / TICKS_PER_SECOND };

volatile uint32_t ticks;

void timer_init(void)
{
	outb(0x43, 0x34);
	outb(0x40, DIVISOR & 0xFF);
	outb(0x40, DIVISOR >> 8);
}

void timer_interrupt(void)
{
	ticks++;
}
