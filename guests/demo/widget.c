#include "widget.h"
#include "colours.h"
#include "draw.h"
#include "present.h"

void widget_changed(const widget *w)
{
	invalidate(grown(w->area, FOCUS_MARGIN));
}

void widget_focus_ring(const widget *w, int radius)
{
	draw_round(grown(w->area, FOCUS_MARGIN), radius + FOCUS_MARGIN, RING);
	draw_round(grown(w->area, 1), radius + 1, CARD);
}
