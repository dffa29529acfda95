#pragma once
#include "types.h"

/* What changed is painted again in the back buffer and copied to video memory, and nothing else is touched. */
void present_init(volatile uint32_t *video_memory, void (*paint_scene)(void));
void invalidate(rect r);
void invalidate_all(void);
void present(void);
