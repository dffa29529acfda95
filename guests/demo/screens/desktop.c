#include "button.h"
#include "choices.h"
#include "chrome.h"
#include "colours.h"
#include "present.h"
#include "serial.h"
#include "slider.h"
#include "write.h"

static const rect swap_label = {TEXT_X, 460, TEXT_W, FONT_HEIGHT};

static void previous(void) { screen_show(&hostname); }

static line swap_megabytes(void)
{
	line l = line_of("");
	add_number(&l, swap_steps * MB_PER_SWAP_STEP);
	return l;
}

static void next(void)
{
	line swap = swap_megabytes();
	serial_event("desktop", chosen_desktop());
	serial_event("swap", swap.text);
	screen_show(&progress);
}

static void swap_moved(void) { invalidate(swap_label); }

static const widget choice = {
	&list, {TEXT_X, 236, TEXT_W, LIST_VISIBLE * LIST_ROW}, NULL, .state = &desktops, .activate = next,
};
static const widget swap = {&slider, {TEXT_X, 484, TEXT_W, 36}, NULL, .state = &swap_steps, .activate = swap_moved};
static const widget to_previous = {
	&plain_button, {LEFT_BUTTON_X, BUTTON_Y, BUTTON_W, BUTTON_H}, "Back", .activate = previous,
};
static const widget to_next = {
	&main_button, {RIGHT_BUTTON_X, BUTTON_Y, BUTTON_W, BUTTON_H}, "Continue", .activate = next,
};

static void draw(void)
{
	static const char *const lines[] = {"Choose one of eight desktops. It can be changed later."};
	line l = line_of("Swap space: "), megabytes = swap_megabytes();
	add(&l, megabytes.text);
	add(&l, " MB");
	chrome_paragraph(200, lines, 1);
	write_text(swap_label.x, swap_label.y, l.text, (style){1, true, INK});
	write_right(swap_label.x + swap_label.w, swap_label.y, "0 to 4096 MB", (style){1, false, FAINT});
}

const screen desktop = {
	"desktop", "Desktop", "Arrow keys choose, the wheel scrolls, a double click chooses and continues.", 4,
	{&choice, &swap, &to_previous, &to_next}, &choice, &to_previous, &to_next, .draw = draw,
};
