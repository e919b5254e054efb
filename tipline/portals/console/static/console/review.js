// @ts-check
/**
 * Keys of the console: whatever has `data-key` is done by that key.
 *
 * With `data-reach` a key only goes there, and Enter does it: a slip must call nobody and
 * decide nothing. Where several things have one key, it goes from each to the next.
 *
 * In a list, j and k go to the next line and the one before; Enter opens it as any link.
 * On every page, `.` and `,` go to the next form and the one before, and unfold it.
 *
 * A form with `data-swap` is sent in the background, and the answer's <main> takes the
 * place of this one. The answer is the page that the form leads to, and says its address.
 * The browser itself parses it (`responseType`), so that no text ever becomes script here.
 * Without this file every page works by its own buttons.
 */

const QUIET_MS = 200; // a key that was meant for the item before does nothing to the next
const STEPS = new Map([["j", 1], ["k", -1]]);
const FORM_STEPS = new Map([[".", 1], [",", -1]]);
const FIELDS = "input:not([type=hidden]), select, textarea, button";

let isSending = false;
let shownAt = 0;
/** @type {HTMLFormElement | undefined} where `.` and `,` went, when its field was left again */
let formBefore;

/** @param {EventTarget | null} target */
function isTyping(target) {
  return (
    target instanceof HTMLElement &&
    target.matches("textarea, select, input:not([type=checkbox], [type=radio])")
  );
}

/** @param {HTMLElement} control what a key stands for */
function act(control) {
  if (control.matches("[data-reach]")) {
    control.focus();
  } else if (control instanceof HTMLDetailsElement) {
    control.open = !control.open;
    control.querySelector("summary")?.focus();
  } else if (control instanceof HTMLSelectElement) {
    control.selectedIndex = (control.selectedIndex + 1) % control.options.length;
  } else if (isTyping(control)) {
    control.focus();
  } else if (control.matches("[data-hold]")) {
    // It has the focus from now on, so that letting go of the key ends the hold.
    control.focus();
    control.dispatchEvent(new KeyboardEvent("keydown", { key: " " }));
  } else {
    control.click();
  }
}

/**
 * @param {string} key
 * @returns {HTMLElement | undefined} what the key stands for: the one after the focus
 */
function controlOf(key) {
  /** @type {NodeListOf<HTMLElement>} */
  const found = document.querySelectorAll(`[data-key="${CSS.escape(key)}"]:not(:disabled)`);
  const controls = [...found].filter((control) => control.checkVisibility());
  const at = controls.findIndex((control) => control.contains(document.activeElement));
  return controls[at + 1] ?? controls[0];
}

/** @param {number} lines how far to go in a list, back if negative */
function step(lines) {
  /** @type {NodeListOf<HTMLElement>} */
  const found = document.querySelectorAll("main .queue__title");
  const links = [...found];
  const at = links.findIndex((link) => link === document.activeElement);
  links[at < 0 ? 0 : at + lines]?.focus();
}

/** @param {number} forms how far to go, back if negative; after the last comes the first */
function stepToForm(forms) {
  /** @type {NodeListOf<HTMLFormElement>} */
  const found = document.querySelectorAll("[data-alarms] form, main form");
  const shown = [...found].filter((form) => !form.closest("[hidden]") && form.querySelector(FIELDS));
  const here = document.activeElement?.closest("form") ?? formBefore;
  const at = shown.findIndex((form) => form === here);
  const form = shown.at(at < 0 && forms < 0 ? -1 : (at + forms) % shown.length);
  for (let fold = form?.closest("details"); fold; fold = fold.parentElement?.closest("details")) {
    fold.open = true;
  }
  /** @type {HTMLElement | null | undefined} */
  const field = form?.querySelector(FIELDS);
  field?.focus();
  formBefore = form;
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  if (event.key === "Escape" && event.target instanceof HTMLElement) {
    event.target.blur();
    return;
  }
  const isChord = event.ctrlKey || event.metaKey || event.altKey;
  if (isChord || event.repeat || isSending || isTyping(event.target)) {
    return;
  }
  const onControl = event.target instanceof Element && event.target.closest("a, button, summary");
  if (event.key === "Enter" && onControl) {
    return;
  }
  const lines = STEPS.get(event.key);
  if (lines) {
    step(lines);
    return;
  }
  const forms = FORM_STEPS.get(event.key);
  if (forms) {
    stepToForm(forms);
    return;
  }
  const control = controlOf(event.key);
  if (!control) {
    return;
  }
  event.preventDefault();
  const isDone = control.matches("button[type=submit]:not([data-reach])");
  if (isDone && performance.now() - shownAt < QUIET_MS) {
    return;
  }
  act(control);
}

/** @param {XMLHttpRequest} answer */
function show(answer) {
  const page = answer.responseXML;
  const main = page?.querySelector("main");
  const old = document.querySelector("main");
  const address = answer.getResponseHeader("Content-Location") ?? answer.responseURL;
  if (!page || !main || !old || !page.querySelector("[data-content], .waits")) {
    location.assign(address || location.href);
    return;
  }
  old.replaceWith(document.adoptNode(main));
  document.title = page.title;
  history.pushState(null, "", address);
  scrollTo(0, 0);
  prepare();
  document.querySelector("main")?.focus({ preventScroll: true });
  shownAt = performance.now();
}

/** @param {SubmitEvent} event */
function onSubmit(event) {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || !form.matches("[data-swap]")) {
    return;
  }
  event.preventDefault();
  if (isSending) {
    return;
  }
  isSending = true;
  form.setAttribute("aria-busy", "true");
  const sent = new URLSearchParams(/** @type {any} */ (new FormData(form, event.submitter)));
  const request = new XMLHttpRequest();
  request.open("POST", form.action);
  request.setRequestHeader("Tipline-Swap", "main");
  request.responseType = "document";
  const end = () => {
    isSending = false;
    form.removeAttribute("aria-busy");
  };
  request.addEventListener("load", () => {
    end();
    show(request);
  });
  // Nothing is known of what became of it: look at the page as it is now.
  request.addEventListener("error", () => {
    end();
    location.reload();
  });
  request.send(sent);
}

/** Give keys to the controls that forms made, and show what only works with script. */
function prepare() {
  const keys = { infant: "i", violence: "v", bestiality: "b", unsure: "u" };
  const chosen = { sex: "f", self_produced: "p", generated: "g" };
  for (const [name, key] of Object.entries({ ...keys, ...chosen })) {
    const control = document.querySelector(`.grading [name="${name}"]`);
    control?.setAttribute("data-key", key);
    control?.setAttribute("aria-keyshortcuts", key);
  }
  for (const button of document.querySelectorAll("[data-check-all]")) {
    button.toggleAttribute("hidden", false);
    button.addEventListener("click", checkAll);
  }
}

function checkAll() {
  /** @type {NodeListOf<HTMLInputElement>} */
  const boxes = document.querySelectorAll("input[name=content]");
  const areAll = [...boxes].every((box) => box.checked);
  for (const box of boxes) {
    box.checked = !areAll;
  }
}

prepare();
document.addEventListener("keydown", onKey);
document.addEventListener("submit", onSubmit);
addEventListener("popstate", () => {
  // Only what was swapped is not what the address says; a link inside a page is.
  if (shownAt) {
    location.reload();
  }
});
