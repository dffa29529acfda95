#pragma once
#include "keyboard.h"
#include "types.h"

typedef struct widget widget;

typedef struct {
	bool focused, hovered, held, enabled;
} look;

/* What a kind of control does; any of these may be NULL. `key` says whether it used the key. */
typedef struct {
	void (*draw)(const widget *w, look l);
	bool (*key)(const widget *w, key k);
	void (*press)(const widget *w, int x, int y, int clicks);
	void (*drag)(const widget *w, int x, int y);
	void (*release)(const widget *w, bool inside, int clicks);
	void (*wheel)(const widget *w, int notches);
	void (*focus)(const widget *w);
	void (*tick)(const widget *w);
} behaviour;

struct widget {
	const behaviour *is;
	rect area;
	const char *label;
	void *state;
	bool (*enabled)(void);
	void (*activate)(void);
};

enum { FOCUS_MARGIN = 4 };

static inline bool widget_enabled(const widget *w) { return !w->enabled || w->enabled(); }
void widget_changed(const widget *w);
void widget_focus_ring(const widget *w, int radius);
