/** What a VGA shows for each of its 256 codes with the font of its BIOS: code page 437, 0..31 as signs. */
const signs = '·☺☻♥♦♣♠•◘○◙♂♀♪♫☼►◄↕‼¶§▬↨↑↓→←∟↔▲▼';
const ascii = String.fromCharCode(...Array.from({ length: 95 }, (_, i) => 0x20 + i));
const upper =
  '⌂ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»' +
  '░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀' +
  'αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■';

/** By code; 0 and 255 look like a blank and are one. */
export const cp437: readonly string[] = [' ', ...signs.slice(1), ...ascii, ...upper, ' '];
