#include "choices.h"

static const list_item items[] = {
	{"Meadow", "A complete desktop with everything in its place"},
	{"Harbour", "Windows side by side, driven from the keyboard"},
	{"Lantern", "Large text and high contrast"},
	{"Orchard", "A dock, a menu bar and soft corners"},
	{"Pebble", "Small and quick, for old machines"},
	{"Signal", "One full-screen application at a time"},
	{"Workshop", "Editors, compilers and terminals"},
	{"Text console", "No graphics at all"},
};

enum { LICENCE_STEP = 2, HOSTNAME_STEP = 3 };

bool licence_accepted;
field_text host_name;
list_state desktops = {items, sizeof items / sizeof *items, 0, 0};
int swap_steps = 1024 / MB_PER_SWAP_STEP;

const char *chosen_desktop(void)
{
	return desktops.items[desktops.selected].name;
}

void choices_as_if_made_before(int step)
{
	licence_accepted = step > LICENCE_STEP;
	field_set(&host_name, step > HOSTNAME_STEP ? "demo" : "");
}
