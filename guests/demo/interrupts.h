#pragma once
#include <stdint.h>

/* IDT and PICs: IRQ 0 (timer), 1 (keyboard) and 12 (aux) are let through, everything else is masked. */
void interrupts_init(void);
void interrupt(uint32_t vector);
