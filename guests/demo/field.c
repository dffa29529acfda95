#include "field.h"
#include "colours.h"
#include "draw.h"
#include "memory.h"
#include "text.h"
#include "timer.h"
#include "write.h"

enum { RADIUS = 6, INSET = 12, HALF_PERIOD = TICKS_PER_SECOND / 2 };

static const style ink = {1, false, INK}, selected_ink = {1, false, CARD};
static bool caret_on;
static int caret_ticks;

static int first(const field_text *f) { return min(f->caret, f->anchor); }
static int last(const field_text *f) { return max(f->caret, f->anchor); }

static int position(const widget *w, int index)
{
	const field_text *f = w->state;
	return w->area.x + INSET + (index ? write_width(f->text, index, ink) + 2 : 0);
}

static void draw(const widget *w, look l)
{
	const field_text *f = w->state;
	int y = w->area.y + (w->area.h - FONT_BASELINE) / 2, from = first(f), to = last(f);
	if (l.focused)
		widget_focus_ring(w, RADIUS);
	draw_frame(w->area, RADIUS, l.focused ? 2 : 1, l.focused ? ACCENT : l.hovered ? FAINT : LINE, CARD);
	write_part(position(w, 0), y, f->text, from, ink);
	if (to > from) {
		draw_rect((rect){position(w, from) - 1, y - 6, position(w, to) - position(w, from), FONT_BASELINE + 12}, ACCENT);
		write_part(position(w, from), y, f->text + from, to - from, selected_ink);
	}
	write_part(position(w, to), y, f->text + to, f->length - to, ink);
	if (l.focused && caret_on && from == to)
		draw_rect((rect){position(w, f->caret) - 1, y - 5, 1, FONT_BASELINE + 10}, INK);
}

static void touched(const widget *w)
{
	caret_on = true;
	caret_ticks = 0;
	widget_changed(w);
}

static void cut(field_text *f, int from, int to)
{
	memmove(f->text + from, f->text + to, (size_t)(f->length - to + 1));
	f->length -= to - from;
	f->caret = f->anchor = from;
}

static void insert(field_text *f, char c)
{
	cut(f, first(f), last(f));
	if (f->length == FIELD_MOST)
		return;
	memmove(f->text + f->caret + 1, f->text + f->caret, (size_t)(f->length - f->caret + 1));
	f->text[f->caret] = c;
	f->length++;
	f->anchor = ++f->caret;
}

static void erase(field_text *f, int direction)
{
	if (f->caret != f->anchor)
		cut(f, first(f), last(f));
	else if (direction < 0 && f->caret > 0)
		cut(f, f->caret - 1, f->caret);
	else if (direction > 0 && f->caret < f->length)
		cut(f, f->caret, f->caret + 1);
}

static void move(field_text *f, int to, bool extend)
{
	f->caret = clamp(to, 0, f->length);
	if (!extend)
		f->anchor = f->caret;
}

static bool on_key(const widget *w, key k)
{
	field_text *f = w->state;
	bool collapse = f->caret != f->anchor && !k.shift;
	switch (k.code) {
	case KEY_LEFT: move(f, collapse ? first(f) : f->caret - 1, k.shift); break;
	case KEY_RIGHT: move(f, collapse ? last(f) : f->caret + 1, k.shift); break;
	case KEY_HOME: move(f, 0, k.shift); break;
	case KEY_END: move(f, f->length, k.shift); break;
	case KEY_BACKSPACE: erase(f, -1); break;
	case KEY_DELETE: erase(f, 1); break;
	case KEY_CHAR:
		if (!k.control && !k.alt)
			insert(f, k.character);
		break;
	default: return false;
	}
	touched(w);
	return true;
}

static int nearest(const widget *w, int x)
{
	const field_text *f = w->state;
	int i = 0;
	while (i < f->length && (position(w, i) + position(w, i + 1)) / 2 <= x)
		i++;
	return i;
}

static void select_word(field_text *f)
{
	int from = f->caret, to = f->caret;
	while (from > 0 && f->text[from - 1] != ' ')
		from--;
	while (to < f->length && f->text[to] != ' ')
		to++;
	f->anchor = from;
	f->caret = to;
}

static void press(const widget *w, int x, int y, int clicks)
{
	(void)y;
	move(w->state, nearest(w, x), false);
	if (clicks == 2)
		select_word(w->state);
	touched(w);
}

static void drag(const widget *w, int x, int y)
{
	(void)y;
	move(w->state, nearest(w, x), true);
	touched(w);
}

static void tick(const widget *w)
{
	if (++caret_ticks < HALF_PERIOD)
		return;
	caret_ticks = 0;
	caret_on = !caret_on;
	widget_changed(w);
}

void field_set(field_text *f, const char *text)
{
	f->length = min(length_of(text), FIELD_MOST);
	memcpy(f->text, text, (size_t)f->length);
	f->text[f->length] = 0;
	f->caret = f->anchor = f->length;
}

const behaviour field = {.draw = draw, .key = on_key, .press = press, .drag = drag, .focus = touched, .tick = tick};
