#pragma once
#include "types.h"

/* Flat shapes in the back buffer, cut at the clip rectangle. Colours are 0xRRGGBB. */
void draw_clip(rect r);
bool draw_visible(rect r);
void draw_rect(rect r, uint32_t colour);
void draw_round(rect r, int radius, uint32_t colour);
void draw_frame(rect r, int radius, int thickness, uint32_t edge, uint32_t inside);
void draw_tick(int x, int y, int size, int thickness, uint32_t colour);
void draw_art(int x, int y, const char *const *art, int rows, const uint32_t colours[2]);
