// @ts-check
/** One box that chooses all rows of a form, and takes the choice back. */
for (const form of document.querySelectorAll("form[data-choosing]")) {
  const all = form.querySelector("[data-choose-all]");
  const boxes = () => form.querySelectorAll('input[name="mark"]');
  if (!(all instanceof HTMLInputElement)) continue;
  all.hidden = false;
  all.addEventListener("change", () => {
    for (const box of boxes()) {
      if (box instanceof HTMLInputElement) box.checked = all.checked;
    }
  });
}
