// Asks before somebody leaves a page with a form that they changed and did not send. The form works without it.
"use strict";

for (const form of document.querySelectorAll("[data-unsaved]")) {
  let changed = form.dataset.unsaved === "typed";
  form.addEventListener("input", () => { changed = true; });
  form.addEventListener("submit", () => { changed = false; });
  window.addEventListener("beforeunload", (leaving) => { if (changed) leaving.preventDefault(); });
}
