// @ts-check
// Leaves at once: by the link, or by Escape three times. "Back" shows no page.
// Shorter than 1,024 signs: of longer ones Chromium writes the name down.

const WITHIN_MS = 1500;

const link = document.querySelector("a[data-leave]");
/** @type {number[]} */
let pressed = [];

/** @param {string} to */
function leave(to) {
  document.documentElement.hidden = true;
  document.title = "";
  try {
    (top ?? window).location.replace(to);
  } catch {
    location.replace(to);
  }
}

if (link instanceof HTMLAnchorElement) {
  link.onclick = (event) => {
    event.preventDefault();
    leave(link.href);
  };
  document.addEventListener("keydown", ({ key, timeStamp }) => {
    if (key !== "Escape") return;
    pressed = [...pressed, timeStamp].filter((at) => timeStamp - at < WITHIN_MS);
    if (pressed.length > 2) leave(link.href);
  });
}

window.addEventListener("pageshow", ({ persisted }) => {
  if (persisted) {
    document.documentElement.hidden = true;
    location.replace("/");
  }
});
