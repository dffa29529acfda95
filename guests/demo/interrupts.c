#include "interrupts.h"
#include "i8042.h"
#include "io.h"
#include "serial.h"
#include "timer.h"

enum { PIC1 = 0x20, PIC2 = 0xA0, EOI = 0x20, FIRST_IRQ = 32, VECTORS = 48 };
enum { IRQ_TIMER = FIRST_IRQ, IRQ_KEYBOARD = FIRST_IRQ + 1, IRQ_AUX = FIRST_IRQ + 12 };

typedef struct {
	uint16_t low, selector, type, high;
} gate;

extern const uint32_t interrupt_stubs[VECTORS];
static gate idt[VECTORS];

static void remap_pics(void)
{
	outb(PIC1, 0x11);
	outb(PIC2, 0x11);
	outb(PIC1 + 1, FIRST_IRQ);
	outb(PIC2 + 1, FIRST_IRQ + 8);
	outb(PIC1 + 1, 4);
	outb(PIC2 + 1, 2);
	outb(PIC1 + 1, 1);
	outb(PIC2 + 1, 1);
	outb(PIC1 + 1, (uint8_t)~(1 << 0 | 1 << 1 | 1 << 2));
	outb(PIC2 + 1, (uint8_t)~(1 << 4));
}

void interrupts_init(void)
{
	for (int i = 0; i < VECTORS; i++)
		idt[i] = (gate){(uint16_t)interrupt_stubs[i], 0x08, 0x8E00, (uint16_t)(interrupt_stubs[i] >> 16)};
	struct __attribute__((packed)) {
		uint16_t limit;
		const gate *base;
	} pointer = {sizeof idt - 1, idt};
	__asm__ volatile("lidt %0" ::"m"(pointer));
	remap_pics();
}

static void fault(uint32_t vector)
{
	line l = line_of("fault ");
	add_number(&l, (int)vector);
	serial_line(l.text);
	serial_send_waiting();
	for (;;)
		__asm__ volatile("cli; hlt");
}

void interrupt(uint32_t vector)
{
	if (vector < FIRST_IRQ)
		fault(vector);
	if (vector == IRQ_TIMER)
		timer_interrupt();
	if (vector == IRQ_KEYBOARD || vector == IRQ_AUX)
		i8042_interrupt();
	if (vector >= FIRST_IRQ + 8)
		outb(PIC2, EOI);
	outb(PIC1, EOI);
}
