#pragma once
#include "widget.h"

typedef struct {
	const char *name, *about;
} list_item;

typedef struct {
	const list_item *items;
	int count, selected, top;
} list_state;

enum { LIST_ROW = 40, LIST_VISIBLE = 5 };

/* `state` is its list_state; a double click on an item calls `activate`. */
extern const behaviour list;

void list_reveal_selected(list_state *s);
