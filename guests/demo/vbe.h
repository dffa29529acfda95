#pragma once
#include "types.h"

enum { WIDTH = 1024, HEIGHT = 768 };

/* Bochs VBE: sets the mode and returns the linear framebuffer, or NULL where the adapter is missing. */
volatile uint32_t *vbe_init(void);
