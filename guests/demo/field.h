#pragma once
#include "widget.h"

enum { FIELD_MOST = 32 };

/* A line of text; what lies between anchor and caret is selected. */
typedef struct {
	char text[FIELD_MOST + 1];
	int length, caret, anchor;
} field_text;

/* `state` is its field_text. */
extern const behaviour field;

void field_set(field_text *f, const char *text);
