"""Types key edges into libxkbcommon, as a Linux guest does, and says what came out.

stdin:  [{"layout": "ch", "variant": "de", "texts": [[[30, true], [30, false]], ...]}, ...]
        (key codes of linux/input-event-codes.h)
stdout: [["a", ...], ...]
Exit code 3: there is no libxkbcommon.
"""

import ctypes
import json
import sys

COMPOSE = "/usr/share/X11/locale/en_US.UTF-8/Compose"
IGNORED, COMPOSING, COMPOSED, CANCELLED = -1, 1, 2, 3
EFFECTIVE_MODIFIERS = 8

try:
    xkb = ctypes.CDLL("libxkbcommon.so.0")
    compose_text = open(COMPOSE, "rb").read()
except OSError as error:
    print(error, file=sys.stderr)
    sys.exit(3)


class Names(ctypes.Structure):
    _fields_ = [(n, ctypes.c_char_p) for n in ("rules", "model", "layout", "variant", "options")]


for name in (
    "xkb_context_new",
    "xkb_keymap_new_from_names",
    "xkb_state_new",
    "xkb_compose_table_new_from_buffer",
    "xkb_compose_state_new",
):
    getattr(xkb, name).restype = ctypes.c_void_p


def pointer(value):
    if not value:
        raise RuntimeError("libxkbcommon refused")
    return ctypes.c_void_p(value)


context = pointer(xkb.xkb_context_new(0))
table = pointer(
    xkb.xkb_compose_table_new_from_buffer(
        context, compose_text, ctypes.c_size_t(len(compose_text)), b"en_US.UTF-8", 1, 0
    )
)


def read(function, *arguments):
    buffer = ctypes.create_string_buffer(64)
    function(*arguments, buffer, ctypes.c_size_t(len(buffer)))
    return buffer.value.decode()


def receive(state, compose, edges):
    text = ""
    for code, down in edges:
        key = code + 8
        if down:
            keysym = xkb.xkb_state_key_get_one_sym(state, key)
            taken = xkb.xkb_compose_state_feed(compose, keysym)
            status = xkb.xkb_compose_state_get_status(compose) if taken else IGNORED
            if status == IGNORED:  # a modifier
                pass
            elif status == COMPOSED:
                text += read(xkb.xkb_compose_state_get_utf8, compose)
            elif status == CANCELLED:
                text += "<cancelled>"
            elif status != COMPOSING:
                text += read(xkb.xkb_state_key_get_utf8, state, key)
        xkb.xkb_state_update_key(state, key, 1 if down else 0)
    if xkb.xkb_compose_state_get_status(compose) == COMPOSING:
        text += "<composing>"
    xkb.xkb_compose_state_reset(compose)
    if xkb.xkb_state_serialize_mods(state, EFFECTIVE_MODIFIERS) != 0:
        text += "<modifiers>"
    return text.replace("\r", "\n")


def replay(layout, variant, texts):
    names = Names(b"evdev", b"pc105", layout.encode(), variant.encode(), b"")
    keymap = pointer(xkb.xkb_keymap_new_from_names(context, ctypes.byref(names), 0))
    state = pointer(xkb.xkb_state_new(keymap))
    compose = pointer(xkb.xkb_compose_state_new(table, 0))
    return [receive(state, compose, edges) for edges in texts]


json.dump([replay(**job) for job in json.load(sys.stdin)], sys.stdout)
