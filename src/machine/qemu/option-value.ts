/** A text as a value in QEMU's option syntax, where a comma ends it unless it is doubled. */
export function optionValue(text: string): string {
  return text.replaceAll(',', ',,');
}
