// Shows what the shared points add up to while one types. The form works without it: the server adds up again.
"use strict";

for (const form of document.querySelectorAll("[data-share-points]")) {
  const shown = form.querySelector("[data-share-sum]");
  const fields = form.querySelectorAll("[data-share]");
  const french = document.documentElement.lang === "fr";

  const add = () => {
    let hundredths = 0;
    for (const field of fields) {
      const value = Number(field.value.trim().replace(",", "."));
      if (Number.isNaN(value)) continue;
      hundredths += Math.round(value * 100);
    }
    const sum = (hundredths / 100).toFixed(2).replace(/\.00$/, "");
    shown.textContent = shown.dataset.shareSum.replace("@", french ? sum.replace(".", ",") : sum);
  };

  shown.hidden = false;
  form.addEventListener("input", add);
  add();
}
