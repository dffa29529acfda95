#pragma once
#include "types.h"

/* The VMware absolute pointer, in pixels. Buttons: left 1, right 2, middle 4. */
enum { LEFT_BUTTON = 1, RIGHT_BUTTON = 2, MIDDLE_BUTTON = 4 };

typedef struct {
	int x, y, buttons, wheel;
} pointer_state;

bool pointer_init(void);
bool pointer_take(pointer_state *p);
