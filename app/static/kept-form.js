"use strict";
/* Keeps what somebody types into a form in this browser until the server has it, so that a lost line, a closed page or an
   empty battery loses no feedback. The form says by data-kept under which name; its field `version` says what it was made
   from, so that what comes back never replaces unseen what was saved meanwhile. The form works without this script. */

class KeptForm {
  constructor(form) {
    Object.assign(this, { form, key: `ecampus.form.${form.dataset.kept}`, durable: true, leaving: false });
    this.fields = [...form.querySelectorAll("input[type=text], textarea")];
    this.version = form.elements.version;
    this.served = { base: this.version.value, fields: this.typed() };
    this.line = form.querySelector("[data-kept-line]");
    this.begin();
  }

  typed() {
    return Object.fromEntries(this.fields.map((field) => [field.name, field.value]));
  }

  begin() {
    const kept = this.read();
    if (this.form.dataset.refused) this.keep();
    else if (kept && !this.same(kept.fields)) this.show(kept);
    else this.drop();
    this.form.addEventListener("input", () => (this.same(this.typed()) ? this.drop() : this.keep()));
    this.form.addEventListener("submit", () => { this.leaving = true; });
    this.line.querySelector("button").addEventListener("click", () => this.forget());
    addEventListener("beforeunload", (event) => {
      if (!this.durable && !this.leaving && !this.same(this.typed())) event.preventDefault();
    });
  }

  /** Whether these fields say what the server sent; points are equal as numbers, with a comma or a point. */
  same(fields) {
    const plain = (field, value) => {
      const text = (value ?? "").trim();
      return field.inputMode === "decimal" && text ? String(Number(text.replace(",", "."))) : text;
    };
    return this.fields.every((field) => plain(field, fields[field.name]) === plain(field, this.served.fields[field.name]));
  }

  show({ base, fields }, back = true) {
    for (const field of this.fields) field.value = fields[field.name] ?? "";
    this.version.value = base;
    this.line.hidden = !back;
  }

  forget() {
    this.drop();
    this.show(this.served, false);
    this.fields[0].focus();
  }

  read() {
    try {
      const kept = JSON.parse(localStorage.getItem(this.key));
      return kept && typeof kept.fields === "object" ? kept : null;
    } catch (_) {
      return null;
    }
  }

  keep() {
    this.write(() => localStorage.setItem(this.key, JSON.stringify({ base: this.version.value, fields: this.typed() })));
  }

  drop() {
    this.write(() => localStorage.removeItem(this.key));
  }

  write(act) {
    try {
      act();
      this.durable = true;
    } catch (_) {
      this.durable = false;
    }
  }
}

for (const form of document.querySelectorAll("[data-kept]")) new KeptForm(form);
