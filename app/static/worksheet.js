"use strict";
/* Writing in the group's worksheet on its own page: docs/decisions/0075-group-space.md. Without this script each cell has
   a page of its own. A Sheet asks every 15 s, while it is in view, what the cells say and who is at them; a Cell saves
   shortly after its writer pauses, over the version that they saw, and shows both texts where somebody was faster. */

const EVERY = 15000, PAUSE = 1200, PATIENCE = 20000;

class Sheet {
  constructor(root) {
    this.root = root;
    this.path = `/api/v1/groups/${root.dataset.group}/worksheet`;
    this.state = document.getElementById("sheet-state");
    this.cells = [...root.querySelectorAll(".sheet-cell")].map((box) => new Cell(this, box));
    this.asked = 0;
    setInterval(() => this.look(), 1000);
    document.addEventListener("visibilitychange", () => { if (!document.hidden) this.ask(); });
    window.addEventListener("beforeunload", (leaving) => { if (this.cells.some((cell) => cell.isUnsaved())) leaving.preventDefault(); });
  }

  says(key, values = {}) {
    return this.root.dataset[`says${key}`].replace(/\{(\w+)\}/g, (_, name) => values[name]);
  }

  async call(method, path, body) {
    const headers = { Accept: "application/json" }, stop = new AbortController();
    const patience = setTimeout(() => stop.abort(), PATIENCE);
    const options = { method, headers, cache: "no-store", credentials: "same-origin", signal: stop.signal };
    if (body) {
      headers["Content-Type"] = "application/json";
      headers["X-CSRFToken"] = this.root.dataset.token;
      options.body = JSON.stringify(body);
    }
    try {
      const answer = await fetch(path, options);
      this.tell(answer.status === 401 ? "Ended" : answer.status >= 500 ? "Waiting" : "");
      return { status: answer.status, body: answer.status === 204 ? {} : await answer.json().catch(() => ({})) };
    } catch (_) {
      this.tell("Waiting");
      return { status: 0, body: {} };
    } finally {
      clearTimeout(patience);
    }
  }

  tell(key) {
    const unsaved = this.cells.some((cell) => cell.isUnsaved());
    this.state.hidden = !key || (key === "Waiting" && !unsaved);
    this.state.textContent = this.state.hidden ? "" : this.says(key);
  }

  look() {
    if (!document.hidden && Date.now() - this.asked >= EVERY) this.ask();
  }

  async ask() {
    this.asked = Date.now();
    const writing = this.cells.find((cell) => cell.isOpen() && cell.box.contains(document.activeElement));
    if (writing) await this.call("POST", `${this.path}/presence`, { row: writing.row, column: writing.column });
    for (const cell of this.cells) cell.retry();
    const { status, body } = await this.call("GET", this.path);
    if (status !== 200) return;
    const place = (one) => `${one.row}.${one.column}`;
    const stored = new Map(body.cells.map((one) => [place(one), one]));
    for (const cell of this.cells) {
      const known = stored.get(place(cell));
      if (known) cell.hear(known);
      const others = body.editing.filter((one) => place(one) === place(cell) && String(one.person) !== this.root.dataset.self);
      cell.part("editing").textContent = others.map((one) => this.says("Editing", { name: one.name, seconds: one.seconds_ago })).join(" · ");
    }
  }
}

class Cell {
  constructor(sheet, box) {
    Object.assign(this, { sheet, box, row: box.dataset.row, column: box.dataset.column });
    this.version = Number(box.dataset.version);
    const text = this.part("text");
    this.stored = this.version && !text.querySelector(".muted") ? text.textContent : "";
    this.area = null;
    this.rival = null;
    this.sending = false;
    this.failed = false;
    const link = this.part("actions").querySelector("a");
    link.addEventListener("click", (click) => {
      if (this.isOpen() || click.ctrlKey || click.metaKey || click.shiftKey) return;
      click.preventDefault();
      this.open();
    });
    link.setAttribute("role", "button");
  }

  part(name) { return this.box.querySelector(`.sheet-${name}`); }
  isOpen() { return this.area !== null; }
  isUnsaved() { return this.isOpen() && this.area.value.trim() !== this.stored; }

  open() {
    const area = document.createElement("textarea");
    area.className = "form-control";
    area.maxLength = Number(this.sheet.root.dataset.longest);
    area.value = this.stored;
    area.setAttribute("aria-labelledby", `${this.row}-title ${this.row}-${this.column}-label`);
    area.addEventListener("input", () => {
      clearTimeout(this.pause);
      this.pause = setTimeout(() => this.save(), PAUSE);
    });
    area.addEventListener("blur", () => this.save());
    this.part("text").replaceWith(area);
    area.classList.add("sheet-area");
    this.area = area;
    const link = this.part("actions").querySelector("a");
    link.removeAttribute("role");
    area.focus();
    this.sheet.ask();
  }

  async save(base = this.version) {
    clearTimeout(this.pause);
    if (!this.isUnsaved() || this.sending || (this.rival && base === this.version)) return;
    this.sending = true;
    const text = this.area.value;
    this.by(this.sheet.says("Saving"));
    const { status, body } = await this.sheet.call("PUT", `${this.sheet.path}/${this.row}/${this.column}`, { text, base_version: base });
    this.sending = false;
    this.failed = status === 0 || status >= 500;
    if (status === 200) {
      this.settle();
      this.keep(body);
      this.by(`${this.sheet.says("Saved")} · ${this.whose(body)}`);
      if (this.isUnsaved()) this.pause = setTimeout(() => this.save(), PAUSE);
    } else if (status === 409 && body.stored) {
      this.clash(body.stored);
    } else {
      this.by(body.detail || "");
    }
  }

  retry() { if (this.failed && !this.rival) this.save(); }

  /** What the server says of this cell. Text that its writer has not changed follows; changed text stays theirs. */
  hear(known) {
    if (known.version <= this.version || this.sending) return;
    if (this.isUnsaved()) return;
    this.keep(known);
    if (this.isOpen()) this.area.value = known.text;
    else this.show();
    this.by(this.whose(known));
  }

  keep(known) { this.version = known.version; this.stored = known.text; }
  whose(known) { return this.sheet.says("By", { name: known.saved_by, version: known.version }); }
  by(words) { this.part("by").textContent = words; }

  show() {
    const text = this.part("text");
    text.textContent = this.stored || text.dataset.empty;
  }

  clash(known) {
    this.settle();
    this.rival = known;
    const box = document.createElement("div");
    box.className = "sheet-conflict";
    box.setAttribute("role", "alert");
    const add = (tag, words, kind = "") => box.appendChild(Object.assign(document.createElement(tag), { textContent: words, className: kind }));
    add("p", this.sheet.says("Changed", { name: known.saved_by }));
    add("strong", this.sheet.says("Theirs"));
    add("div", known.text, "sheet-text");
    const keep = add("button", this.sheet.says("Keep"), "btn btn-secondary btn-small");
    const take = add("button", this.sheet.says("Take"), "btn btn-quiet btn-small");
    for (const button of [keep, take]) button.type = "button";
    keep.addEventListener("click", () => { this.keep(known); this.settle(); this.save(); });
    take.addEventListener("click", () => { this.keep(known); this.area.value = known.text; this.settle(); this.by(this.whose(known)); });
    this.area.before(box);
    this.by("");
  }

  settle() {
    this.rival = null;
    this.box.querySelector(".sheet-conflict")?.remove();
  }
}

new Sheet(document.getElementById("sheet"));
