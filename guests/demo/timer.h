#pragma once
#include <stdint.h>

enum { TICKS_PER_SECOND = 100 };

extern volatile uint32_t ticks;
void timer_init(void);
void timer_interrupt(void);
