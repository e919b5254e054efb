// @ts-check
/**
 * The page on which files are chosen, hashed and sent.
 *
 * All sentences are in the page, as `<template data-say>`: they are translated with it.
 */

import { Pool, Refused } from "./pool.js";
import { bodyOf, newToken, send } from "./sending.js";
import { framesOf } from "./video.js";

/**
 * @typedef {object} Entry
 * @property {File | null} file let go once it is hashed
 * @property {HTMLElement} row
 * @property {any} print
 * @property {boolean} isSent
 */

/** Refusals that are about one file alone; any other one ends the sending. */
const OF_ONE_FILE = new Set(["too-plain", "known-harmless", "not-hashes"]);

/** Rows that are made before the page draws itself: an old phone would stand still for all. */
const ROWS_AT_ONCE = 10;

const LANGUAGE = document.documentElement.lang;
const MILLISECONDS = 1000;

class Choosing {
  /** @type {Entry[]} */
  #entries = [];
  /** @type {File[]} chosen, and without a row yet */
  #coming = [];
  #token = newToken();
  #sent = 0;
  #chosen = 0;
  #later = 0;
  #videos = Promise.resolve();

  /**
   * @param {HTMLFormElement} form
   * @param {Pool} pool
   */
  constructor(form, pool) {
    this.form = form;
    this.pool = pool;
    this.input = /** @type {HTMLInputElement} */ (form.querySelector("input[type=file]"));
    this.button = /** @type {HTMLButtonElement} */ (part(form, "send"));
    this.input.addEventListener("change", () => this.#take());
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send();
    });
  }

  /** Let people choose: everything that is needed is here now. */
  open() {
    this.input.disabled = false;
    part(document, "ready").hidden = false;
  }

  async #take() {
    const room = Number(this.form.dataset.most) - this.#entries.length - this.#coming.length;
    const files = [...(this.input.files ?? [])];
    this.#problem(files.length > room ? "too-many" : "");
    this.#coming.push(...files.slice(0, room));
    this.input.value = "";
    while (this.#coming.length) {
      for (const file of this.#coming.splice(0, ROWS_AT_ONCE)) this.#add(file);
      this.#count();
      await new Promise((resolve) => setTimeout(resolve));
    }
  }

  /** @param {File} file */
  #add(file) {
    const template = /** @type {HTMLTemplateElement} */ (document.querySelector("[data-row]"));
    const row = /** @type {HTMLElement} */ (
      /** @type {DocumentFragment} */ (template.content.cloneNode(true)).firstElementChild
    );
    const entry = { file, row, print: null, isSent: false };
    part(row, "name").textContent = file.name;
    part(row, "remove").addEventListener("click", () => this.#remove(entry));
    part(this.form, "files").append(row);
    this.#entries.push(entry);
    this.#hash(entry);
  }

  /** @param {Entry} entry */
  async #hash(entry) {
    const file = /** @type {File} */ (entry.file);
    const bar = /** @type {HTMLProgressElement} */ (entry.row.querySelector("progress"));
    say(entry.row, "waiting");
    try {
      const print = await this.pool.hash({ file }, (share) => {
        say(entry.row, "working");
        bar.value = share / 2;
      });
      if (print.kind === "video") {
        print.frames = await this.#frames(file, (share) => {
          bar.value = 0.5 + share / 2;
        }).catch(noneIfHidden);
      }
      entry.print = print;
      bar.value = 1;
      const isWhole = (print.pdq ?? print.frames).length;
      say(entry.row, isWhole ? "ready" : (print.only ?? "exact-only"), "ready");
    } catch (error) {
      refuse(entry.row, error);
    }
    entry.file = null;
    this.#count();
  }

  /**
   * Hash a video's frames, one video at a time: they are decoded beside the page.
   *
   * @param {File} file
   * @param {(share: number) => void} tell
   * @returns {Promise<string[]>}
   */
  #frames(file, tell) {
    const hash = (/** @type {ImageBitmap} */ frame) => this.pool.hash({ frame });
    const made = this.#videos.then(() => framesOf(file, hash, tell));
    this.#videos = made.then(
      () => {},
      () => {},
    );
    return made;
  }

  /** @param {Entry} entry */
  #remove(entry) {
    this.pool.forget(entry.file);
    entry.row.remove();
    this.#entries = this.#entries.filter((each) => each !== entry);
    this.#count();
    this.input.focus();
  }

  #ready() {
    return this.#entries.filter((entry) => entry.print);
  }

  #count() {
    const ready = this.#ready().length;
    const all = this.#entries.length + this.#coming.length;
    part(this.form, "summary").textContent = all ? sentence("count", { ready, all }) : "";
    const areDone = !this.#coming.length && this.#entries.every((entry) => entry.file === null);
    this.button.disabled = !ready || !areDone;
  }

  async #send() {
    const age = new FormData(this.form).get("age");
    if (!age) {
      this.#problem("choose-age");
      /** @type {HTMLElement} */ (this.form.querySelector("[name=age]")).focus();
      return;
    }
    this.#problem("");
    clearTimeout(this.#later);
    this.button.disabled = true;
    this.button.setAttribute("aria-busy", "true");
    this.#chosen = this.#sent + this.#entries.length;
    const receipt = await this.#sendAll(String(age));
    this.button.removeAttribute("aria-busy");
    if (receipt) this.#show(receipt);
    this.#count();
  }

  /** @param {string} age */
  async #sendAll(age) {
    const address = new URL(this.form.dataset.address ?? "", window.location.href).href;
    let receipt = null;
    for (const entry of this.#ready()) {
      try {
        receipt = await send(address, bodyOf(entry.print, this.#token, age));
        entry.isSent = true;
        say(entry.row, "sent", "ready");
      } catch (error) {
        const code = codeOf(error);
        if (!OF_ONE_FILE.has(code)) {
          if (error instanceof Refused && error.seconds) this.#wait(error.seconds);
          else this.#problem(code);
          // What is sent has its code, whatever comes after it.
          return code === "no-connection" ? null : receipt;
        }
        entry.print = null;
        refuse(entry.row, error);
      }
    }
    return receipt;
  }

  /**
   * Send what is left once there is room again: nobody has to choose it a second time.
   *
   * @param {number} seconds
   */
  #wait(seconds) {
    const time = new Date(Date.now() + seconds * MILLISECONDS);
    const shown = { hour: "2-digit", minute: "2-digit" };
    this.#problem("too-many-sent", { time: time.toLocaleTimeString(LANGUAGE, shown) });
    this.#later = setTimeout(() => this.#send(), seconds * MILLISECONDS);
  }

  /** @param {{code: string, pin: string}} receipt */
  #show({ code, pin }) {
    const done = this.#entries.filter((entry) => entry.isSent);
    this.#sent += done.length;
    const place = part(document, "receipt");
    part(place, "code").textContent = code;
    part(place, "pin").textContent = pin;
    const counts = { sent: this.#sent, all: this.#chosen };
    part(place, "sent").textContent = sentence("sent-count", counts);
    place.hidden = false;
    // Names of files are nobody's business once they are not needed.
    done.forEach((entry) => entry.row.remove());
    this.#entries = this.#entries.filter((entry) => !entry.isSent);
    if (!this.#ready().length) this.#close();
    place.focus();
  }

  /** All that could be sent is sent. */
  #close() {
    part(this.form, "files").replaceChildren();
    this.#entries = [];
    this.form.hidden = true;
    part(document, "ready").hidden = true;
  }

  /**
   * @param {string} code nothing takes it away
   * @param {Record<string, number | string>} [said]
   */
  #problem(code, said = {}) {
    part(this.form, "problem").textContent = code ? sentence(code, said) : "";
  }
}

