#include "memory.h"

void *memcpy(void *to, const void *from, size_t bytes)
{
	void *d = to;
	__asm__ volatile("rep movsb" : "+D"(d), "+S"(from), "+c"(bytes)::"memory");
	return to;
}

void *memmove(void *to, const void *from, size_t bytes)
{
	if ((uintptr_t)to <= (uintptr_t)from)
		return memcpy(to, from, bytes);
	uint8_t *d = (uint8_t *)to + bytes - 1;
	const uint8_t *s = (const uint8_t *)from + bytes - 1;
	__asm__ volatile("std; rep movsb; cld" : "+D"(d), "+S"(s), "+c"(bytes)::"memory");
	return to;
}

void *memset(void *to, int value, size_t bytes)
{
	void *d = to;
	__asm__ volatile("rep stosb" : "+D"(d), "+c"(bytes) : "a"(value) : "memory");
	return to;
}

/* Eight words a turn: an emulator runs this several times faster than a string instruction. */
void fill_words(uint32_t *to, uint32_t value, int words)
{
	for (; words >= 8; words -= 8, to += 8) {
		to[0] = value, to[1] = value, to[2] = value, to[3] = value;
		to[4] = value, to[5] = value, to[6] = value, to[7] = value;
	}
	while (words-- > 0)
		*to++ = value;
}

void copy_words(volatile uint32_t *to, const uint32_t *from, int words)
{
	for (; words >= 8; words -= 8, to += 8, from += 8) {
		to[0] = from[0], to[1] = from[1], to[2] = from[2], to[3] = from[3];
		to[4] = from[4], to[5] = from[5], to[6] = from[6], to[7] = from[7];
	}
	while (words-- > 0)
		*to++ = *from++;
}
