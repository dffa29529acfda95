#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct {
	int x, y, w, h;
} rect;

static inline bool contains(rect r, int x, int y)
{
	return x >= r.x && y >= r.y && x < r.x + r.w && y < r.y + r.h;
}

static inline rect grown(rect r, int by)
{
	return (rect){r.x - by, r.y - by, r.w + 2 * by, r.h + 2 * by};
}

static inline int min(int a, int b) { return a < b ? a : b; }
static inline int max(int a, int b) { return a > b ? a : b; }
static inline int clamp(int v, int low, int high) { return max(low, min(v, high)); }
