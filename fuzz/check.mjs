/** What a decoder promises about what it gives. Throws a plain Error where it breaks it. */

/** @param {import('../dist/screen/frame.js').Frame} frame */
export function checkFrame({ width, height, data }) {
  expect(width > 0 && height > 0, 'a frame has pixels');
  expect(data.length === width * height * 3, 'a frame has three bytes a pixel');
}

/** @param {import('../dist/screen/text/font.js').Font} font */
export function checkFont({ width, height, glyphs }) {
  expect(width >= 1 && width <= 32 && height >= 1 && height <= 64, 'cells have a size');
  for (const { text, shape } of glyphs) {
    expect(text !== '' && shape.length === height, 'a glyph has a character and all its lines');
    for (const bits of shape) expect(bits >= 0 && bits < 2 ** width, 'a line is inside its cell');
  }
}

/**
 * @param {import('../dist/screen/compare.js').CompareRules} rules
 * @param {{ readonly width: number, readonly height: number }} size
 */
export function checkRules({ masks = [], regions = [], threshold = 0 }, size) {
  for (const { x, y, width, height } of [...masks, ...regions]) {
    const inside = x >= 0 && y >= 0 && x + width <= size.width && y + height <= size.height;
    expect(inside && width > 0 && height > 0, 'masks and regions are on the screen');
  }
  expect(threshold >= 0 && threshold <= 1, 'a threshold is from 0 to 1');
}

/** @param {boolean} condition @param {string} promise */
function expect(condition, promise) {
  if (!condition) throw new Error(`broken promise: ${promise}`);
}
