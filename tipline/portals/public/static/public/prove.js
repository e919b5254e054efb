// @ts-check
// Finds a number whose SHA-256 with the page's ticket begins with zero bits, and sends the
// form. Written out here, since browsers offer SHA-256 only to pages that came over TLS.

const BITS = 16;
const AT_ONCE = 500;

/** @param {number} count */
function* primes(count) {
  for (let each = 2; count > 0; each += 1) {
    let isPrime = true;
    for (let by = 2; by * by <= each; by += 1) if (each % by === 0) isPrime = false;
    if (isPrime) {
      count -= 1;
      yield each;
    }
  }
}

/** @param {number} root */
const fraction = (root) => (root - Math.floor(root)) * 2 ** 32 | 0;
const ROUNDS = Int32Array.from(primes(64), (each) => fraction(Math.cbrt(each)));
const START = Int32Array.from(primes(8), (each) => fraction(Math.sqrt(each)));

/**
 * @param {number} word
 * @param {number} by
 */
const turned = (word, by) => (word >>> by) | (word << (32 - by));

/**
 * Gives the SHA-256 of a text as eight words (FIPS 180-4).
 * @param {string} text
 */
export function sha256(text) {
  const bytes = new TextEncoder().encode(text);
  const size = ((bytes.length + 72) >> 6) << 6;
  const padded = new Uint8Array(size);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(size - 4, bytes.length * 8);
  const state = Int32Array.from(START);
  const words = new Int32Array(64);
  for (let block = 0; block < size; block += 64) {
    for (let at = 0; at < 64; at += 1) {
      if (at < 16) {
        words[at] = view.getInt32(block + at * 4);
      } else {
        const one = words[at - 15];
        const two = words[at - 2];
        const low = turned(one, 7) ^ turned(one, 18) ^ (one >>> 3);
        const high = turned(two, 17) ^ turned(two, 19) ^ (two >>> 10);
        words[at] = words[at - 16] + low + words[at - 7] + high;
      }
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let at = 0; at < 64; at += 1) {
      const big = turned(e, 6) ^ turned(e, 11) ^ turned(e, 25);
      const one = (h + big + ((e & f) ^ (~e & g)) + ROUNDS[at] + words[at]) | 0;
      const small = turned(a, 2) ^ turned(a, 13) ^ turned(a, 22);
      const two = (small + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0];
    }
    [a, b, c, d, e, f, g, h].forEach((word, at) => {
      state[at] += word;
    });
  }
  return state;
}

/** @param {HTMLFormElement} form */
function prove(form) {
  const ticket = form.dataset.prove ?? "";
  const field = form.querySelector("[data-proof]");
  const status = form.querySelector("[data-prove-status]");
  if (!(field instanceof HTMLInputElement) || !(status instanceof HTMLElement)) return;
  status.textContent = status.dataset.working ?? "";
  let number = 0;
  const some = () => {
    for (const until = number + AT_ONCE; number < until; number += 1) {
      if (sha256(`${ticket}:${number}`)[0] >>> (32 - BITS) === 0) {
        field.value = String(number);
        form.requestSubmit();
        return;
      }
    }
    setTimeout(some);
  };
  some();
}

const form = document.querySelector("form[data-prove]");
if (form instanceof HTMLFormElement) prove(form);
