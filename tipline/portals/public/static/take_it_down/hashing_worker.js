// @ts-check
/**
 * Hashes pictures and frames beside the page, so that the page does not freeze.
 *
 * Told `{number, file}` or `{number, frame}`, it answers `{number, progress}` in between
 * and at the end `{number, print}` or `{number, refusal}`. It sends nothing anywhere.
 */

import { HEAD_BYTES, isHeic, kindOf } from "./kinds.js";
import { Md5, hexOf } from "./md5.js";
import { TooLargeError, cropsOf, frameOf, halved, readsPixelsTruly, turnsOf } from "./picture.js";

const PIECE_BYTES = 4 * 2 ** 20;
const PICTURE_BYTES_MOST = 150 * 2 ** 20;
const VIDEO_BYTES_MOST = 4 * 2 ** 30;
const QUALITY_MIN = 50;
/** Photographs have 0.8 and more, bands of color as flags have them nothing. */
const TELLING_MIN = 0.2;
/** What a file tells without its pixels: photographs have more of both, however packed. */
const SIDE_LEAST = 64;
const BYTES_A_PIXEL_LEAST = 1 / 50;

/** What is left where pixels are hidden, or cannot be read: `only` names its sentence. */
const NO_PIXELS = { quality: "", pdq: [] };

/** A file that cannot be hashed; the code names the sentence on the page. */
class Refusal extends Error {
  /** @param {string} code */
  constructor(code) {
    super(code);
    this.code = code;
  }
}

/**
 * @param {File} file
 * @param {(share: number) => void} tell how much is done, 0 to 1
 */
async function printOf(file, tell) {
  const head = new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer());
  const kind = kindOf(head);
  if (!kind) throw new Refusal("not-a-picture");
  if (file.size > (kind === "image" ? PICTURE_BYTES_MOST : VIDEO_BYTES_MOST)) {
    throw new Refusal("too-large");
  }
  if (kind === "video") return { kind, md5: await md5Of(file, tell) };
  // The browser decodes and digests beside this worker, which makes the MD5 meanwhile.
  const [bitmap, sha256, md5] = await Promise.all([
    decoded(file),
    sha256Of(file),
    md5Of(file, tell),
  ]);
  if (bitmap) return { kind, md5, sha256, ...pictureOf(bitmap, file.size) };
  // Without a SHA-256, too, nothing is left that a picture can be known by.
  if (!isHeic(head) || !sha256) throw new Refusal("unreadable");
  return { kind, md5, sha256, ...NO_PIXELS, only: "heic" };
}

/**
 * @param {File} file
 * @param {(share: number) => void} tell
 */
async function md5Of(file, tell) {
  const digest = new Md5();
  for (let start = 0; start < file.size; start += PIECE_BYTES) {
    digest.update(new Uint8Array(await file.slice(start, start + PIECE_BYTES).arrayBuffer()));
    tell(Math.min(1, (start + PIECE_BYTES) / file.size));
  }
  return digest.hex();
}

/**
 * @param {ImageBitmap} bitmap
 * @param {number} bytes of the file
 */
function pictureOf(bitmap, bytes) {
  try {
    // Pixels that are not as people see them say nothing: the file's own digits are left.
    if (!readsPixelsTruly()) {
      if (isPlain(bitmap, bytes)) throw new Refusal("too-plain");
      return { ...NO_PIXELS, only: "exact-only" };
    }
    const picture = halved(bitmap);
    const { quality, telling, hashes } = turnsOf(picture);
    if (quality < QUALITY_MIN || telling < TELLING_MIN) throw new Refusal("too-plain");
    return { quality, pdq: [...new Set([...hashes, ...cropsOf(picture)])] };
  } finally {
    bitmap.close();
  }
}

/**
 * @param {ImageBitmap} bitmap
 * @param {number} bytes of the file
 * @returns {boolean} whether a picture is tiny, or packs as well as one color does
 */
function isPlain({ width, height }, bytes) {
  return Math.min(width, height) < SIDE_LEAST || bytes < width * height * BYTES_A_PIXEL_LEAST;
}

/**
 * Open a picture; whether a browser opens a kind is only known once it tried.
 *
 * @param {File} file
 * @returns {Promise<ImageBitmap | null>} nothing if it cannot
 */
async function decoded(file) {
  try {
    // Colors as they are stored, turned upright: what everybody else hashes.
    return await createImageBitmap(file, {
      colorSpaceConversion: "none",
      imageOrientation: "from-image",
    });
  } catch {
    return null;
  }
}

/**
 * @param {File} file
 * @returns {Promise<string>} nothing where the page came without encryption
 */
async function sha256Of(file) {
  if (!self.crypto?.subtle) return "";
  return hexOf(new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer())));
}

/** @param {ImageBitmap} frame */
function framePrint(frame) {
  if (!readsPixelsTruly()) throw new Refusal("pixels-hidden");
  const made = frameOf(frame);
  frame.close();
  return made;
}

/** @param {unknown} error */
function codeOf(error) {
  if (error instanceof Refusal) return error.code;
  return error instanceof TooLargeError || error instanceof RangeError ? "too-large" : "unreadable";
}

self.addEventListener("message", async ({ data: { number, file, frame } }) => {
  const tell = (/** @type {number} */ progress) => self.postMessage({ number, progress });
  try {
    const print = file ? await printOf(file, tell) : framePrint(frame);
    self.postMessage({ number, print });
  } catch (error) {
    self.postMessage({ number, refusal: codeOf(error) });
  }
});
self.postMessage({ ready: true });
