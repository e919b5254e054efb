// @ts-check
/**
 * PDQ, digit for digit as the reference implementation calculates it.
 *
 * Single precision, the same order of additions: what is flat or symmetric has
 * coefficients that are zero on paper, and their rounding decides its bits. The same
 * sums are in tipline/hashing/pdq_exact.py; both are held to tests/vectors.
 */

const BLOCKS = 64;
const FREQUENCIES = 16;
const SMALLEST_SIDE = 5;
const MEDIAN_RANK = 127;
const STEPS_PER_POINT = 90;
/** What is nearer to the median than this is one bit as a PNG and another as a JPEG. */
const ROUNDING = 0.5;
const round = Math.fround;

const SCALE = round(Math.sqrt(2 / BLOCKS));
/** (16, 64), row by row */
const COSINES = Float32Array.from({ length: FREQUENCIES * BLOCKS }, (_, place) => {
  const row = Math.floor(place / BLOCKS);
  const column = place % BLOCKS;
  return Math.cos((Math.PI / 2 / BLOCKS) * (row + 1) * (2 * column + 1)) * SCALE;
});

/**
 * @typedef {object} PdqHash
 * @property {string} hash 64 hexadecimal digits
 * @property {number} quality 0 to 100; below 50 a match would mean nothing
 */

/**
 * Weigh red, green and blue.
 *
 * @param {Uint8Array | Uint8ClampedArray} colors
 * @param {number} [bytes] of a pixel
 * @returns {Float32Array} one brightness a pixel, 0 to 255
 */
export function lumaOf(colors, bytes = 3) {
  const luma = new Float32Array(colors.length / bytes);
  for (let pixel = 0, from = 0; pixel < luma.length; pixel += 1, from += bytes) {
    luma[pixel] = colors[from] * 0.299 + colors[from + 1] * 0.587 + colors[from + 2] * 0.114;
  }
  return luma;
}

/**
 * Hash a picture as it lies.
 *
 * @param {Float32Array} luma rows from the top, pixels from the left
 * @param {number} width
 * @param {number} height
 * @returns {PdqHash}
 */
export function pdqOf(luma, width, height) {
  if (Math.min(width, height) < SMALLEST_SIDE) return { hash: "0".repeat(64), quality: 0 };
  const buffer = bufferOf(luma, width, height);
  return { hash: bitsOf(coefficientsOf(buffer)), quality: qualityOf(buffer) };
}

/**
 * Hash a picture of 5 pixels or more a side, as it lies and in the seven other ways.
 *
 * To swap a picture's axes swaps those of its coefficients, so four of them are enough.
 *
 * @param {Float32Array} luma
 * @param {number} width
 * @param {number} height
 * @returns {{quality: number, telling: number, hashes: string[]}} hashes in the order of
 *   hashing/turns.py; `telling` is the share of bits that are not left to rounding
 */
export function pdqInEveryTurn(luma, width, height) {
  const buffers = [
    luma,
    mirroredOf(luma, width),
    luma.slice().reverse(),
    mirroredOf(luma.slice().reverse(), width),
  ].map((laid) => bufferOf(laid, width, height));
  const [upright, mirrored, inverted, both] = buffers.map(coefficientsOf);
  // `reverse` turns by 180 degrees; that, mirrored, is upside down as in a lake.
  const laid = [
    upright,
    swapped(mirrored),
    inverted,
    swapped(both),
    mirrored,
    swapped(upright),
    both,
    swapped(inverted),
  ];
  return {
    quality: qualityOf(buffers[0]),
    telling: tellingOf(upright),
    hashes: laid.map(bitsOf),
  };
}

/**
 * @param {Float32Array} luma
 * @param {number} width
 */
function mirroredOf(luma, width) {
  const laid = new Float32Array(luma.length);
  for (let start = 0; start < luma.length; start += width) {
    for (let column = 0; column < width; column += 1) {
      laid[start + column] = luma[start + width - 1 - column];
    }
  }
  return laid;
}

/** @param {Float32Array} coefficients (16, 16) */
function swapped(coefficients) {
  return coefficients.map(
    (_, place) => coefficients[(place % FREQUENCIES) * FREQUENCIES + Math.floor(place / FREQUENCIES)],
  );
}

/**
 * Blur twice along both axes, and sample the middle of each of 64 x 64 blocks.
 *
 * @param {Float32Array} luma
 * @param {number} width
 * @param {number} height
 * @returns {Float32Array} (64, 64)
 */
function bufferOf(luma, width, height) {
  if (width === BLOCKS && height === BLOCKS) return luma;
  const across = { count: height, step: width, length: width, stride: 1 };
  const down = { count: width, step: 1, length: height, stride: width };
  const first = blurred(blurred(luma, across), down);
  const second = blurred(blurred(first, across), down);
  const buffer = new Float32Array(BLOCKS * BLOCKS);
  for (let row = 0; row < BLOCKS; row += 1) {
    for (let column = 0; column < BLOCKS; column += 1) {
      buffer[row * BLOCKS + column] = second[centerOf(row, height) * width + centerOf(column, width)];
    }
  }
  return buffer;
}

