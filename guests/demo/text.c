#include "text.h"

int length_of(const char *s)
{
	int n = 0;
	while (s[n])
		n++;
	return n;
}

bool same(const char *a, const char *b)
{
	while (*a && *a == *b)
		a++, b++;
	return *a == *b;
}

line line_of(const char *s)
{
	line l = {.length = 0};
	add(&l, s);
	return l;
}

void add_char(line *l, char c)
{
	if (l->length + 1 >= (int)sizeof l->text)
		return;
	l->text[l->length++] = c;
	l->text[l->length] = 0;
}

void add(line *l, const char *s)
{
	while (*s)
		add_char(l, *s++);
}

void add_number(line *l, int n)
{
	if (n < 0) {
		add_char(l, '-');
		n = -n;
	}
	if (n >= 10)
		add_number(l, n / 10);
	add_char(l, (char)('0' + n % 10));
}

void add_hex_byte(line *l, uint8_t n)
{
	add_char(l, "0123456789abcdef"[n >> 4]);
	add_char(l, "0123456789abcdef"[n & 15]);
}
