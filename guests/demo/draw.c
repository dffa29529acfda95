#include "draw.h"
#include "memory.h"
#include "vbe.h"

enum { SAMPLES = 8 };

extern uint32_t back_buffer[HEIGHT][WIDTH];
static rect clip = {0, 0, WIDTH, HEIGHT};

static rect clipped(rect r)
{
	int x = max(r.x, clip.x), y = max(r.y, clip.y);
	return (rect){x, y, min(r.x + r.w, clip.x + clip.w) - x, min(r.y + r.h, clip.y + clip.h) - y};
}

void draw_clip(rect r)
{
	clip = (rect){0, 0, WIDTH, HEIGHT};
	clip = clipped(r);
}

bool draw_visible(rect r)
{
	r = clipped(r);
	return r.w > 0 && r.h > 0;
}

void draw_rect(rect r, uint32_t colour)
{
	r = clipped(r);
	if (r.w <= 0)
		return;
	for (int y = r.y; y < r.y + r.h; y++)
		fill_words(&back_buffer[y][r.x], colour, r.w);
}

static uint32_t blend_channel(uint32_t under, uint32_t over, int shift, int part, int whole)
{
	int u = under >> shift & 0xFF, o = over >> shift & 0xFF;
	return (uint32_t)((u * (whole - part) + o * part + whole / 2) / whole) << shift;
}

static void blend(int x, int y, uint32_t colour, int part, int whole)
{
	if (!part || !contains(clip, x, y))
		return;
	uint32_t *p = &back_buffer[y][x];
	*p = blend_channel(*p, colour, 16, part, whole) | blend_channel(*p, colour, 8, part, whole) |
		blend_channel(*p, colour, 0, part, whole);
}

/* How many of 8x8 samples of a corner pixel lie in the circle; (x, y) counts pixels from its centre outwards. */
static int coverage(int x, int y, int radius)
{
	int inside = 0, r = radius * 2 * SAMPLES;
	for (int i = 0; i < SAMPLES; i++)
		for (int j = 0; j < SAMPLES; j++) {
			int dx = (x * SAMPLES + i) * 2 + 1, dy = (y * SAMPLES + j) * 2 + 1;
			inside += dx * dx + dy * dy <= r * r;
		}
	return inside;
}

void draw_round(rect r, int radius, uint32_t colour)
{
	if (!draw_visible(r))
		return;
	draw_rect((rect){r.x, r.y + radius, r.w, r.h - 2 * radius}, colour);
	draw_rect((rect){r.x + radius, r.y, r.w - 2 * radius, radius}, colour);
	draw_rect((rect){r.x + radius, r.y + r.h - radius, r.w - 2 * radius, radius}, colour);
	for (int y = 0; y < radius; y++)
		for (int x = 0; x < radius; x++) {
			int left = r.x + radius - 1 - x, right = r.x + r.w - radius + x;
			int top = r.y + radius - 1 - y, bottom = r.y + r.h - radius + y;
			if (!contains(clip, left, top) && !contains(clip, right, top) && !contains(clip, left, bottom) &&
				!contains(clip, right, bottom))
				continue;
			int part = coverage(x, y, radius);
			blend(left, top, colour, part, SAMPLES * SAMPLES);
			blend(right, top, colour, part, SAMPLES * SAMPLES);
			blend(left, bottom, colour, part, SAMPLES * SAMPLES);
			blend(right, bottom, colour, part, SAMPLES * SAMPLES);
		}
}

void draw_frame(rect r, int radius, int thickness, uint32_t edge, uint32_t inside)
{
	draw_round(r, radius, edge);
	draw_round(grown(r, -thickness), radius - thickness, inside);
}

void draw_tick(int x, int y, int size, int thickness, uint32_t colour)
{
	int third = size / 3;
	for (int i = 0; i <= third; i++)
		draw_round((rect){x + i, y + size / 2 - third / 2 + i, thickness, thickness}, thickness / 2, colour);
	for (int i = 0; i <= size - third; i++)
		draw_round((rect){x + third + i, y + size / 2 + third - third / 2 - i, thickness, thickness}, thickness / 2, colour);
}

void draw_art(int x, int y, const char *const *art, int rows, const uint32_t colours[2])
{
	for (int row = 0; row < rows; row++)
		for (int column = 0; art[row][column]; column++)
			if (art[row][column] != ' ')
				draw_rect((rect){x + column, y + row, 1, 1}, colours[art[row][column] == '#']);
}
