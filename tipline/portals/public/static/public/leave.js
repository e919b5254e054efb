// @ts-check
// Leaves at once: by the link, or by pressing Escape three times. The page goes blank
// first, and its entry in the history is replaced.

// A page that the browser kept in memory is not shown again to whoever presses back.

const PRESSES = 3;
const WITHIN_MS = 1500;

const link = document.querySelector("a[data-leave]");
/** @type {number[]} */
let pressed = [];

/** @param {string} to */
function leave(to) {
  document.documentElement.hidden = true;
  document.title = "";
  const page = window.top ?? window;
  try {
    page.location.replace(to);
  } catch {
    window.location.replace(to);
  }
}

if (link instanceof HTMLAnchorElement) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave(link.href);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    pressed = [...pressed, event.timeStamp].filter((at) => event.timeStamp - at < WITHIN_MS);
    if (pressed.length >= PRESSES) leave(link.href);
  });
}

window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  document.documentElement.hidden = true;
  window.location.replace("/");
});
