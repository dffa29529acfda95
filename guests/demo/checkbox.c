#include "checkbox.h"
#include "colours.h"
#include "draw.h"
#include "write.h"

enum { SIDE = 20, INSET = 8, RADIUS = 4, GAP = 12 };

static void draw(const widget *w, look l)
{
	bool on = *(bool *)w->state;
	int middle = w->area.y + w->area.h / 2;
	rect box = {w->area.x + INSET, middle - SIDE / 2, SIDE, SIDE};
	if (l.focused)
		widget_focus_ring(w, 6);
	if (l.hovered)
		draw_round(w->area, 6, BUTTON_HOVER);
	draw_frame(box, RADIUS, 1, on ? ACCENT : FAINT, on ? ACCENT : l.held ? BUTTON_PRESSED : CARD);
	if (on)
		draw_tick(box.x + 3, box.y + 4, 12, 3, CARD);
	write_text(box.x + SIDE + GAP, middle - FONT_BASELINE / 2, w->label, (style){1, false, INK});
}

static void toggle(const widget *w)
{
	bool *on = w->state;
	*on = !*on;
	widget_changed(w);
}

static bool on_key(const widget *w, key k)
{
	bool mine = k.code == KEY_CHAR && k.character == ' ';
	if (mine)
		toggle(w);
	return mine;
}

static void release(const widget *w, bool inside, int clicks)
{
	(void)clicks;
	if (inside)
		toggle(w);
}

const behaviour checkbox = {.draw = draw, .key = on_key, .release = release};
