#include "write.h"
#include "draw.h"
#include "text.h"

enum { SPACING = 2 };

static int advance(char c, style st)
{
	return (font_glyph(c)->width + SPACING + st.bold) * st.scale;
}

int write_width(const char *s, int length, style st)
{
	int w = 0;
	for (int i = 0; i < length; i++)
		w += advance(s[i], st);
	return w ? w - SPACING * st.scale : 0;
}

static bool ink(const glyph *g, int x, int y, bool bold)
{
	if (x < 0 || y < 0 || y >= FONT_HEIGHT)
		return false;
	uint32_t row = g->rows[y];
	return (bold ? row | row << 1 : row) >> x & 1;
}

/* Scale2x: a quarter of a pixel takes its corner's colour where the two neighbours at that corner agree. */
static bool ink_doubled(const glyph *g, int x, int y, bool bold)
{
	int px = x >> 1, py = y >> 1, sx = x & 1 ? 1 : -1, sy = y & 1 ? 1 : -1;
	bool side = ink(g, px + sx, py, bold), end = ink(g, px, py + sy, bold);
	bool other_side = ink(g, px - sx, py, bold), other_end = ink(g, px, py - sy, bold);
	return side == end && side != other_end && end != other_side ? side : ink(g, px, py, bold);
}

static void write_glyph(int x, int y, const glyph *g, style st)
{
	if (!draw_visible((rect){x, y, (g->width + 1) * st.scale, FONT_HEIGHT * st.scale}))
		return;
	int cell = st.scale == 2 ? 1 : st.scale, per = st.scale == 2 ? 2 : 1;
	for (int row = 0; row < FONT_HEIGHT * per; row++)
		for (int column = 0; column < (g->width + 1) * per; column++)
			if (per == 2 ? ink_doubled(g, column, row, st.bold) : ink(g, column, row, st.bold))
				draw_rect((rect){x + column * cell, y + row * cell, cell, cell}, st.colour);
}

void write_part(int x, int y, const char *s, int length, style st)
{
	for (int i = 0; i < length; i++) {
		write_glyph(x, y, font_glyph(s[i]), st);
		x += advance(s[i], st);
	}
}

void write_text(int x, int y, const char *s, style st)
{
	write_part(x, y, s, length_of(s), st);
}

void write_centred(rect r, const char *s, style st)
{
	int w = write_width(s, length_of(s), st);
	write_text(r.x + (r.w - w) / 2, r.y + (r.h - FONT_BASELINE * st.scale) / 2, s, st);
}

void write_right(int right, int y, const char *s, style st)
{
	write_text(right - write_width(s, length_of(s), st), y, s, st);
}
