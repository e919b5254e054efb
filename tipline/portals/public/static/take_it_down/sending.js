// @ts-check
/** The last step, and the only one that uses the network: digits to one address. */

import { hexOf } from "./md5.js";
import { Refused } from "./pool.js";

const VERSION = "1";
const TOKEN_BYTES = 16;

/** @returns {string} what all requests of one case share; code and PIN follow from it */
export function newToken() {
  return hexOf(crypto.getRandomValues(new Uint8Array(TOKEN_BYTES)));
}

/**
 * Write down what is sent of one file: this, and nothing else.
 *
 * @param {any} print what a worker made
 * @param {string} token
 * @param {string} age the first year of the range
 */
export function bodyOf(print, token, age) {
  const { kind, md5, sha256, quality, pdq, frames } = print;
  const made =
    kind === "image"
      ? { image: { md5, sha256, quality: String(quality), pdq } }
      : { video: { md5, frames } };
  return JSON.stringify({ version: VERSION, token, age, ...made });
}

/**
 * Send one file's digits.
 *
 * @param {string} address
 * @param {string} body
 * @returns {Promise<{code: string, pin: string}>}
 */
export async function send(address, body) {
  let answer;
  try {
    answer = await fetch(address, {
      method: "POST",
      body,
      headers: { "Content-Type": "application/json" },
      credentials: "omit",
      referrerPolicy: "no-referrer",
      cache: "no-store",
    });
  } catch {
    throw new Refused("no-connection");
  }
  const said = await answer.json().catch(() => ({}));
  const wait = Number(answer.headers.get("Retry-After")) || 0;
  if (!answer.ok) throw new Refused(said.error ?? "failed", wait);
  return said;
}
