// @ts-check
/**
 * Previews of files: hidden, then veiled, then clear only while somebody holds.
 *
 * A box marked `data-viewing` has a stage, a button that veils and one that is held. The
 * server gives an address that serves once, and for a clear picture a lease of seconds;
 * heartbeats prolong it. Whatever ends the hold, the picture's element is removed first.
 * Pictures come from another origin, without any cookie (`crossorigin`).
 */

const BEAT_MS = 2000;

/** A refusal by the server, in words for the person. */
class Refusal extends Error {}

/** Each box's way to end its hold, and to hide all. @type {Map<HTMLElement, {letGo: () => void, hide: () => void}>} */
const boxes = new Map();

/**
 * @param {HTMLElement} box
 * @param {string} url
 * @returns {Promise<any>} the server's answer
 */
async function send(box, url) {
  const token = box.querySelector("[name=csrfmiddlewaretoken]");
  const response = await fetch(url, {
    method: "POST",
    keepalive: true,
    headers: { "X-CSRFToken": token instanceof HTMLInputElement ? token.value : "" },
    body: new URLSearchParams({ severity: box.dataset.severity ?? "" }),
  });
  const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
  const content = isJson ? await response.json() : {};
  if (!response.ok || !isJson) {
    throw new Refusal(content.message ?? box.dataset.textFailed);
  }
  return content;
}

/**
 * @param {string} url
 * @param {string | undefined} alt
 * @returns {HTMLImageElement}
 */
function picture(url, alt) {
  const image = new Image();
  image.className = "viewing__picture";
  image.crossOrigin = "anonymous";
  image.referrerPolicy = "no-referrer";
  image.draggable = false;
  image.alt = alt ?? "";
  image.addEventListener("contextmenu", (event) => event.preventDefault());
  image.src = url;
  return image;
}

/** @param {HTMLImageElement | undefined} image */
function drop(image) {
  image?.removeAttribute("src");
  image?.remove();
}

