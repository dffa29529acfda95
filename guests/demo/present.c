#include "present.h"
#include "draw.h"
#include "memory.h"
#include "vbe.h"

enum { MOST = 16 };

extern uint32_t back_buffer[HEIGHT][WIDTH];
static volatile uint32_t *video;
static void (*paint)(void);
static rect dirty[MOST];
static int count;

void present_init(volatile uint32_t *video_memory, void (*paint_scene)(void))
{
	video = video_memory;
	paint = paint_scene;
}

static rect joined(rect a, rect b)
{
	int x = min(a.x, b.x), y = min(a.y, b.y);
	return (rect){x, y, max(a.x + a.w, b.x + b.w) - x, max(a.y + a.h, b.y + b.h) - y};
}

static bool overlap(rect a, rect b)
{
	return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

static rect on_screen(rect r)
{
	int x = clamp(r.x, 0, WIDTH), y = clamp(r.y, 0, HEIGHT);
	return (rect){x, y, clamp(r.x + r.w, 0, WIDTH) - x, clamp(r.y + r.h, 0, HEIGHT) - y};
}

void invalidate(rect r)
{
	r = on_screen(r);
	if (r.w <= 0 || r.h <= 0)
		return;
	for (int i = 0; i < count; i++)
		if (overlap(dirty[i], r) || count == MOST) {
			r = joined(dirty[i], r);
			dirty[i] = dirty[--count];
			i = -1;
		}
	dirty[count++] = r;
}

void invalidate_all(void)
{
	count = 0;
	dirty[count++] = (rect){0, 0, WIDTH, HEIGHT};
}

static void copy(rect r)
{
	for (int y = r.y; y < r.y + r.h; y++)
		copy_words(video + y * WIDTH + r.x, &back_buffer[y][r.x], r.w);
}

void present(void)
{
	for (int i = 0; i < count; i++) {
		draw_clip(dirty[i]);
		paint();
	}
	for (int i = 0; i < count; i++)
		copy(dirty[i]);
	count = 0;
}
