#include "slider.h"
#include "colours.h"
#include "draw.h"

enum { KNOB = 18, TRACK = 6, LEAP = 8 };

static int knob_x(const widget *w)
{
	return w->area.x + SLIDER_INSET + *(int *)w->state * SLIDER_PITCH;
}

static void draw(const widget *w, look l)
{
	int middle = w->area.y + w->area.h / 2, x = knob_x(w), left = w->area.x + SLIDER_INSET;
	rect knob = {x - KNOB / 2, middle - KNOB / 2, KNOB, KNOB};
	if (l.focused)
		widget_focus_ring(w, 8);
	draw_round((rect){left - TRACK / 2, middle - TRACK / 2, SLIDER_STEPS * SLIDER_PITCH + TRACK, TRACK}, TRACK / 2, LINE);
	draw_round((rect){left - TRACK / 2, middle - TRACK / 2, x - left + TRACK, TRACK}, TRACK / 2, ACCENT);
	draw_frame(knob, KNOB / 2, 2, l.held ? ACCENT_PRESSED : ACCENT, l.held ? ACCENT_SOFT : l.hovered ? WELL : CARD);
}

static void set(const widget *w, int step)
{
	*(int *)w->state = clamp(step, 0, SLIDER_STEPS);
	widget_changed(w);
	if (w->activate)
		w->activate();
}

static bool on_key(const widget *w, key k)
{
	int now = *(int *)w->state;
	switch (k.code) {
	case KEY_LEFT: case KEY_DOWN: set(w, now - 1); break;
	case KEY_RIGHT: case KEY_UP: set(w, now + 1); break;
	case KEY_PAGE_DOWN: set(w, now - LEAP); break;
	case KEY_PAGE_UP: set(w, now + LEAP); break;
	case KEY_HOME: set(w, 0); break;
	case KEY_END: set(w, SLIDER_STEPS); break;
	default: return false;
	}
	return true;
}

static void drag(const widget *w, int x, int y)
{
	(void)y;
	int from_left = max(x - w->area.x - SLIDER_INSET, 0);
	set(w, (from_left + SLIDER_PITCH / 2) / SLIDER_PITCH);
}

static void press(const widget *w, int x, int y, int clicks)
{
	(void)clicks;
	drag(w, x, y);
}

static void wheel(const widget *w, int notches)
{
	set(w, *(int *)w->state - notches);
}

const behaviour slider = {.draw = draw, .key = on_key, .press = press, .drag = drag, .wheel = wheel};
