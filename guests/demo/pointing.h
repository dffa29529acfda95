#pragma once
#include "pointer.h"
#include "widget.h"

/* From pointer packets to hovering, pressing, dragging, double clicks and wheel turns on the current screen. */
bool pointing_changed(const pointer_state *p);
void pointing_follow(const pointer_state *p);
void pointing_act(const pointer_state *p);
void pointing_look_again(void);
void pointing_paint(void);
bool pointing_hovers(const widget *w);
bool pointing_holds(const widget *w);
