// @ts-check
/** Workers that hash, as many as the device has hands for, each with one thing at a time. */

const WORKERS_MOST = 4;

/**
 * @typedef {object} Task
 * @property {{file?: File, frame?: ImageBitmap}} thing
 * @property {Transferable[]} given what is handed over and not copied
 * @property {(share: number) => void} tell
 * @property {(print: any) => void} resolve
 * @property {(error: Error) => void} reject
 */

/** What could not be hashed or sent; `message` is the code of a sentence. */
export class Refused extends Error {
  /**
   * @param {string} code
   * @param {number} [seconds] after which to try again
   */
  constructor(code, seconds = 0) {
    super(code);
    this.seconds = seconds;
  }
}

export class Pool {
  /** @type {Task[]} */
  #waiting = [];
  /** @type {Worker[]} */
  #idle = [];
  #number = 0;

  /** @param {string} address of the worker's module */
  constructor(address) {
    const count = Math.min(WORKERS_MOST, Math.max(1, (navigator.hardwareConcurrency || 2) - 1));
    // All begin now, with what they import: nothing is fetched once files are chosen.
    const began = Array.from({ length: count }, () => this.#begin(address));
    /** Settles when every worker has all that it needs. */
    this.ready = Promise.all(began);
  }

  /**
   * Hash something.
   *
   * @param {{file?: File, frame?: ImageBitmap}} thing
   * @param {(share: number) => void} [tell] how much is done, 0 to 1
   * @returns {Promise<any>}
   */
  hash(thing, tell = () => {}) {
    return new Promise((resolve, reject) => {
      const given = thing.frame ? [thing.frame] : [];
      this.#waiting.push({ thing, given, tell, resolve, reject });
      this.#next();
    });
  }

  /**
   * Hash a file no more whose turn has not come: who waits for it is not answered.
   *
   * @param {File | null} file
   */
  forget(file) {
    this.#waiting = this.#waiting.filter(({ thing }) => thing.file !== file);
  }

  /** @param {string} address */
  #begin(address) {
    return new Promise((resolve, reject) => {
      const worker = new Worker(trusted(address), { type: "module" });
      worker.addEventListener("error", () => reject(new Refused("too-old")), { once: true });
      worker.addEventListener(
        "message",
        () => {
          this.#idle.push(worker);
          resolve(undefined);
          this.#next();
        },
        { once: true },
      );
    });
  }

  #next() {
    while (this.#idle.length && this.#waiting.length) {
      const worker = /** @type {Worker} */ (this.#idle.pop());
      this.#run(worker, /** @type {Task} */ (this.#waiting.shift()));
    }
  }

  /**
   * @param {Worker} worker
   * @param {Task} task
   */
  #run(worker, task) {
    const number = (this.#number += 1);
    const listen = (/** @type {MessageEvent} */ { data }) => {
      if (data.number !== number) return;
      if (data.progress !== undefined) {
        task.tell(data.progress);
        return;
      }
      worker.removeEventListener("message", listen);
      this.#idle.push(worker);
      if (data.refusal) task.reject(new Refused(data.refusal));
      else task.resolve(data.print);
      this.#next();
    };
    worker.addEventListener("message", listen);
    worker.postMessage({ number, ...task.thing }, task.given);
  }
}

/**
 * Name an address of a script in the way that the page's policy asks for.
 *
 * @param {string} address
 * @returns {any}
 */
function trusted(address) {
  const types = /** @type {any} */ (window).trustedTypes;
  if (!types) return address;
  const policy = types.createPolicy("take-it-down", {
    createScriptURL: (/** @type {string} */ given) => {
      if (given !== address) throw new TypeError("only the worker");
      return given;
    },
  });
  trusted = () => policy.createScriptURL(address);
  return trusted(address);
}
