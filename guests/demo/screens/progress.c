#include "chrome.h"
#include "colours.h"
#include "draw.h"
#include "present.h"
#include "text.h"
#include "timer.h"
#include "write.h"

enum { DURATION = 2 * TICKS_PER_SECOND, EVERY = 4 };

static const char *const tasks[] = {
	"Preparing the disk", "Copying the base system", "Installing the desktop", "Writing the settings", "Tidying up",
};
enum { TASKS = sizeof tasks / sizeof *tasks };

static const rect moving = {TEXT_X, 300, TEXT_W, 60};
static int elapsed;

static void enter(void) { elapsed = 0; }

static void tick(void)
{
	if (++elapsed == DURATION)
		screen_show(&summary);
	else if (elapsed % EVERY == 0)
		invalidate(moving);
}

static void draw(void)
{
	static const char *const lines[] = {"This takes about two seconds. There is nothing to press."};
	rect bar = {TEXT_X, 336, TEXT_W, 20};
	int shown = elapsed - elapsed % EVERY;
	line percent = line_of("");
	add_number(&percent, shown * 100 / DURATION);
	add(&percent, " %");
	chrome_paragraph(BODY_Y, lines, 1);
	write_text(TEXT_X, 304, tasks[shown * TASKS / DURATION], (style){1, true, INK});
	write_right(TEXT_X + TEXT_W, 304, percent.text, (style){1, false, SOFT});
	draw_round(bar, bar.h / 2, DISABLED);
	draw_round((rect){bar.x, bar.y, bar.h + (bar.w - bar.h) * shown / DURATION, bar.h}, bar.h / 2, ACCENT);
}

const screen progress = {
	"progress", "Installing Demo OS", "Please wait.", 5, .draw = draw, .enter = enter, .tick = tick,
};
