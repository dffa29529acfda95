/** The largest picture anyone decodes: more is a broken header or a bomb, not a screen. */
const maxSide = 16_384;
const maxPixels = 64 * 1024 * 1024;

/** What is wrong with a picture's size, or undefined when it is fine. */
export function describeBadSize(width: number, height: number): string | undefined {
  if (width === 0 || height === 0) return `the picture is ${width}x${height}: it has no pixels`;
  if (width > maxSide || height > maxSide || width * height > maxPixels) {
    return `the picture is ${width}x${height}, at most ${maxSide}x${maxSide} and ${maxPixels} pixels are read`;
  }
  return undefined;
}
