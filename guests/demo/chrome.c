#include "chrome.h"
#include "colours.h"
#include "draw.h"
#include "text.h"
#include "vbe.h"
#include "write.h"

enum { HEADER_H = 72, STATUS_H = 32, DOT = 24, GAP = 8, BRIDGE = 14, RIGHT_EDGE = 984, LINE_HEIGHT = 24 };

static const char *const steps[] = {"Welcome", "Licence", "Host name", "Desktop", "Install", "Summary"};
enum { STEPS = sizeof steps / sizeof *steps };

static int label_width(int i)
{
	return write_width(steps[i], length_of(steps[i]), (style){1, true, 0});
}

static void draw_dot(rect dot, int number, int current)
{
	line digit = line_of("");
	add_number(&digit, number);
	if (number < current) {
		draw_round(dot, DOT / 2, ACCENT);
		draw_tick(dot.x + 5, dot.y + 6, 12, 3, HEADER_TEXT);
	} else if (number == current) {
		draw_round(dot, DOT / 2, HEADER_TEXT);
		write_centred(dot, digit.text, (style){1, true, HEADER});
	} else {
		draw_frame(dot, DOT / 2, 1, HEADER_SOFT, HEADER);
		write_centred(dot, digit.text, (style){1, false, HEADER_SOFT});
	}
}

static void draw_steps(int current)
{
	int x = RIGHT_EDGE + 2 * GAP + BRIDGE;
	for (int i = 0; i < STEPS; i++)
		x -= DOT + GAP + label_width(i) + 2 * GAP + BRIDGE;
	for (int i = 0; i < STEPS; i++) {
		rect dot = {x, (HEADER_H - DOT) / 2, DOT, DOT};
		draw_dot(dot, i + 1, current);
		x += DOT + GAP;
		bool here = i + 1 == current;
		write_text(x, (HEADER_H - FONT_BASELINE) / 2, steps[i], (style){1, here, here ? HEADER_TEXT : HEADER_SOFT});
		x += label_width(i) + GAP;
		if (i + 1 < STEPS)
			draw_rect((rect){x, HEADER_H / 2, BRIDGE, 1}, HEADER_LINE);
		x += BRIDGE + GAP;
	}
}

static void draw_status(const screen *s)
{
	rect bar = {0, HEIGHT - STATUS_H, WIDTH, STATUS_H};
	int y = bar.y + (STATUS_H - FONT_BASELINE) / 2;
	draw_rect(bar, STATUS);
	write_text(40, y, s->hint, (style){1, false, SOFT});
	write_right(RIGHT_EDGE, y, "Demo OS 1.0", (style){1, false, SOFT});
}

void chrome_draw(const screen *s)
{
	rect card = {CARD_X, CARD_Y, CARD_W, CARD_H};
	draw_rect((rect){0, 0, WIDTH, HEIGHT}, PAGE);
	draw_rect((rect){0, 0, WIDTH, HEADER_H}, HEADER);
	write_text(40, (HEADER_H - 2 * FONT_BASELINE) / 2, "Demo OS", (style){2, true, HEADER_TEXT});
	draw_steps(s->step);
	draw_round((rect){card.x - 1, card.y + 3, card.w + 2, card.h + 2}, 11, CARD_SHADOW);
	draw_frame(card, 10, 1, CARD_EDGE, CARD);
	write_text(TEXT_X, 152, s->title, (style){2, true, INK});
	draw_status(s);
}

void chrome_paragraph(int y, const char *const *lines, int count)
{
	for (int i = 0; i < count; i++)
		write_text(TEXT_X, y + i * LINE_HEIGHT, lines[i], (style){1, false, SOFT});
}
