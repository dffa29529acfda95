#pragma once
#include "font.h"
#include "types.h"

/* Text in the project's own font. `y` is the top of the capitals; scale 2 is smoothed. */
typedef struct {
	int scale;
	bool bold;
	uint32_t colour;
} style;

int write_width(const char *s, int length, style st);
void write_text(int x, int y, const char *s, style st);
void write_part(int x, int y, const char *s, int length, style st);
void write_centred(rect r, const char *s, style st);
void write_right(int right, int y, const char *s, style st);