/**
 * @param {ParentNode} within
 * @param {string} name
 * @returns {HTMLElement}
 */
function part(within, name) {
  return /** @type {HTMLElement} */ (within.querySelector(`[data-part="${name}"]`));
}

/**
 * @param {string} code
 * @param {Record<string, number | string>} [said] for the places in braces
 */
function sentence(code, said = {}) {
  const found = document.querySelector(`template[data-say="${code}"]`);
  const template = /** @type {HTMLTemplateElement} */ (
    found ?? document.querySelector('template[data-say="failed"]')
  );
  const text = template.content.textContent ?? "";
  return text.replace(/\{(\w+)\}/g, (_, name) => said[name].toLocaleString(LANGUAGE));
}

/**
 * @param {HTMLElement} row
 * @param {string} code
 * @param {string} [state]
 */
function say(row, code, state = "") {
  part(row, "state").textContent = sentence(code);
  row.dataset.state = state;
}

/**
 * A video whose frames the browser hides is known by its own digits alone.
 *
 * @param {unknown} error
 * @returns {string[]}
 */
function noneIfHidden(error) {
  if (codeOf(error) === "pixels-hidden") return [];
  throw error;
}

/** @param {unknown} error */
function codeOf(error) {
  return error instanceof Refused ? error.message : "failed";
}

/**
 * @param {HTMLElement} row
 * @param {unknown} error
 */
function refuse(row, error) {
  /** @type {HTMLElement} */ (row.querySelector("progress")).hidden = true;
  say(row, codeOf(error), "refused");
}

const form = /** @type {HTMLFormElement | null} */ (document.querySelector("[data-take-it-down]"));
// Without this script nothing on the form could work, so until here it is hidden.
if (form) form.hidden = false;
if (form && typeof OffscreenCanvas !== "undefined" && typeof createImageBitmap !== "undefined") {
  const pool = new Pool(form.dataset.worker ?? "");
  const choosing = new Choosing(form, pool);
  pool.ready.then(
    () => choosing.open(),
    () => {
      part(form, "problem").textContent = sentence("too-old");
    },
  );
} else if (form) {
  part(form, "problem").textContent = sentence("too-old");
}
