#include "button.h"
#include "checkbox.h"
#include "choices.h"
#include "chrome.h"
#include "colours.h"
#include "draw.h"
#include "write.h"

static void previous(void) { screen_show(&welcome); }
static void next(void) { screen_show(&hostname); }
static bool accepted(void) { return licence_accepted; }

static const widget accept = {&checkbox, {TEXT_X, 520, 280, 36}, "I accept the licence", .state = &licence_accepted};
static const widget to_previous = {
	&plain_button, {LEFT_BUTTON_X, BUTTON_Y, BUTTON_W, BUTTON_H}, "Back", .activate = previous,
};
static const widget to_next = {
	&main_button, {RIGHT_BUTTON_X, BUTTON_Y, BUTTON_W, BUTTON_H}, "Continue", .enabled = accepted, .activate = next,
};

static void draw(void)
{
	static const struct {
		const char *number, *text;
	} lines[] = {
		{"1.", "Demo OS is a picture of an operating system. You may look at it, click on it and"},
		{"", "type into it as often as you wish."},
		{"", ""},
		{"2.", "You may copy it, change it and pass it on, alone or together with the tests you"},
		{"", "wrote for it."},
		{"", ""},
		{"3.", "It comes without any promise. Where it is slow, it is slow on purpose; where it is"},
		{"", "wrong, it is wrong in the same way every time."},
		{"", ""},
		{"4.", "It keeps nothing. What you enter is forgotten when the machine is switched off."},
	};
	rect box = {TEXT_X, 204, TEXT_W, 292};
	draw_frame(box, 6, 1, LINE, WELL);
	for (unsigned i = 0; i < sizeof lines / sizeof *lines; i++) {
		int y = box.y + 32 + (int)i * 24;
		write_text(box.x + 24, y, lines[i].number, (style){1, true, SOFT});
		write_text(box.x + 52, y, lines[i].text, (style){1, false, INK});
	}
}

const screen licence = {
	"licence", "Licence", "Tick the box to go on. Space ticks it, Tab moves to the next control.", 2,
	{&accept, &to_previous, &to_next}, &accept, &to_previous, &to_next, .draw = draw,
};
