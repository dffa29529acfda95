#pragma once
#include "field.h"
#include "list.h"

/* Everything the person at the keyboard has decided. */
extern bool licence_accepted;
extern field_text host_name;
extern list_state desktops;
extern int swap_steps;

enum { MB_PER_SWAP_STEP = 64 };

const char *chosen_desktop(void);

/* For a start in the middle: what someone who came here by the usual way would have chosen. */
void choices_as_if_made_before(int step);
