#include "button.h"
#include "choices.h"
#include "chrome.h"
#include "colours.h"
#include "present.h"
#include "serial.h"
#include "write.h"

static void previous(void) { screen_show(&licence); }
static bool has_name(void) { return host_name.length > 0; }

static void next(void)
{
	serial_event("hostname", host_name.text);
	screen_show(&desktop);
}

static const widget name = {&field, {TEXT_X, 316, 440, 40}, NULL, .state = &host_name};

/* So that somebody with nothing but a pointer gets through as well. */
static void suggest(void)
{
	field_set(&host_name, "demo-01");
	widget_changed(&name);
}

static const widget to_suggest = {
	&plain_button, {TEXT_X + 440 + 16, 316, BUTTON_W, 40}, "Suggest", .activate = suggest,
};
static const widget to_previous = {
	&plain_button, {LEFT_BUTTON_X, BUTTON_Y, BUTTON_W, BUTTON_H}, "Back", .activate = previous,
};
static const widget to_next = {
	&main_button, {RIGHT_BUTTON_X, BUTTON_Y, BUTTON_W, BUTTON_H}, "Continue", .enabled = has_name, .activate = next,
};

static const rect counter = {TEXT_X, 372, 440, FONT_HEIGHT};
static int counted = -1;

static void draw(void)
{
	static const char *const lines[] = {
		"The host name is what other machines on the network call this one.",
		"Up to 32 characters; letters, digits and hyphens are the safe choice.",
	};
	line l = line_of("");
	add_number(&l, host_name.length);
	add(&l, " of 32 characters");
	chrome_paragraph(BODY_Y, lines, 2);
	write_text(TEXT_X, 292, "Host name", (style){1, true, INK});
	write_text(counter.x, counter.y, l.text, (style){1, false, FAINT});
}

static void typed(void)
{
	if (counted != host_name.length)
		invalidate(counter);
	counted = host_name.length;
}

const screen hostname = {
	"hostname", "Host name", "Type a name and press Enter.", 3,
	{&name, &to_suggest, &to_previous, &to_next}, &name, &to_previous, &to_next, .draw = draw, .settle = typed,
};
