// @ts-check
/** What a file is, by its first bytes: its name and what the system calls it may lie. */

export const HEAD_BYTES = 16;

/** @type {[string, number, string][]} kind, place, and what stands there */
const SIGNS = [
  ["image", 0, "\xff\xd8\xff"],
  ["image", 0, "\x89PNG"],
  ["image", 0, "GIF8"],
  ["image", 0, "BM"],
  ["image", 0, "II*\0"],
  ["image", 0, "MM\0*"],
  ["image", 8, "WEBP"],
  ["video", 8, "AVI "],
  ["video", 0, "\x1a\x45\xdf\xa3"],
  ["video", 0, "OggS"],
  ["video", 0, "\0\0\x01\xba"],
  ["video", 0, "FLV\x01"],
];
const STILL_BRANDS = /^(avif|avis|mif1|msf1|hei[cfmsx]|hev[cmx])/;

/** What iPhones make unless told otherwise; few browsers beside Apple's open it. */
const HEIC_BRANDS = /^(mif1|msf1|hei[cfmsx]|hev[cmx])/;

/**
 * @param {Uint8Array} head the first 16 bytes
 * @returns {boolean}
 */
export function isHeic(head) {
  const text = String.fromCharCode(...head);
  return text.slice(4, 8) === "ftyp" && HEIC_BRANDS.test(text.slice(8));
}

/**
 * @param {Uint8Array} head the first 16 bytes
 * @returns {"image" | "video" | ""} nothing if it is neither
 */
export function kindOf(head) {
  const text = String.fromCharCode(...head);
  if (text.slice(4, 8) === "ftyp") return STILL_BRANDS.test(text.slice(8)) ? "image" : "video";
  const found = SIGNS.find(([, place, sign]) => text.startsWith(sign, place));
  return found ? /** @type {"image" | "video"} */ (found[0]) : "";
}
