/** @typedef {import('../dist/screen/frame.js').Frame} Frame */
/** @typedef {readonly [number, number, number]} Colour */

/** @type {Colour} */
export const RED = [200, 40, 40];

/**
 * @param {Frame} frame
 * @param {number} x
 * @param {number} y
 * @param {number} width
 * @param {number} height
 * @param {Colour} colour
 */
export function fill(frame, x, y, width, height, colour) {
  const right = Math.min(frame.width, x + width);
  const bottom = Math.min(frame.height, y + height);
  for (let row = y; row < bottom; row += 1) {
    for (let column = x; column < right; column += 1) {
      frame.data.set(colour, (row * frame.width + column) * 3);
    }
  }
}

/**
 * A light screen full of what looks like lines of text in greys; the same every time.
 * @param {number} width
 * @param {number} height
 */
export function desktop(width, height) {
  const frame = { width, height, data: new Uint8Array(width * height * 3).fill(240) };
  let seed = width;
  const below = (/** @type {number} */ limit) => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed % limit;
  };
  for (let mark = 0; mark < (width * height) / 200; mark += 1) {
    const grey = below(200);
    const y = 6 + below(Math.ceil(height / 17)) * 17;
    fill(frame, below(width), y, 1 + below(3), 2 + below(9), [grey, grey, grey]);
  }
  return frame;
}

/**
 * Surfaces in all colours, lit unevenly, with grain over them, as a photograph has; the same every time.
 * @param {number} width
 * @param {number} height
 */
export function photograph(width, height) {
  const frame = { width, height, data: new Uint8Array(width * height * 3) };
  let seed = width;
  const below = (/** @type {number} */ limit) => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed % limit;
  };
  for (let surface = 0; surface < (width * height) / 400; surface += 1) {
    const [wide, high] = [3 + below(60), 3 + below(60)];
    const colour = /** @type {Colour} */ ([below(200), below(200), below(200)]);
    fill(frame, below(width), below(height), wide, high, colour);
  }
  for (let y = 0, at = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const light = 20 * Math.sin(x / 31) * Math.cos(y / 23) + 20;
      for (let channel = 0; channel < 3; channel += 1, at += 1) {
        frame.data[at] = (frame.data[at] ?? 0) + light + below(13);
      }
    }
  }
  return frame;
}

/**
 * @param {Frame} frame
 * @param {Frame} picture
 * @param {number} x
 * @param {number} y
 */
export function copyInto(frame, picture, x, y) {
  const data = frame.data.slice();
  for (let row = 0; row < picture.height; row += 1) {
    const line = picture.data.subarray(row * picture.width * 3, (row + 1) * picture.width * 3);
    data.set(line, ((y + row) * frame.width + x) * 3);
  }
  return { ...frame, data };
}

/**
 * The pixels as pixelmatch takes them, opaque.
 * @param {Frame} frame
 */
export function withoutAlpha({ data }) {
  const rgba = new Uint8Array((data.length / 3) * 4).fill(255);
  for (let pixel = 0; pixel < data.length / 3; pixel += 1) {
    rgba.set(data.subarray(pixel * 3, pixel * 3 + 3), pixel * 4);
  }
  return rgba;
}
