#include "button.h"
#include "colours.h"
#include "draw.h"
#include "write.h"

enum { RADIUS = 6 };

static void draw(const widget *w, look l, bool strong)
{
	if (l.focused)
		widget_focus_ring(w, RADIUS);
	if (!l.enabled) {
		draw_frame(w->area, RADIUS, 1, CARD_EDGE, DISABLED);
		write_centred(w->area, w->label, (style){1, true, DISABLED_TEXT});
	} else if (strong) {
		draw_round(w->area, RADIUS, l.held ? ACCENT_PRESSED : l.hovered ? ACCENT_HOVER : ACCENT);
		write_centred(w->area, w->label, (style){1, true, CARD});
	} else {
		draw_frame(w->area, RADIUS, 1, LINE, l.held ? BUTTON_PRESSED : l.hovered ? BUTTON_HOVER : BUTTON);
		write_centred(w->area, w->label, (style){1, true, INK});
	}
}

static void draw_main(const widget *w, look l) { draw(w, l, true); }
static void draw_plain(const widget *w, look l) { draw(w, l, false); }

static bool on_key(const widget *w, key k)
{
	bool mine = k.code == KEY_ENTER || (k.code == KEY_CHAR && k.character == ' ');
	if (mine)
		w->activate();
	return mine;
}

static void release(const widget *w, bool inside, int clicks)
{
	(void)clicks;
	if (inside)
		w->activate();
}

const behaviour main_button = {.draw = draw_main, .key = on_key, .release = release};
const behaviour plain_button = {.draw = draw_plain, .key = on_key, .release = release};
