#pragma once
#include "types.h"

/* Strings: the few that are needed. A line is built piece by piece and cut at its capacity. */
typedef struct {
	char text[96];
	int length;
} line;

int length_of(const char *s);
bool same(const char *a, const char *b);
line line_of(const char *s);
void add(line *l, const char *s);
void add_char(line *l, char c);
void add_number(line *l, int n);
void add_hex_byte(line *l, uint8_t n);
