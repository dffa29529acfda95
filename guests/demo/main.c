#include "choices.h"
#include "font.h"
#include "i8042.h"
#include "interrupts.h"
#include "io.h"
#include "options.h"
#include "pointing.h"
#include "present.h"
#include "screen.h"
#include "serial.h"
#include "testcard.h"
#include "timer.h"
#include "vbe.h"

enum { PROBE_TICKS = 20, ISA_DEBUG_EXIT = 0xF4 };

static uint32_t ticks_seen;

static void paint(void)
{
	if (testcard_shown()) {
		testcard_paint();
		return;
	}
	screen_paint();
	pointing_paint();
}

static void on_key(key k)
{
	if (k.code == KEY_F9)
		testcard_request();
	else if (k.code == KEY_F10)
		testcard_leave();
	else if (!testcard_shown())
		screen_key(k);
}

static void take_keys(void)
{
	uint8_t byte;
	key k;
	while (i8042_take(&byte)) {
		line l = line_of("scan ");
		add_hex_byte(&l, byte);
		serial_line(l.text);
		if (keyboard_decode(byte, &k))
			on_key(k);
	}
}

static void report(const pointer_state *p)
{
	line l = line_of("mouse");
	const int numbers[] = {p->x, p->y, p->buttons, p->wheel};
	for (int i = 0; i < 4; i++) {
		add_char(&l, ' ');
		add_number(&l, numbers[i]);
	}
	serial_line(l.text);
}

static void take_pointer(void)
{
	pointer_state p;
	while (pointer_take(&p)) {
		if (!pointing_changed(&p))
			continue;
		report(&p);
		pointing_follow(&p);
		if (!testcard_shown())
			pointing_act(&p);
	}
}

static void take_ticks(void)
{
	for (; ticks_seen != ticks; ticks_seen++) {
		testcard_tick();
		if (!testcard_shown())
			screen_tick();
	}
}

static void sleep(void)
{
	interrupts_off();
	if (i8042_waiting() || ticks_seen != ticks)
		interrupts_on();
	else
		interrupts_on_and_halt();
}

static void probe(void)
{
	while (ticks < PROBE_TICKS)
		interrupts_on_and_halt();
	outb(ISA_DEBUG_EXIT, 0);
	for (;;)
		__asm__ volatile("cli; hlt");
}

static void start(volatile uint32_t *video, const options *o)
{
	font_init();
	present_init(video, paint);
	interrupts_init();
	timer_init();
	i8042_init();
	serial_line(pointer_init() ? "pointer vmware" : "pointer none");
	interrupts_on();
	choices_as_if_made_before(o->first_screen->step);
	screen_show(o->first_screen);
	serial_line("demo guest ready 1024x768");
	serial_send_waiting();
}

void main(uint32_t magic, const void *multiboot_info)
{
	serial_init();
	options o = options_from(magic, multiboot_info);
	volatile uint32_t *video = vbe_init();
	if (!video) {
		serial_line("no bochs display");
		serial_send_waiting();
		return;
	}
	start(video, &o);
	if (o.probe)
		probe();
	for (;;) {
		take_keys();
		take_pointer();
		take_ticks();
		present();
		serial_send_waiting();
		sleep();
	}
}
