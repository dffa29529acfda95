#pragma once
#include <stdint.h>

enum { FONT_FIRST = 0x20, FONT_LAST = 0x7E, FONT_HEIGHT = 13, FONT_BASELINE = 10, FONT_PER_BAND = 8, FONT_BANDS = 12 };

typedef struct {
	int width;
	uint16_t rows[FONT_HEIGHT]; /* bit 0 is the leftmost pixel */
} glyph;

extern const char *const font_sheet[FONT_BANDS][FONT_HEIGHT];

void font_init(void);
const glyph *font_glyph(char c);
