#include "pointer.h"
#include "vbe.h"

enum { PORT = 0x5658, GET_VERSION = 10, DATA = 39, STATUS = 40, COMMAND = 41, WORDS = 4 };
enum { FLAG_LEFT = 0x20, FLAG_RIGHT = 0x10, FLAG_MIDDLE = 0x08, FLAG_RELATIVE = 0x10000 };
static const uint32_t MAGIC = 0x564D5868, ENABLE = 0x45414552, ABSOLUTE = 0x53424152;

typedef struct {
	uint32_t a, b, c, d;
} answer;

static bool present;

static answer call(uint32_t command, uint32_t argument)
{
	answer r;
	__asm__ volatile("inl %%dx, %%eax"
		: "=a"(r.a), "=b"(r.b), "=c"(r.c), "=d"(r.d)
		: "a"(MAGIC), "b"(argument), "c"(command), "d"(PORT)
		: "esi", "edi", "memory");
	return r;
}

static void enable(void)
{
	call(COMMAND, ENABLE);
	for (uint32_t words = call(STATUS, 0).a & 0xFFFF; words > 0 && words < 0xFFFF; words--)
		call(DATA, 1);
	call(COMMAND, ABSOLUTE);
}

bool pointer_init(void)
{
	answer version = call(GET_VERSION, ~MAGIC);
	present = version.a != 0xFFFFFFFF && version.b == MAGIC;
	if (present)
		enable();
	return present;
}

bool pointer_take(pointer_state *p)
{
	if (!present)
		return false;
	uint32_t status = call(STATUS, 0).a;
	if (status >> 16 == 0xFFFF) {
		enable();
		return false;
	}
	if ((status & 0xFFFF) < WORDS)
		return false;
	answer packet = call(DATA, WORDS);
	if (!(packet.a & FLAG_RELATIVE)) {
		p->x = (int)((packet.b & 0xFFFF) * WIDTH >> 16);
		p->y = (int)((packet.c & 0xFFFF) * HEIGHT >> 16);
	}
	p->buttons = (packet.a & FLAG_LEFT ? LEFT_BUTTON : 0) | (packet.a & FLAG_RIGHT ? RIGHT_BUTTON : 0) |
		(packet.a & FLAG_MIDDLE ? MIDDLE_BUTTON : 0);
	p->wheel = (int8_t)packet.d;
	return true;
}
