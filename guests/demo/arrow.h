#pragma once
#include "types.h"

enum { ARROW_WIDTH = 13, ARROW_HEIGHT = 19 };

rect arrow_rect(int x, int y);
void arrow_draw(int x, int y);
