#include "button.h"
#include "choices.h"
#include "chrome.h"
#include "colours.h"
#include "draw.h"
#include "serial.h"
#include "write.h"

enum { FIRST_ROW_Y = 252, ROW_H = 48, VALUE_X = TEXT_X + 200 };

static void start_again(void) { screen_show(&welcome); }

static void finish(void)
{
	screen_show(&done);
	serial_line("finish");
}

static const widget to_start = {
	&plain_button, {576, BUTTON_Y, 160, BUTTON_H}, "Back to start", .activate = start_again,
};
static const widget to_finish = {
	&main_button, {RIGHT_BUTTON_X, BUTTON_Y, BUTTON_W, BUTTON_H}, "Finish", .activate = finish,
};

static void draw_row(int row, const char *label, const char *value)
{
	int y = FIRST_ROW_Y + row * ROW_H;
	write_text(TEXT_X, y + 19, label, (style){1, false, SOFT});
	write_text(VALUE_X, y + 19, value, (style){1, true, INK});
	draw_rect((rect){TEXT_X, y + ROW_H - 1, TEXT_W, 1}, DISABLED);
}

static void draw(void)
{
	static const char *const lines[] = {"Demo OS is installed with these settings."};
	line swap = line_of("");
	add_number(&swap, swap_steps * MB_PER_SWAP_STEP);
	add(&swap, " MB");
	chrome_paragraph(BODY_Y, lines, 1);
	draw_row(0, "Licence", licence_accepted ? "Accepted" : "Not accepted");
	draw_row(1, "Host name", host_name.text);
	draw_row(2, "Desktop", chosen_desktop());
	draw_row(3, "Swap space", swap.text);
}

const screen summary = {
	"summary", "Summary", "Press Enter or click Finish to end the installation.", 6,
	{&to_start, &to_finish}, &to_finish, &to_start, &to_finish, .draw = draw,
};
