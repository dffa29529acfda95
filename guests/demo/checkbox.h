#pragma once
#include "widget.h"

/* `state` is the bool it shows. */
extern const behaviour checkbox;
