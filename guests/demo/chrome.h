#pragma once
#include "screen.h"

/* What every screen has: header with the steps, card with the title, status line. */
enum { CARD_X = 112, CARD_Y = 112, CARD_W = 800, CARD_H = 560, TEXT_X = 152, BODY_Y = 212, TEXT_W = 720 };
enum { BUTTON_Y = 592, BUTTON_W = 120, BUTTON_H = 40, RIGHT_BUTTON_X = 752, LEFT_BUTTON_X = 616 };

void chrome_draw(const screen *s);
void chrome_paragraph(int y, const char *const *lines, int count);
