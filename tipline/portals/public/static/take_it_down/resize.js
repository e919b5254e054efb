// @ts-check
/**
 * Make a picture 512 x 512, in whole numbers, exactly as Pillow's bilinear filter does.
 *
 * The filter is a tent that reaches as far as the picture shrinks, first along the rows,
 * then down the columns, each rounded to a byte.
 */

export const SIDE = 512;

const BITS = 22; // of a weight after the point; source: Pillow, 8 bits a channel
const HALF = 2 ** (BITS - 1);
const STRIP_PIXELS = 2 ** 20;

/**
 * @typedef {object} Source
 * @property {number} width
 * @property {number} height
 * @property {(top: number, rows: number) => Uint8ClampedArray} read some rows, four
 *   bytes a pixel
 */

/**
 * @param {Source} source
 * @returns {Uint8Array} 512 rows of 512 pixels of red, green and blue
 */
export function toSquare(source) {
  const narrow = new Uint8Array(source.height * SIDE * 3);
  const tents = source.width === SIDE ? null : tentsOf(source.width);
  const atOnce = Math.max(1, Math.floor(STRIP_PIXELS / source.width));
  for (let top = 0; top < source.height; top += atOnce) {
    const rows = Math.min(atOnce, source.height - top);
    const pixels = source.read(top, rows);
    for (let row = 0; row < rows; row += 1) {
      const from = row * source.width * 4;
      const to = (top + row) * SIDE * 3;
      if (tents) shrinkRow(pixels, from, narrow, to, tents);
      else copyRow(pixels, from, narrow, to);
    }
  }
  return source.height === SIDE ? narrow : shrinkColumns(narrow, tentsOf(source.height));
}

/**
 * @typedef {object} Tents for each of 512 places, the pixels that it weighs
 * @property {Int32Array} starts
 * @property {Int32Array} counts
 * @property {Int32Array} weights `most` for each place
 * @property {number} most
 */

/**
 * @param {number} length of an axis, in pixels
 * @returns {Tents}
 */
function tentsOf(length) {
  const scale = length / SIDE;
  const reach = Math.max(scale, 1);
  const most = Math.ceil(reach) * 2 + 1;
  const starts = new Int32Array(SIDE);
  const counts = new Int32Array(SIDE);
  const weights = new Int32Array(SIDE * most);
  for (let place = 0; place < SIDE; place += 1) {
    const center = (place + 0.5) * scale;
    const start = Math.max(Math.trunc(center - reach + 0.5), 0);
    const count = Math.min(Math.trunc(center + reach + 0.5), length) - start;
    const tent = Array.from({ length: count }, (_, pixel) =>
      Math.max(0, 1 - Math.abs((pixel + start - center + 0.5) * (1 / reach))),
    );
    const sum = tent.reduce((one, other) => one + other, 0);
    tent.forEach((weight, pixel) => {
      weights[place * most + pixel] = Math.trunc(0.5 + (weight * (1 / sum)) * 2 ** BITS);
    });
    starts[place] = start;
    counts[place] = count;
  }
  return { starts, counts, weights, most };
}

/**
 * @param {Uint8ClampedArray} pixels four bytes each
 * @param {number} from
 * @param {Uint8Array} narrow three bytes each
 * @param {number} to
 * @param {Tents} tents
 */
function shrinkRow(pixels, from, narrow, to, { starts, counts, weights, most }) {
  for (let place = 0; place < SIDE; place += 1, to += 3) {
    let [red, green, blue] = [HALF, HALF, HALF];
    let pixel = from + 4 * starts[place];
    const first = place * most;
    const end = first + counts[place];
    for (let which = first; which < end; which += 1, pixel += 4) {
      const weight = weights[which];
      red += pixels[pixel] * weight;
      green += pixels[pixel + 1] * weight;
      blue += pixels[pixel + 2] * weight;
    }
    narrow[to] = clipped(red);
    narrow[to + 1] = clipped(green);
    narrow[to + 2] = clipped(blue);
  }
}

/**
 * @param {Uint8ClampedArray} pixels
 * @param {number} from
 * @param {Uint8Array} narrow
 * @param {number} to
 */
function copyRow(pixels, from, narrow, to) {
  for (let place = 0; place < SIDE; place += 1, from += 4, to += 3) {
    narrow[to] = pixels[from];
    narrow[to + 1] = pixels[from + 1];
    narrow[to + 2] = pixels[from + 2];
  }
}

/**
 * @param {Uint8Array} narrow
 * @param {Tents} tents
 * @returns {Uint8Array}
 */
function shrinkColumns(narrow, { starts, counts, weights, most }) {
  const width = SIDE * 3;
  const square = new Uint8Array(SIDE * width);
  const sums = new Int32Array(width);
  for (let place = 0; place < SIDE; place += 1) {
    sums.fill(HALF);
    for (let which = 0; which < counts[place]; which += 1) {
      const weight = weights[place * most + which];
      const row = (starts[place] + which) * width;
      for (let byte = 0; byte < width; byte += 1) sums[byte] += narrow[row + byte] * weight;
    }
    for (let byte = 0; byte < width; byte += 1) square[place * width + byte] = clipped(sums[byte]);
  }
  return square;
}

/** @param {number} sum */
function clipped(sum) {
  return Math.min(Math.max(sum >> BITS, 0), 255);
}
