#include "button.h"
#include "chrome.h"

static void next(void) { screen_show(&licence); }

static const widget to_next = {
	&main_button, {RIGHT_BUTTON_X, BUTTON_Y, BUTTON_W, BUTTON_H}, "Continue", .activate = next,
};

static void draw(void)
{
	static const char *const lines[] = {
		"This program puts Demo OS on this machine. It asks four things: whether you accept the",
		"licence, what the machine is called, how the desktop should look, and how much swap",
		"space to set aside.",
		"",
		"Nothing here is real. No disk is written, and you may stop at any time by switching off.",
		"",
		"Use the mouse or the keyboard, whichever you like.",
	};
	chrome_paragraph(BODY_Y, lines, sizeof lines / sizeof *lines);
}

const screen welcome = {
	"welcome", "Welcome to Demo OS", "Press Enter or click Continue to begin.", 1,
	{&to_next}, .first_focus = &to_next, .forward = &to_next, .draw = draw,
};
