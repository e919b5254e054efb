// @ts-check
/** A video's frames, one for each second or so, by the browser's own decoder. */

import { Refused } from "./pool.js";

const FRAMES_MOST = 60;
const QUALITY_MIN = 50;
/** Frames so near to the last one that was kept say nothing new. */
const SAME_FRAME_BITS = 2;
const PATIENCE_MS = 60_000;
const FAR_AWAY_SECONDS = 1e7;

/**
 * Hash a video's frames.
 *
 * @param {File} file
 * @param {(frame: ImageBitmap) => Promise<import("./pdq.js").PdqHash>} hash
 * @param {(share: number) => void} tell how much is done, 0 to 1
 * @returns {Promise<string[]>} those that say something, in their order
 */
export async function framesOf(file, hash, tell) {
  const address = URL.createObjectURL(file);
  const video = document.createElement("video");
  video.muted = true;
  video.preload = "auto";
  try {
    video.src = address;
    await happened(video, "loadeddata");
    const seconds = await lengthOf(video);
    const step = Math.max(1, seconds / FRAMES_MOST);
    /** @type {string[]} */
    const kept = [];
    for (let at = 0; at < seconds || at === 0; at += step) {
      const made = await hash(await frameAt(video, at));
      if (made.quality >= QUALITY_MIN && isNew(made.hash, kept)) kept.push(made.hash);
      tell(Math.min(1, (at + step) / seconds));
    }
    if (!kept.length) throw new Refused("too-plain");
    return kept.slice(0, FRAMES_MOST);
  } finally {
    video.removeAttribute("src");
    video.load();
    URL.revokeObjectURL(address);
  }
}

/**
 * @param {HTMLVideoElement} video
 * @param {number} seconds
 */
async function frameAt(video, seconds) {
  if (video.currentTime !== seconds) {
    video.currentTime = seconds;
    await happened(video, "seeked");
  }
  return createImageBitmap(video);
}

/**
 * Find out how long a video is: recordings of a browser do not say it themselves.
 *
 * @param {HTMLVideoElement} video
 */
async function lengthOf(video) {
  if (!Number.isFinite(video.duration)) {
    video.currentTime = FAR_AWAY_SECONDS;
    await happened(video, "seeked");
    return video.currentTime;
  }
  return video.duration;
}

/**
 * @param {HTMLVideoElement} video
 * @param {string} what
 * @returns {Promise<void>}
 */
function happened(video, what) {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Refused("unreadable")), PATIENCE_MS);
    video.addEventListener("error", () => reject(new Refused("unreadable")), { once: true });
    video.addEventListener(
      what,
      () => {
        clearTimeout(late);
        resolve();
      },
      { once: true },
    );
  });
}

/**
 * @param {string} hash
 * @param {string[]} kept
 */
function isNew(hash, kept) {
  const last = kept.at(-1);
  return last === undefined || distance(hash, last) > SAME_FRAME_BITS;
}

/**
 * @param {string} one hexadecimal digits
 * @param {string} other as many
 * @returns {number} bits in which they differ
 */
export function distance(one, other) {
  let bits = 0;
  for (let place = 0; place < one.length; place += 1) {
    let differing = parseInt(one[place], 16) ^ parseInt(other[place], 16);
    for (; differing; differing &= differing - 1) bits += 1;
  }
  return bits;
}
