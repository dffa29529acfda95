#include "testcard.h"
#include "draw.h"
#include "present.h"
#include "screen.h"
#include "serial.h"
#include "timer.h"
#include "vbe.h"
#include "write.h"

enum { DELAY = TICKS_PER_SECOND / 2, CARDS = 26, COLUMNS = 4, ROWS = 3, LETTER_SCALE = 30, PLATE = 440 };

static const uint32_t palette[] = {0x2B6BD6, 0xE08A2E, 0x2E9E6B, 0x8C4FC4, 0xD64550, 0x1FA3B8, 0xE8C33A, 0x4A5A70};
enum { COLOURS = sizeof palette / sizeof *palette };

static bool shown;
static int letter = -1, remaining;

bool testcard_shown(void)
{
	return shown;
}

void testcard_request(void)
{
	letter = (letter + 1) % CARDS;
	remaining = DELAY;
}

static void show(void)
{
	char name[2] = {(char)('A' + letter), 0};
	shown = true;
	invalidate_all();
	present();
	serial_event("card", name);
	serial_send_waiting();
}

void testcard_tick(void)
{
	if (remaining && --remaining == 0)
		show();
}

void testcard_leave(void)
{
	shown = false;
	remaining = 0;
	invalidate_all();
	screen_announce();
}

void testcard_paint(void)
{
	char name[2] = {(char)('A' + letter), 0};
	rect plate = {(WIDTH - PLATE) / 2, (HEIGHT - PLATE) / 2, PLATE, PLATE};
	for (int row = 0; row < ROWS; row++)
		for (int column = 0; column < COLUMNS; column++)
			draw_rect((rect){column * WIDTH / COLUMNS, row * HEIGHT / ROWS, WIDTH / COLUMNS, HEIGHT / ROWS},
				palette[(column + row * 3 + letter) % COLOURS]);
	draw_round(plate, 40, 0xFFFFFF);
	write_centred(plate, name, (style){LETTER_SCALE, true, 0x101820});
}
