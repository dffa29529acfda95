#include "vbe.h"
#include "io.h"

enum { INDEX = 0x1CE, ID = 0, X = 1, Y = 2, BPP = 3, ENABLE = 4, VIRTUAL_WIDTH = 6, X_OFFSET = 8, Y_OFFSET = 9 };
enum { ENABLED = 0x01, LINEAR = 0x40, PCI_ADDRESS = 0xCF8, PCI_DATA = 0xCFC, DISPLAY_CLASS = 0x0300 };
static const uint32_t USUAL_FRAMEBUFFER = 0xE0000000;

static void set(uint16_t index, uint16_t value)
{
	outw(INDEX, index);
	outw(INDEX + 1, value);
}

static uint16_t get(uint16_t index)
{
	uint16_t v;
	outw(INDEX, index);
	__asm__ volatile("inw %1, %0" : "=a"(v) : "Nd"((uint16_t)(INDEX + 1)));
	return v;
}

static uint32_t pci_read(uint32_t device, uint32_t offset)
{
	outl(PCI_ADDRESS, 0x80000000 | device << 11 | offset);
	return inl(PCI_DATA);
}

static uint32_t framebuffer(void)
{
	for (uint32_t device = 0; device < 32; device++) {
		if (pci_read(device, 0x08) >> 16 != DISPLAY_CLASS)
			continue;
		uint32_t base = pci_read(device, 0x10) & ~0xFu;
		if (base)
			return base;
	}
	return USUAL_FRAMEBUFFER;
}

volatile uint32_t *vbe_init(void)
{
	if ((get(ID) & 0xFFF0) != 0xB0C0)
		return NULL;
	set(ENABLE, 0);
	set(X, WIDTH);
	set(Y, HEIGHT);
	set(BPP, 32);
	set(ENABLE, ENABLED | LINEAR);
	set(VIRTUAL_WIDTH, WIDTH);
	set(X_OFFSET, 0);
	set(Y_OFFSET, 0);
	return (volatile uint32_t *)framebuffer();
}
