#pragma once
#include "widget.h"

enum { SLIDER_STEPS = 64, SLIDER_PITCH = 11, SLIDER_INSET = 8 };

/* `state` is an int from 0 to SLIDER_STEPS; the knob stands at area.x + SLIDER_INSET + state * SLIDER_PITCH. */
extern const behaviour slider;
