#pragma once
#include "text.h"

/* COM1. Lines wait in a ring and leave when the port takes them; a line that does not fit is dropped whole. */
void serial_init(void);
void serial_line(const char *s);
void serial_event(const char *word, const char *value);
void serial_send_waiting(void);
bool serial_busy(void);
