// @ts-check
/**
 * A call is kept while it is typed: each section is sent as soon as one of its answers
 * has changed, and again until the server has kept it.
 *
 * The answer is the whole page; of it only the parts with `data-live` take the place of
 * those here, so that nothing that is being typed is touched. Without this file every
 * section has its own button.
 */

const AGAIN_MS = 3000;
const PAUSE_MS = 2500; // a pause in typing: what stands there is kept

const page = document.querySelector("[data-call]");
const status = document.querySelector("[data-status]");
/** @type {Set<HTMLFormElement>} sections whose newest answers are not kept yet */
const unsaved = new Set();
/** @type {HTMLFormElement | null} */
let isSending = null;
let timer = 0;
let pause = 0;
/** @type {HTMLFormElement | null} the end of the call, until all is kept */
let ending = null;

/** @param {string} text @param {string} state */
function say(text, state) {
  if (status instanceof HTMLElement) {
    status.textContent = text;
    status.dataset.state = state;
  }
}

/** @param {string} name a sentence that the page brought along, translated */
function words(name) {
  return page instanceof HTMLElement ? (page.dataset[name] ?? "") : "";
}

/** @param {Document} answer */
function show(answer) {
  for (const fresh of answer.querySelectorAll("[data-live]")) {
    const name = CSS.escape(fresh.getAttribute("data-live") ?? "");
    const old = document.querySelector(`[data-live="${name}"]`);
    // A part in which somebody types or chooses stays as it is.
    if (old && !old.contains(document.activeElement)) {
      old.replaceWith(document.adoptNode(fresh));
    }
  }
  const said = answer.querySelector("[data-status]");
  say(said?.textContent?.trim() ?? "", "saved");
}

/**
 * @param {HTMLFormElement} form
 * @param {XMLHttpRequest} request
 * @returns {boolean} whether the next section may be sent at once
 */
function onAnswer(form, request) {
  const answer = request.responseXML;
  const isKept = request.status === 200 && answer?.querySelector("[data-call]");
  if (isKept && answer) {
    show(answer);
    return true;
  }
  const refusal = answer?.querySelector("main [role=alert]")?.textContent?.trim();
  say(refusal || words("gone"), "failed");
  ending = null;
  if (!refusal) {
    unsaved.add(form); // it is not the answers that were refused
    timer = setTimeout(send, AGAIN_MS);
  }
  return Boolean(refusal);
}

/** Send the sections that are not kept, one after the other. */
function send() {
  const [form] = unsaved;
  if (isSending) {
    return;
  }
  if (!form) {
    ending?.submit();
    return;
  }
  clearTimeout(timer);
  isSending = form;
  unsaved.delete(form);
  say(words("saving"), "saving");
  const request = new XMLHttpRequest();
  request.open("POST", form.action);
  request.responseType = "document";
  request.addEventListener("load", () => {
    isSending = null;
    if (onAnswer(form, request)) {
      send();
    }
  });
  request.addEventListener("error", () => {
    isSending = null;
    unsaved.add(form);
    say(words("notSaved"), "failed");
    timer = setTimeout(send, AGAIN_MS);
  });
  request.send(new URLSearchParams(/** @type {any} */ (new FormData(form))));
}

/** @param {EventTarget | null} target */
function sectionOf(target) {
  const form = target instanceof Element ? target.closest("form[data-section]") : null;
  return form instanceof HTMLFormElement ? form : null;
}

/** @param {Event} event */
function onChange(event) {
  const form = sectionOf(event.target);
  if (form) {
    unsaved.add(form);
    send();
  }
}

/** @param {Event} event */
function onInput(event) {
  const form = sectionOf(event.target);
  clearTimeout(pause);
  if (form) {
    unsaved.add(form);
    pause = setTimeout(send, PAUSE_MS);
  }
}

/** @param {number} number of a section, from 1; the end of the call is the last */
function goTo(number) {
  const sections = [...document.querySelectorAll("[data-section], #end")];
  const section = sections[Math.min(number, sections.length) - 1];
  section?.scrollIntoView({ block: "start" });
  const field = section?.querySelector("input:not([type=hidden]), textarea, button");
  if (field instanceof HTMLElement) {
    field.focus({ preventScroll: true });
  }
}

/** @param {SubmitEvent} event */
function onSubmit(event) {
  const form = sectionOf(event.target);
  if (form) {
    event.preventDefault();
    unsaved.add(form);
    send();
    goTo(Number(form.dataset.section) + 1);
    return;
  }
  const isEnd = event.target instanceof HTMLFormElement && "end" in event.target.dataset;
  // What is not kept would not be in the report: the call ends once it is.
  if (isEnd && (isSending || unsaved.size)) {
    event.preventDefault();
    ending = /** @type {HTMLFormElement} */ (event.target);
    send();
  }
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  if (event.altKey && !event.ctrlKey && /^[1-9]$/.test(event.key)) {
    event.preventDefault();
    goTo(Number(event.key));
    return;
  }
  const form = sectionOf(event.target);
  if (event.key !== "Enter" || !form || event.isComposing) {
    return;
  }
  if (event.ctrlKey || event.metaKey) {
    event.preventDefault();
    form.requestSubmit();
  } else if (event.target instanceof HTMLInputElement) {
    event.preventDefault();
    next(form, event.target);
  }
}

/** @param {HTMLFormElement} form @param {HTMLInputElement} from */
function next(form, from) {
  const fields = [...form.elements].filter(
    (field) => field instanceof HTMLElement && field.matches("input:not([type=hidden]), textarea, button"),
  );
  const own = fields.filter((field) => /** @type {any} */ (field).name !== from.name || field === from);
  const following = own[own.indexOf(from) + 1];
  if (following instanceof HTMLElement) {
    following.focus();
  }
}

document.addEventListener("change", onChange);
document.addEventListener("input", onInput);
document.addEventListener("submit", onSubmit);
document.addEventListener("keydown", onKey);
addEventListener("beforeunload", (event) => {
  if (isSending || unsaved.size) {
    event.preventDefault();
  }
});
