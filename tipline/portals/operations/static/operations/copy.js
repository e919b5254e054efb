// @ts-check
// A button beside a value that is shown once: copies it, and says that it did.

for (const button of document.querySelectorAll("button[data-copy]")) {
  if (button instanceof HTMLButtonElement && navigator.clipboard) {
    button.hidden = false;
    button.addEventListener("click", () => copy(button));
  }
}

/** @param {HTMLButtonElement} button */
async function copy(button) {
  const value = document.getElementById(button.dataset.copy ?? "");
  if (value instanceof HTMLInputElement) {
    await navigator.clipboard.writeText(value.value);
    button.textContent = button.dataset.copied ?? "";
  }
}
