#include "font.h"

static glyph glyphs[FONT_LAST - FONT_FIRST + 1];

static const char *unpack_row(const char *art, glyph *g, int row)
{
	g->width = 0;
	while (*art && *art != ' ') {
		if (*art++ == '#')
			g->rows[row] |= (uint16_t)(1 << g->width);
		g->width++;
	}
	return *art ? art + 1 : art;
}

void font_init(void)
{
	for (int band = 0; band < FONT_BANDS; band++)
		for (int row = 0; row < FONT_HEIGHT; row++) {
			const char *art = font_sheet[band][row];
			for (int i = band * FONT_PER_BAND; *art; i++)
				art = unpack_row(art, &glyphs[i], row);
		}
}

const glyph *font_glyph(char c)
{
	return c >= FONT_FIRST && c <= FONT_LAST ? &glyphs[c - FONT_FIRST] : &glyphs['?' - FONT_FIRST];
}
