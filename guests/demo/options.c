#include "options.h"
#include "text.h"

enum { MULTIBOOT_MAGIC = 0x2BADB002, HAS_COMMAND_LINE = 1 << 2, COMMAND_LINE = 4 };

static const char *after(const char *word, const char *prefix)
{
	while (*prefix && *word == *prefix)
		word++, prefix++;
	return *prefix ? NULL : word;
}

static void take_word(const char *word, options *o)
{
	const char *name = after(word, "screen=");
	const screen *s = name ? screen_named(name) : NULL;
	if (same(word, "probe"))
		o->probe = true;
	if (s)
		o->first_screen = s;
}

options options_from(uint32_t magic, const void *multiboot_info)
{
	options o = {false, &welcome};
	const uint32_t *info = multiboot_info;
	if (magic != MULTIBOOT_MAGIC || !(info[0] & HAS_COMMAND_LINE))
		return o;
	for (const char *s = (const char *)info[COMMAND_LINE]; *s;) {
		line word = line_of("");
		while (*s && *s != ' ')
			add_char(&word, *s++);
		take_word(word.text, &o);
		while (*s == ' ')
			s++;
	}
	return o;
}
