#pragma once
#include "widget.h"

extern const behaviour main_button, plain_button;
