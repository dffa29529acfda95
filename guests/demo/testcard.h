#pragma once
#include "types.h"

/* Full-screen cards for measuring how fast a change is seen: A, B, C ... Z, A. */
void testcard_request(void);
void testcard_leave(void);
void testcard_tick(void);
bool testcard_shown(void);
void testcard_paint(void);
