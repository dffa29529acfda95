#include "arrow.h"
#include "draw.h"

static const char *const art[ARROW_HEIGHT] = {
	"#            ",
	"##           ",
	"#.#          ",
	"#..#         ",
	"#...#        ",
	"#....#       ",
	"#.....#      ",
	"#......#     ",
	"#.......#    ",
	"#........#   ",
	"#.........#  ",
	"#..........# ",
	"#......######",
	"#...#..#     ",
	"#..# #..#    ",
	"#.#  #..#    ",
	"##    #..#   ",
	"#     #..#   ",
	"       ##    ",
};

rect arrow_rect(int x, int y)
{
	return (rect){x, y, ARROW_WIDTH, ARROW_HEIGHT};
}

void arrow_draw(int x, int y)
{
	static const uint32_t white_and_black[2] = {0xFFFFFF, 0x101820};
	if (draw_visible(arrow_rect(x, y)))
		draw_art(x, y, art, ARROW_HEIGHT, white_and_black);
}