/** @param {HTMLElement} box */
function bind(box) {
  const stage = box.querySelector("[data-stage]");
  const veil = box.querySelector("[data-veil]");
  const words = veil?.querySelector("[data-words]");
  const hold = box.querySelector("[data-hold]");
  const state = box.querySelector("[data-state]");
  const message = box.querySelector("[data-message]");
  if (
    !(stage instanceof HTMLElement) ||
    !(veil instanceof HTMLButtonElement) ||
    !words ||
    !(hold instanceof HTMLButtonElement) ||
    !(state instanceof HTMLElement) ||
    !(message instanceof HTMLElement)
  ) {
    return;
  }
  const text = box.dataset;
  /** @type {HTMLImageElement | undefined} */
  let veiled;
  /** @type {HTMLImageElement | undefined} */
  let clear;
  /** Counts presses, so that an answer to one that is over is known as such. */
  let press = 0;
  let isHeld = false;
  /** @type {string | undefined} */
  let release;
  let leaseTimer = 0;
  let beatTimer = 0;

  /** @param {unknown} [problem] */
  const complain = (problem) => {
    const isOurs = problem instanceof Refusal;
    message.textContent = problem ? (isOurs ? problem.message : (text.textFailed ?? "")) : "";
    message.hidden = !problem;
  };

  /** @param {string | undefined} [words] */
  const tell = (words) => {
    state.textContent = words ?? (veiled ? text.textVeiled : text.textHidden) ?? "";
  };

  /** @param {string} [words] */
  const letGo = (words) => {
    if (!isHeld) {
      return;
    }
    isHeld = false;
    press += 1;
    drop(clear);
    clear = undefined;
    veiled?.classList.remove("viewing__picture--covered");
    clearTimeout(leaseTimer);
    clearTimeout(beatTimer);
    hold.setAttribute("aria-pressed", "false");
    tell(words);
    if (release) {
      send(box, release).catch(() => {});
      release = undefined;
    }
  };

  const hide = () => {
    letGo();
    drop(veiled);
    veiled = undefined;
    stage.hidden = true;
    hold.disabled = true;
    veil.setAttribute("aria-pressed", "false");
    words.textContent = text.textShow ?? "";
    tell();
  };

  /** @param {number} seconds */
  const lease = (seconds) => {
    clearTimeout(leaseTimer);
    leaseTimer = window.setTimeout(() => letGo(text.textOver), seconds * 1000);
  };

  /**
   * @param {string} url
   * @param {number} mine
   */
  const beat = (url, mine) => {
    beatTimer = window.setTimeout(async () => {
      try {
        const held = await send(box, url);
        if (mine === press) {
          lease(held.lease_seconds);
          beat(url, mine);
        }
      } catch (problem) {
        if (mine === press) {
          letGo(text.textOver);
          complain(problem);
        }
      }
    }, BEAT_MS);
  };

  const showVeiled = async () => {
    complain();
    veil.disabled = true;
    tell(text.textAsking);
    try {
      const { url } = await send(box, text.veilUrl ?? "");
      const image = picture(url, text.altVeiled);
      await image.decode();
      veiled = image;
      stage.replaceChildren(image);
      stage.hidden = false;
      hold.disabled = false;
      veil.setAttribute("aria-pressed", "true");
      words.textContent = text.textHide ?? "";
    } catch (problem) {
      complain(problem);
    } finally {
      veil.disabled = false;
      tell();
    }
  };

  const begin = async () => {
    if (isHeld || hold.disabled) {
      return;
    }
    isHeld = true;
    press += 1;
    const mine = press;
    complain();
    hold.setAttribute("aria-pressed", "true");
    tell(text.textAsking);
    try {
      const held = await send(box, text.holdUrl ?? "");
      if (mine !== press) {
        await send(box, held.release);
        return;
      }
      release = held.release;
      lease(held.lease_seconds);
      beat(held.beat, mine);
      const image = picture(held.url, text.altClear);
      await image.decode();
      if (mine !== press) {
        drop(image);
        return;
      }
      clear = image;
      veiled?.classList.add("viewing__picture--covered");
      stage.append(image);
      tell(text.textClear);
    } catch (problem) {
      if (mine === press) {
        letGo();
        complain(problem);
      }
    }
  };

  veil.addEventListener("click", () => (veiled ? hide() : showVeiled()));
  hold.addEventListener("pointerdown", (event) => {
    if (event.button === 0) {
      hold.setPointerCapture(event.pointerId);
      begin();
    }
  });
  for (const name of ["pointerup", "pointercancel", "lostpointercapture", "blur"]) {
    hold.addEventListener(name, () => letGo());
  }
  hold.addEventListener("contextmenu", (event) => event.preventDefault());
  hold.addEventListener("keydown", (event) => {
    if (event.key === " " || event.key === "Enter") {
      event.preventDefault();
      begin();
    }
  });
  hold.addEventListener("keyup", () => letGo());
  hold.setAttribute("aria-pressed", "false");
  boxes.set(box, { letGo, hide });
}

/** Bind what came to the page, and end what left it: files are swapped in place. */
function follow() {
  boxes.forEach(({ hide }, box) => {
    if (!box.isConnected) {
      hide();
      boxes.delete(box);
    }
  });
  for (const box of document.querySelectorAll("[data-viewing]")) {
    if (box instanceof HTMLElement && !boxes.has(box)) {
      bind(box);
    }
  }
}

follow();
new MutationObserver(follow).observe(document.body, { childList: true });
document.addEventListener("visibilitychange", () => {
  if (document.hidden) {
    boxes.forEach((box) => box.hide());
  }
});
window.addEventListener("blur", () => boxes.forEach((box) => box.letGo()));
window.addEventListener("pagehide", () => boxes.forEach((box) => box.hide()));
