/* Multiboot 1 entry, flat segments, and one stub for each interrupt vector in use. */
	.set MAGIC, 0x1BADB002

	.section .multiboot, "a"
	.align 4
	.long MAGIC, 0, -MAGIC

	.text
	.global _start
_start:
	cli
	cld
	mov $stack_top, %esp
	lgdt gdt_pointer
	ljmp $0x08, $1f
1:	mov $0x10, %cx
	mov %cx, %ds
	mov %cx, %es
	mov %cx, %fs
	mov %cx, %gs
	mov %cx, %ss
	push %ebx
	push %eax
	call main
2:	cli
	hlt
	jmp 2b

	.macro stub number
stub_\number:
	push $\number
	jmp enter
	.endm

	.altmacro
	.macro numbered n
	stub %n
	.endm
	.set i, 0
	.rept 48
	numbered i
	.set i, i + 1
	.endr

enter:
	pusha
	cld
	pushl 32(%esp)
	call interrupt
	add $4, %esp
	popa
	add $4, %esp
	iret

	.section .rodata
	.align 8
gdt:
	.quad 0
	.quad 0x00CF9A000000FFFF
	.quad 0x00CF92000000FFFF
gdt_end:
gdt_pointer:
	.word gdt_end - gdt - 1
	.long gdt

	.macro address n
	.long stub_\n
	.endm
	.macro addressed n
	address %n
	.endm
	.align 4
	.global interrupt_stubs
interrupt_stubs:
	.set i, 0
	.rept 48
	addressed i
	.set i, i + 1
	.endr

	.bss
	.align 16
	.space 16384
stack_top:

	.section .note.GNU-stack, "", @progbits
