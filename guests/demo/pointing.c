#include "pointing.h"
#include "arrow.h"
#include "present.h"
#include "screen.h"
#include "timer.h"

enum { DOUBLE_CLICK_TICKS = TICKS_PER_SECOND / 2, DOUBLE_CLICK_PIXELS = 4 };

static pointer_state now = {-1, -1, 0, 0};
static int buttons_before;
static bool shown;
static const widget *under, *held;
static struct {
	const widget *on;
	uint32_t at;
	int x, y, count;
} click;

static const widget *widget_at(int x, int y)
{
	for (int i = 0; i < MOST_WIDGETS && current_screen->widgets[i]; i++)
		if (contains(current_screen->widgets[i]->area, x, y) && widget_enabled(current_screen->widgets[i]))
			return current_screen->widgets[i];
	return NULL;
}

bool pointing_hovers(const widget *w) { return w == under && (!held || held == w); }
bool pointing_holds(const widget *w) { return w == held && (w == under || w->is->drag); }

bool pointing_changed(const pointer_state *p)
{
	return p->x != now.x || p->y != now.y || p->buttons != now.buttons || p->wheel;
}

void pointing_follow(const pointer_state *p)
{
	invalidate(arrow_rect(now.x, now.y));
	buttons_before = now.buttons;
	now = *p;
	shown = true;
	invalidate(arrow_rect(now.x, now.y));
}

static void hover(void)
{
	const widget *w = widget_at(now.x, now.y);
	if (w == under)
		return;
	if (under)
		widget_changed(under);
	if (w)
		widget_changed(w);
	under = w;
}

void pointing_look_again(void)
{
	held = NULL;
	hover();
}

static int clicks_with(const widget *w)
{
	rect near_first = grown((rect){click.x, click.y, 1, 1}, DOUBLE_CLICK_PIXELS);
	bool near = contains(near_first, now.x, now.y);
	bool second = click.on == w && click.count == 1 && near && ticks - click.at <= DOUBLE_CLICK_TICKS;
	click.on = w;
	click.at = ticks;
	click.x = now.x;
	click.y = now.y;
	return click.count = second ? 2 : 1;
}

static void press(void)
{
	held = under;
	int clicks = clicks_with(under);
	if (!under)
		return;
	screen_focus(under);
	if (under->is->press)
		under->is->press(under, now.x, now.y, clicks);
}

static void release(void)
{
	const widget *w = held;
	held = NULL;
	if (!w)
		return;
	widget_changed(w);
	if (w->is->release)
		w->is->release(w, w == under, click.count);
}

void pointing_act(const pointer_state *p)
{
	bool down = p->buttons & LEFT_BUTTON, was_down = buttons_before & LEFT_BUTTON;
	hover();
	if (down && !was_down)
		press();
	else if (held && held->is->drag && down)
		held->is->drag(held, p->x, p->y);
	else if (!down && was_down)
		release();
	if (p->wheel && under && under->is->wheel)
		under->is->wheel(under, p->wheel);
	screen_settle();
	hover();
}

void pointing_paint(void)
{
	if (shown)
		arrow_draw(now.x, now.y);
}
