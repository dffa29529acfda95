#pragma once
#include "types.h"

/* The keyboard controller. Keyboard bytes wait in a ring; aux bytes are only a wake-up call and are thrown away. */
void i8042_init(void);
void i8042_interrupt(void);
bool i8042_waiting(void);
bool i8042_take(uint8_t *byte);
