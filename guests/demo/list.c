#include "list.h"
#include "colours.h"
#include "draw.h"
#include "write.h"

enum { BAR = 16, RADIUS = 6, TEXT_INSET = 16, ABOUT_INSET = 180 };

static int grab = -1;

static rect bar_of(const widget *w)
{
	return (rect){w->area.x + w->area.w - BAR, w->area.y, BAR, w->area.h};
}

static int thumb_height(const widget *w)
{
	const list_state *s = w->state;
	return w->area.h * LIST_VISIBLE / s->count;
}

static int furthest(const list_state *s)
{
	return s->count - LIST_VISIBLE;
}

static rect thumb_of(const widget *w)
{
	const list_state *s = w->state;
	rect bar = bar_of(w);
	int free = bar.h - thumb_height(w);
	return (rect){bar.x + 4, bar.y + 3 + free * s->top / furthest(s), BAR - 8, thumb_height(w) - 6};
}

static void draw_row(const widget *w, int row, bool focused)
{
	const list_state *s = w->state;
	const list_item *item = &s->items[s->top + row];
	bool chosen = s->top + row == s->selected;
	rect r = {w->area.x + 1, w->area.y + row * LIST_ROW, w->area.w - BAR - 1, LIST_ROW};
	rect highlight = {r.x + 3, r.y + 3, r.w - 6, r.h - 6};
	int y = r.y + (r.h - FONT_BASELINE) / 2;
	uint32_t strong = focused ? ACCENT : ACCENT_SOFT;
	if (chosen)
		draw_round(highlight, 5, strong);
	write_text(r.x + TEXT_INSET, y, item->name, (style){1, true, chosen && focused ? CARD : INK});
	write_text(r.x + ABOUT_INSET, y, item->about, (style){1, false, chosen && focused ? CARD : SOFT});
}

static void draw(const widget *w, look l)
{
	if (l.focused)
		widget_focus_ring(w, RADIUS);
	draw_frame(w->area, RADIUS, 1, LINE, WELL);
	for (int row = 0; row < LIST_VISIBLE; row++)
		draw_row(w, row, l.focused);
	draw_round(thumb_of(w), 4, l.held && grab >= 0 ? SOFT : l.hovered ? FAINT : LINE);
}

static void scroll_to(const widget *w, int top)
{
	list_state *s = w->state;
	s->top = clamp(top, 0, furthest(s));
	widget_changed(w);
}

void list_reveal_selected(list_state *s)
{
	s->top = clamp(s->top, s->selected - LIST_VISIBLE + 1, s->selected);
}

static void choose(const widget *w, int index)
{
	list_state *s = w->state;
	s->selected = clamp(index, 0, s->count - 1);
	list_reveal_selected(s);
	widget_changed(w);
}

static bool on_key(const widget *w, key k)
{
	const list_state *s = w->state;
	switch (k.code) {
	case KEY_UP: choose(w, s->selected - 1); break;
	case KEY_DOWN: choose(w, s->selected + 1); break;
	case KEY_PAGE_UP: choose(w, s->selected - LIST_VISIBLE); break;
	case KEY_PAGE_DOWN: choose(w, s->selected + LIST_VISIBLE); break;
	case KEY_HOME: choose(w, 0); break;
	case KEY_END: choose(w, s->count - 1); break;
	default: return false;
	}
	return true;
}

static void press_bar(const widget *w, int y)
{
	const list_state *s = w->state;
	rect thumb = thumb_of(w);
	if (y < thumb.y)
		scroll_to(w, s->top - LIST_VISIBLE);
	else if (y >= thumb.y + thumb.h)
		scroll_to(w, s->top + LIST_VISIBLE);
	else
		grab = y - thumb.y;
	widget_changed(w);
}

static void press(const widget *w, int x, int y, int clicks)
{
	const list_state *s = w->state;
	grab = -1;
	if (contains(bar_of(w), x, y)) {
		press_bar(w, y);
		return;
	}
	choose(w, s->top + (y - w->area.y) / LIST_ROW);
	if (clicks == 2)
		w->activate();
}

static void drag(const widget *w, int x, int y)
{
	(void)x;
	if (grab < 0)
		return;
	int free = w->area.h - thumb_height(w), at = y - grab - 3 - w->area.y;
	int top = (max(at, 0) * furthest(w->state) + free / 2) / free;
	scroll_to(w, top);
}

static void release(const widget *w, bool inside, int clicks)
{
	(void)inside, (void)clicks;
	grab = -1;
	widget_changed(w);
}

static void wheel(const widget *w, int notches)
{
	const list_state *s = w->state;
	scroll_to(w, s->top + notches);
}

const behaviour list = {.draw = draw, .key = on_key, .press = press, .drag = drag, .release = release, .wheel = wheel};
