#include "keyboard.h"

enum { LEFT_SHIFT = 0x2A, RIGHT_SHIFT = 0x36, CONTROL = 0x1D, ALT = 0x38, CAPS = 0x3A, NUM = 0x45 };
enum { KEYPAD_FIRST = 0x47, KEYPAD_LAST = 0x53, KEYPAD_ENTER = 0x1C, KEYPAD_SLASH = 0x35, RELEASED = 0x80 };

static const char plain[0x3A] = "\0\0" "1234567890-=\0\0" "qwertyuiop[]\0\0" "asdfghjkl;'`\0" "\\zxcvbnm,./\0*\0 ";
static const char shifted[0x3A] = "\0\0" "!@#$%^&*()_+\0\0" "QWERTYUIOP{}\0\0" "ASDFGHJKL:\"~\0" "|ZXCVBNM<>?\0*\0 ";
static const char keypad[] = "789-456+1230.";
static const uint8_t navigation[] = {
	KEY_HOME, KEY_UP, KEY_PAGE_UP, KEY_NONE, KEY_LEFT, KEY_NONE, KEY_RIGHT,
	KEY_NONE, KEY_END, KEY_DOWN, KEY_PAGE_DOWN, KEY_NONE, KEY_DELETE,
};

static bool left_shift, right_shift, left_control, right_control, left_alt, right_alt, caps, num;
static bool extended;
static int to_skip;

static bool modifier(uint8_t code, bool extended_code, bool down)
{
	if (code == LEFT_SHIFT || code == RIGHT_SHIFT) {
		/* e0 2a and e0 36 surround Print Screen and are not shift keys. */
		if (!extended_code)
			*(code == LEFT_SHIFT ? &left_shift : &right_shift) = down;
	} else if (code == CONTROL) {
		*(extended_code ? &right_control : &left_control) = down;
	} else if (code == ALT) {
		*(extended_code ? &right_alt : &left_alt) = down;
	} else if (code == CAPS) {
		caps ^= down;
	} else if (code == NUM) {
		num ^= down;
	} else {
		return false;
	}
	return true;
}

static int special(uint8_t code)
{
	switch (code) {
	case 0x01: return KEY_ESCAPE;
	case 0x0E: return KEY_BACKSPACE;
	case 0x0F: return KEY_TAB;
	case 0x1C: return KEY_ENTER;
	case 0x43: return KEY_F9;
	case 0x44: return KEY_F10;
	default: return KEY_NONE;
	}
}

static char character(uint8_t code, bool shift)
{
	char small = plain[code];
	bool letter = small >= 'a' && small <= 'z';
	return shift != (letter && caps) ? shifted[code] : small;
}

static void resolve(uint8_t code, bool extended_code, key *k)
{
	if (code >= KEYPAD_FIRST && code <= KEYPAD_LAST) {
		int i = code - KEYPAD_FIRST;
		bool symbol = keypad[i] == '-' || keypad[i] == '+';
		if (!extended_code && (num || symbol))
			k->code = KEY_CHAR, k->character = keypad[i];
		else
			k->code = navigation[i];
		return;
	}
	if (extended_code && code != KEYPAD_ENTER && code != KEYPAD_SLASH)
		return;
	k->code = special(code);
	if (k->code != KEY_NONE || code >= sizeof plain)
		return;
	k->character = character(code, k->shift && !extended_code);
	if (k->character)
		k->code = KEY_CHAR;
}

bool keyboard_decode(uint8_t byte, key *k)
{
	if (to_skip) {
		to_skip--;
		return false;
	}
	if (byte == 0xE1) {
		to_skip = 2;
		return false;
	}
	if (byte == 0xE0) {
		extended = true;
		return false;
	}
	bool extended_code = extended;
	extended = false;
	uint8_t code = byte & ~RELEASED;
	if (modifier(code, extended_code, !(byte & RELEASED)) || (byte & RELEASED))
		return false;
	*k = (key){KEY_NONE, 0, left_shift || right_shift, left_control || right_control, left_alt || right_alt};
	resolve(code, extended_code, k);
	return k->code != KEY_NONE;
}
