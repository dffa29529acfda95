#include "screen.h"
#include "chrome.h"
#include "pointing.h"
#include "present.h"
#include "serial.h"
#include "text.h"

const screen *current_screen = &welcome;
static const widget *focused;
static bool was_enabled[MOST_WIDGETS];

const screen *screen_named(const char *name)
{
	static const screen *const all[] = {&welcome, &licence, &hostname, &desktop, &progress, &summary, &done};
	for (unsigned i = 0; i < sizeof all / sizeof *all; i++)
		if (same(all[i]->name, name))
			return all[i];
	return NULL;
}

void screen_focus(const widget *w)
{
	if (focused)
		widget_changed(focused);
	focused = w;
	if (!w)
		return;
	widget_changed(w);
	if (w->is->focus)
		w->is->focus(w);
}

void screen_announce(void)
{
	present();
	serial_event("screen", current_screen->name);
}

void screen_show(const screen *s)
{
	current_screen = s;
	if (s->enter)
		s->enter();
	screen_focus(s->first_focus);
	screen_settle();
	pointing_look_again();
	invalidate_all();
	screen_announce();
}

/* A control may have switched another one on or off. */
void screen_settle(void)
{
	for (int i = 0; i < MOST_WIDGETS && current_screen->widgets[i]; i++) {
		bool enabled = widget_enabled(current_screen->widgets[i]);
		if (enabled != was_enabled[i])
			widget_changed(current_screen->widgets[i]);
		was_enabled[i] = enabled;
	}
	if (current_screen->settle)
		current_screen->settle();
}

void screen_paint(void)
{
	chrome_draw(current_screen);
	current_screen->draw();
	for (int i = 0; i < MOST_WIDGETS && current_screen->widgets[i]; i++) {
		const widget *w = current_screen->widgets[i];
		w->is->draw(w, (look){w == focused, pointing_hovers(w), pointing_holds(w), widget_enabled(w)});
	}
}

static void focus_next(int direction)
{
	int count = 0, at = 0;
	for (; count < MOST_WIDGETS && current_screen->widgets[count]; count++)
		if (current_screen->widgets[count] == focused)
			at = count;
	for (int i = 0; i < count; i++) {
		at = (at + direction + count) % count;
		if (widget_enabled(current_screen->widgets[at])) {
			screen_focus(current_screen->widgets[at]);
			return;
		}
	}
}

static void activate(const widget *w)
{
	if (w && widget_enabled(w))
		w->activate();
}

static bool alt_key(key k, char small)
{
	return k.alt && k.code == KEY_CHAR && (k.character | 0x20) == small;
}

void screen_key(key k)
{
	if (k.code == KEY_ESCAPE || alt_key(k, 'b'))
		activate(current_screen->back);
	else if (alt_key(k, 'c'))
		activate(current_screen->forward);
	else if (k.code == KEY_TAB)
		focus_next(k.shift ? -1 : 1);
	else if (focused && focused->is->key && focused->is->key(focused, k))
		;
	else if (k.code == KEY_ENTER)
		activate(current_screen->forward);
	screen_settle();
}

void screen_tick(void)
{
	if (focused && focused->is->tick)
		focused->is->tick(focused);
	if (current_screen->tick)
		current_screen->tick();
}
