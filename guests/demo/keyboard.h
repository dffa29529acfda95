#pragma once
#include "types.h"

/* Set 1 scancodes to keys, US layout. `code` is a KEY_ name, or 0 where only the character matters. */
enum {
	KEY_CHAR, KEY_ENTER, KEY_ESCAPE, KEY_TAB, KEY_BACKSPACE, KEY_DELETE, KEY_LEFT, KEY_RIGHT, KEY_UP, KEY_DOWN,
	KEY_HOME, KEY_END, KEY_PAGE_UP, KEY_PAGE_DOWN, KEY_F9, KEY_F10, KEY_NONE,
};

typedef struct {
	int code;
	char character;
	bool shift, control, alt;
} key;

/* True when the byte completes the press of a key that means something. */
bool keyboard_decode(uint8_t byte, key *k);
