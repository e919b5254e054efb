// @ts-check
/** From a decoded picture to its PDQ hashes: as it is, turned, and simply cropped. */

import { lumaOf, pdqInEveryTurn, pdqOf } from "./pdq.js";
import { SIDE, toSquare } from "./resize.js";

export const PIXELS_MOST = 100_000_000;
const QUALITY_MIN = 50;
/** Crops are cut from a copy that is no longer than this. */
const COPY_SIDE = 1024;
/** What is left of a halved side is still twice what is needed. */
const HALVED_FROM = 4 * SIDE;
/** What people cut away: a tenth of one side, of all sides, or all but a square. */
const TENTH = 0.1;
const CUTS = [
  { left: TENTH, top: 0, right: 0, bottom: 0 },
  { left: 0, top: TENTH, right: 0, bottom: 0 },
  { left: 0, top: 0, right: TENTH, bottom: 0 },
  { left: 0, top: 0, right: 0, bottom: TENTH },
  { left: TENTH, top: TENTH, right: TENTH, bottom: TENTH },
];

/** @typedef {ImageBitmap | OffscreenCanvas} Picture */

/** The picture is larger than this page can take. */
export class TooLargeError extends Error {}

/**
 * Hash a picture in every turn.
 *
 * @param {Picture} picture upright, any size
 * @returns {{quality: number, telling: number, hashes: string[]}} as it lies first
 */
export function turnsOf(picture) {
  return pdqInEveryTurn(lumaOf(toSquare(sourceOf(picture))), SIDE, SIDE);
}

/**
 * Hash a picture as it lies.
 *
 * @param {ImageBitmap} bitmap
 * @returns {import("./pdq.js").PdqHash}
 */
export function frameOf(bitmap) {
  return pdqOf(lumaOf(toSquare(sourceOf(bitmap))), SIDE, SIDE);
}

/**
 * Hash what is left of a picture after a simple cut; what says too little is left out.
 *
 * @param {Picture} picture
 * @returns {string[]}
 */
export function cropsOf(picture) {
  const shrink = Math.min(1, COPY_SIDE / Math.max(picture.width, picture.height));
  const width = Math.max(1, Math.round(picture.width * shrink));
  const height = Math.max(1, Math.round(picture.height * shrink));
  const context = onWhite(width, height);
  context.imageSmoothingQuality = "medium";
  context.drawImage(picture, 0, 0, width, height);
  const square = onWhite(SIDE, SIDE);
  square.imageSmoothingQuality = "medium";
  const hashes = cutsOf(width, height).map((cut) => {
    // The browser's own scaling: a cut is a guess at what somebody else would cut away.
    square.drawImage(context.canvas, ...cut, 0, 0, SIDE, SIDE);
    return pdqOf(lumaOf(square.getImageData(0, 0, SIDE, SIDE).data, 4), SIDE, SIDE);
  });
  return hashes.filter((made) => made.quality >= QUALITY_MIN).map((made) => made.hash);
}

/**
 * @param {number} width
 * @param {number} height
 * @returns {[number, number, number, number][]} left, top, width and height of what is left
 */
function cutsOf(width, height) {
  const side = Math.min(width, height);
  /** @type {[number, number, number, number]} */
  const square = [Math.floor((width - side) / 2), Math.floor((height - side) / 2), side, side];
  /** @type {[number, number, number, number][]} */
  const cut = CUTS.map(({ left, top, right, bottom }) => [
    Math.round(left * width),
    Math.round(top * height),
    Math.max(1, Math.round((1 - left - right) * width)),
    Math.max(1, Math.round((1 - top - bottom) * height)),
  ]);
  return width === height ? cut : [...cut, square];
}

/**
 * Let the browser average two by two pixels of a large picture: a quarter is left to read,
 * and the hashes are the same or two bits off.
 *
 * @param {ImageBitmap} bitmap which is closed if it is not what is given back
 * @returns {Picture}
 */
export function halved(bitmap) {
  const { width, height } = bitmap;
  if (width * height > PIXELS_MOST) throw new TooLargeError();
  const isEven = width % 2 === 0 && height % 2 === 0;
  if (!isEven || Math.min(width, height) < HALVED_FROM) return bitmap;
  const context = onWhite(width / 2, height / 2);
  context.imageSmoothingQuality = "low";
  context.drawImage(bitmap, 0, 0, width / 2, height / 2);
  bitmap.close();
  return context.canvas;
}

/**
 * Read a picture strip by strip, so that no second copy of it is needed.
 *
 * @param {Picture} picture
 * @returns {import("./resize.js").Source}
 */
function sourceOf(picture) {
  const { width, height } = picture;
  if (width * height > PIXELS_MOST) throw new TooLargeError();
  /** @type {OffscreenCanvasRenderingContext2D | null} */
  let context = null;
  return {
    width,
    height,
    read: (top, rows) => {
      context ??= onWhite(width, rows);
      context.fillRect(0, 0, width, rows);
      context.drawImage(picture, 0, -top);
      return context.getImageData(0, 0, width, rows).data;
    },
  };
}

/**
 * @param {number} width
 * @param {number} height
 */
function onWhite(width, height) {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) throw new TooLargeError();
  context.fillStyle = "white";
  context.fillRect(0, 0, width, height);
  return context;
}

/**
 * Tell whether this browser shows pages the pixels that it shows people. Some change
 * them on purpose, so that nobody is recognized by them; then no PDQ hash would be right.
 */
export function readsPixelsTruly() {
  const side = 32;
  const context = onWhite(side, side);
  const drawn = context.createImageData(side, side);
  drawn.data.forEach((_, place) => {
    drawn.data[place] = place % 4 === 3 ? 255 : (place * 7) % 256;
  });
  context.putImageData(drawn, 0, 0);
  const seen = context.getImageData(0, 0, side, side).data;
  return seen.every((level, place) => level === drawn.data[place]);
}
