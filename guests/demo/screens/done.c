#include "chrome.h"
#include "colours.h"
#include "draw.h"
#include "write.h"

enum { SEAL = 96, ALL_STEPS_DONE = 7 };

static void draw(void)
{
	rect seal = {CARD_X + (CARD_W - SEAL) / 2, 300, SEAL, SEAL}, text = {CARD_X, 420, CARD_W, 24};
	draw_round(seal, SEAL / 2, GOOD);
	draw_tick(seal.x + 23, seal.y + 30, 42, 8, CARD);
	write_centred(text, "Installation complete. You may switch off this machine.", (style){1, true, INK});
}

const screen done = {"done", "Done", "Nothing more to do.", ALL_STEPS_DONE, .draw = draw};
