// @ts-check
/** MD5 of bytes that come piece by piece (RFC 1321). Browsers have none of their own. */

const BLOCK_BYTES = 64;
const LENGTH_BYTES = 8;
const SINES = Int32Array.from({ length: 64 }, (_, step) =>
  Math.floor(Math.abs(Math.sin(step + 1)) * 2 ** 32),
);
/** For each of the 64 steps: which of a block's 16 words. */
const WORDS = Uint8Array.from({ length: 64 }, (_, step) =>
  [step, 5 * step + 1, 3 * step + 5, 7 * step][step >> 4] % 16,
);

export class Md5 {
  #state = Int32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476);
  #words = new Int32Array(16);
  #rest = new Uint8Array(BLOCK_BYTES);
  #restBytes = 0;
  #bytes = 0;

  /** @param {Uint8Array} piece the next bytes, of any length */
  update(piece) {
    this.#bytes += piece.length;
    let start = 0;
    if (this.#restBytes) {
      start = Math.min(BLOCK_BYTES - this.#restBytes, piece.length);
      this.#rest.set(piece.subarray(0, start), this.#restBytes);
      this.#restBytes += start;
      if (this.#restBytes < BLOCK_BYTES) return;
      this.#take(this.#rest, 0);
    }
    while (start + BLOCK_BYTES <= piece.length) {
      this.#take(piece, start);
      start += BLOCK_BYTES;
    }
    this.#rest.set(piece.subarray(start));
    this.#restBytes = piece.length - start;
  }

  /** @returns {string} 32 hexadecimal digits; nothing can be added afterwards */
  hex() {
    const bytes = this.#bytes;
    const zeros = (2 * BLOCK_BYTES - LENGTH_BYTES - 1 - (bytes % BLOCK_BYTES)) % BLOCK_BYTES;
    const end = new Uint8Array(1 + zeros + LENGTH_BYTES);
    const view = new DataView(end.buffer);
    end[0] = 0x80;
    view.setUint32(end.length - 8, (bytes * 8) >>> 0, true);
    view.setUint32(end.length - 4, Math.floor(bytes / 2 ** 29), true);
    this.update(end);
    const digest = new DataView(new ArrayBuffer(16));
    this.#state.forEach((word, place) => digest.setInt32(4 * place, word, true));
    return hexOf(new Uint8Array(digest.buffer));
  }

  /**
   * @param {Uint8Array} from
   * @param {number} start of a block of 64 bytes
   */
  #take(from, start) {
    const words = this.#words;
    for (let place = 0; place < 16; place += 1, start += 4) {
      words[place] =
        from[start] | (from[start + 1] << 8) | (from[start + 2] << 16) | (from[start + 3] << 24);
    }
    const state = this.#state;
    let [a, b, c, d] = state;
    // Four steps at a time: nothing is moved from one letter to the next.
    for (let step = 0; step < 16; step += 4) {
      a = turned(a + (d ^ (b & (c ^ d))) + SINES[step] + words[step], 7, b);
      d = turned(d + (c ^ (a & (b ^ c))) + SINES[step + 1] + words[step + 1], 12, a);
      c = turned(c + (b ^ (d & (a ^ b))) + SINES[step + 2] + words[step + 2], 17, d);
      b = turned(b + (a ^ (c & (d ^ a))) + SINES[step + 3] + words[step + 3], 22, c);
    }
    for (let step = 16; step < 32; step += 4) {
      a = turned(a + (c ^ (d & (b ^ c))) + SINES[step] + words[WORDS[step]], 5, b);
      d = turned(d + (b ^ (c & (a ^ b))) + SINES[step + 1] + words[WORDS[step + 1]], 9, a);
      c = turned(c + (a ^ (b & (d ^ a))) + SINES[step + 2] + words[WORDS[step + 2]], 14, d);
      b = turned(b + (d ^ (a & (c ^ d))) + SINES[step + 3] + words[WORDS[step + 3]], 20, c);
    }
    for (let step = 32; step < 48; step += 4) {
      a = turned(a + (b ^ c ^ d) + SINES[step] + words[WORDS[step]], 4, b);
      d = turned(d + (a ^ b ^ c) + SINES[step + 1] + words[WORDS[step + 1]], 11, a);
      c = turned(c + (d ^ a ^ b) + SINES[step + 2] + words[WORDS[step + 2]], 16, d);
      b = turned(b + (c ^ d ^ a) + SINES[step + 3] + words[WORDS[step + 3]], 23, c);
    }
    for (let step = 48; step < 64; step += 4) {
      a = turned(a + (c ^ (b | ~d)) + SINES[step] + words[WORDS[step]], 6, b);
      d = turned(d + (b ^ (a | ~c)) + SINES[step + 1] + words[WORDS[step + 1]], 10, a);
      c = turned(c + (a ^ (d | ~b)) + SINES[step + 2] + words[WORDS[step + 2]], 15, d);
      b = turned(b + (d ^ (c | ~a)) + SINES[step + 3] + words[WORDS[step + 3]], 21, c);
    }
    state[0] += a;
    state[1] += b;
    state[2] += c;
    state[3] += d;
  }
}

/**
 * @param {number} sum
 * @param {number} bits to turn it by, to the left
 * @param {number} next what is added then
 * @returns {number}
 */
function turned(sum, bits, next) {
  return (next + ((sum << bits) | (sum >>> (32 - bits)))) | 0;
}

/**
 * @param {Uint8Array} bytes
 * @returns {string} two hexadecimal digits a byte
 */
export function hexOf(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
