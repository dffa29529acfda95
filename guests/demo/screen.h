#pragma once
#include "widget.h"

enum { MOST_WIDGETS = 5 };

/* One page of the installer. Its widgets stand in Tab order; `back` and `forward` are what Escape and Alt-C press;
   `settle` is called after every event. */
typedef struct screen {
	const char *name, *title, *hint;
	int step;
	const widget *widgets[MOST_WIDGETS];
	const widget *first_focus, *back, *forward;
	void (*draw)(void);
	void (*enter)(void);
	void (*tick)(void);
	void (*settle)(void);
} screen;

extern const screen welcome, licence, hostname, desktop, progress, summary, done;

extern const screen *current_screen;
void screen_show(const screen *s);
void screen_announce(void);
void screen_paint(void);
void screen_key(key k);
void screen_tick(void);
void screen_focus(const widget *w);
void screen_settle(void);
const screen *screen_named(const char *name);
