#ifndef PROBE_CARDS_H
#define PROBE_CARDS_H

/* Sets a mode of its own on each std VGA, in their order on the bus, fills it and reports it. */
void draw_on_cards(void);

#endif