/**
 * @param {number} block
 * @param {number} length of the axis
 */
function centerOf(block, length) {
  return Math.floor(((block + 0.5) * length) / BLOCKS);
}

/**
 * Average a window around each pixel, with a running sum for each line.
 *
 * What enters the window is added before what leaves it is taken away: the order
 * decides the rounding.
 *
 * @param {Float32Array} from
 * @param {{count: number, step: number, length: number, stride: number}} lines how many,
 *   how far apart, how many pixels each, and how far apart those are
 * @returns {Float32Array}
 */
function blurred(from, { count, step, length, stride }) {
  const window = Math.ceil(length / (2 * BLOCKS));
  const right = Math.floor((window + 2) / 2);
  const filtered = new Float32Array(from.length);
  const total = new Float32Array(count);
  for (let pixel = 0; pixel < Math.min(right, length) - 1; pixel += 1) {
    for (let line = 0; line < count; line += 1) total[line] += from[line * step + pixel * stride];
  }
  for (let pixel = 0; pixel < length; pixel += 1) {
    const entering = pixel + Math.min(right, length) - 1;
    const leaving = entering - window;
    const size = Math.min(pixel + right, length) - Math.max(pixel - (window - right), 0);
    for (let line = 0; line < count; line += 1) {
      const start = line * step;
      if (entering < length) total[line] += from[start + entering * stride];
      if (leaving >= 0) total[line] -= from[start + leaving * stride];
      filtered[start + pixel * stride] = total[line] / size;
    }
  }
  return filtered;
}

/**
 * @param {Float32Array} buffer (64, 64)
 * @returns {Float32Array} (16, 16), frequencies down by frequencies across
 */
function coefficientsOf(buffer) {
  const half = new Float32Array(FREQUENCIES * BLOCKS);
  for (let row = 0; row < FREQUENCIES; row += 1) {
    for (let column = 0; column < BLOCKS; column += 1) {
      let total = 0;
      for (let step = 0; step < BLOCKS; step += 1) {
        total = round(total + round(COSINES[row * BLOCKS + step] * buffer[step * BLOCKS + column]));
      }
      half[row * BLOCKS + column] = total;
    }
  }
  const coefficients = new Float32Array(FREQUENCIES * FREQUENCIES);
  for (let row = 0; row < FREQUENCIES; row += 1) {
    for (let column = 0; column < FREQUENCIES; column += 1) {
      let total = 0;
      for (let step = 0; step < BLOCKS; step += 1) {
        total = round(total + round(COSINES[column * BLOCKS + step] * half[row * BLOCKS + step]));
      }
      coefficients[row * FREQUENCIES + column] = total;
    }
  }
  return coefficients;
}

/** @param {Float32Array} coefficients */
function medianOf(coefficients) {
  return coefficients.slice().sort()[MEDIAN_RANK];
}

/**
 * Bands of color, slopes and grids have a hash, but one of rounded zeros: nobody who has
 * the same picture in another file makes it again.
 *
 * @param {Float32Array} coefficients
 * @returns {number} 0 to 1
 */
function tellingOf(coefficients) {
  const median = medianOf(coefficients);
  const far = coefficients.filter((each) => Math.abs(each - median) > ROUNDING);
  return far.length / coefficients.length;
}

/**
 * @param {Float32Array} coefficients
 * @returns {string} what lies above the median, the highest frequencies first
 */
function bitsOf(coefficients) {
  const median = medianOf(coefficients);
  let digits = "";
  for (let place = coefficients.length - 1; place > 0; place -= 4) {
    let digit = 0;
    for (let bit = 0; bit < 4; bit += 1) {
      digit = 2 * digit + Number(coefficients[place - bit] > median);
    }
    digits += digit.toString(16);
  }
  return digits;
}

/**
 * @param {Float32Array} buffer
 * @returns {number} 0 to 100: how much is to be seen
 */
function qualityOf(buffer) {
  let steps = 0;
  for (let row = 0; row < BLOCKS; row += 1) {
    for (let column = 0; column < BLOCKS; column += 1) {
      const place = row * BLOCKS + column;
      if (row + 1 < BLOCKS) steps += stepBetween(buffer[place], buffer[place + BLOCKS]);
      if (column + 1 < BLOCKS) steps += stepBetween(buffer[place], buffer[place + 1]);
    }
  }
  return Math.min(Math.floor(steps / STEPS_PER_POINT), 100);
}

/**
 * @param {number} one
 * @param {number} next
 * @returns {number} whole percents of the full range
 */
function stepBetween(one, next) {
  return Math.trunc(Math.abs(round(round(round(next - one) * 100) / 255)));
}
