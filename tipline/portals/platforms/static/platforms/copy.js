// @ts-check
/**
 * Buttons marked with `data-copy` copy the text of the element that they name.
 *
 * They are hidden in the page, and shown only where copying works.
 */

const SHOWN_FOR_MS = 2000;

/** @param {HTMLButtonElement} button */
function bind(button) {
  const source = document.getElementById(button.dataset.copy ?? "");
  if (!source) {
    return;
  }
  const label = [...button.childNodes];
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(source.textContent ?? "");
    button.replaceChildren(button.dataset.copied ?? "");
    setTimeout(() => button.replaceChildren(...label), SHOWN_FOR_MS);
  });
}

if (navigator.clipboard) {
  for (const button of document.querySelectorAll("button[data-copy]")) {
    bind(/** @type {HTMLButtonElement} */ (button));
  }
}
