#pragma once
#include "types.h"

void *memcpy(void *to, const void *from, size_t bytes);
void *memmove(void *to, const void *from, size_t bytes);
void *memset(void *to, int value, size_t bytes);
void fill_words(uint32_t *to, uint32_t value, int words);
void copy_words(volatile uint32_t *to, const uint32_t *from, int words);
