#pragma once
#include "screen.h"

/* The words of the multiboot command line: `probe` and `screen=NAME`. */
typedef struct {
	bool probe;
	const screen *first_screen;
} options;

options options_from(uint32_t magic, const void *multiboot_info);
