"use strict";
/* The marking desk: drafts saved while one writes, kept in the browser without a connection, never over what was not
   seen; comments of the bank, passages to write about, and keys. The form does all of it without this script, but for
   the keys. docs/decisions/0071-marks-and-rounds.md */

document.documentElement.classList.add("has-script");

const desk = document.getElementById("desk"), form = document.getElementById("marking");

/** Points as text that the server reads, "" for none, null for what is no number of points. */
function readPoints(field) {
  const typed = field.value.trim().replace(",", ".");
  if (!typed) return "";
  if (!/^[0-9]{1,3}(\.[0-9]{1,4})?$/.test(typed) || Number(typed) > Number(field.dataset.maximum)) return null;
  return typed;
}

/** Resolves once the browser is done with the event at hand: while it submits a form, it ignores a second submission. */
function later() {
  return new Promise((resolve) => { setTimeout(resolve); });
}

/** Keeps what was typed in the browser, and saves it as a draft. */
class Drafts {
  constructor(form, desk) {
    Object.assign(this, { form, essay: desk.dataset.essay, person: desk.dataset.person });
    this.version = Number(desk.dataset.version);
    this.final = desk.dataset.final === "yes";
    this.key = `ecampus.mark.${this.essay}.${this.person}`;
    this.handedIn = Number(form.elements.handed_in.value);
    this.token = form.elements.csrf_token.value;
    this.state = document.getElementById("save-state");
    this.rival = document.getElementById("rival");
    this.fields = [...form.querySelectorAll("[name^=points_], textarea")];
    this.stored = this.typed();
    this.running = null;
    this.blocked = !this.rival.hidden;
    this.timer = 0;
    this.begin();
  }

  typed() {
    return Object.fromEntries(this.fields.map((field) => [field.name, field.value]));
  }

  /** Starts from what the server has; what a page before this one could not bring there comes back. */
  begin() {
    const kept = this.read();
    if (kept && !this.same(kept.fields, this.stored) && !this.blocked) {
      this.fill(kept.fields);
      if (kept.base === this.version) this.later(0);
      else this.meet();
    } else if (!this.blocked) this.drop();
    this.form.addEventListener("input", () => this.changed());
    this.form.addEventListener("submit", (event) => this.leave(event));
    addEventListener("online", () => this.later(0));
    addEventListener("pagehide", () => this.save(true));
    addEventListener("beforeunload", (event) => {
      if (this.dirty() && !this.leaving && !this.durable) event.preventDefault();
    });
    this.rival.addEventListener("click", (event) => this.decide(event.target.dataset.rival));
    if (!this.blocked && !this.dirty()) this.say("saved");
  }

  read() {
    try {
      this.durable = true;
      const kept = JSON.parse(localStorage.getItem(this.key));
      return kept && typeof kept.fields === "object" ? kept : null;
    } catch (_) {
      return null;
    }
  }

  keep() {
    try {
      localStorage.setItem(this.key, JSON.stringify({ base: this.version, fields: this.typed() }));
    } catch (_) {
      this.durable = false;
    }
  }

  drop() {
    try {
      localStorage.removeItem(this.key);
    } catch (_) {
      this.durable = false;
    }
  }

  same(one, other) {
    return this.fields.every((field) => (one[field.name] ?? "") === (other[field.name] ?? ""));
  }

  fill(values) {
    for (const field of this.fields) field.value = values[field.name] ?? "";
    this.form.dispatchEvent(new CustomEvent("filled"));
  }

  dirty() {
    return !this.same(this.typed(), this.stored);
  }

  changed() {
    this.keep();
    if (!this.blocked && !this.final) this.say(this.dirty() ? "saving" : "saved");
    this.later(1200);
  }

  later(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), wait);
  }

  say(what) {
    this.state.textContent = this.state.dataset[what];
    this.state.dataset.tone = what === "saved" || what === "saving" ? "" : "warn";
  }

  /** Saves what stands in the form as a draft. A final mark changes only where its button is pressed. */
  save(last = false) {
    if (this.running && !last) return this.running;
    if (this.blocked || !this.dirty()) return Promise.resolve(!this.blocked);
    if (this.final) {
      this.say("kept");
      return Promise.resolve(false);
    }
    this.running = this.send(last).finally(() => { this.running = null; });
    return this.running;
  }

  content() {
    const criteria = {}, comments = {};
    let sound = true;
    for (const field of this.fields) {
      const key = field.name.replace(/^(points|comment)_/, "");
      if (field.name.startsWith("points_")) {
        const points = readPoints(field);
        if (points) criteria[key] = points;
        sound = sound && points !== null;
      } else if (field.name !== "comment") comments[key] = field.value;
    }
    return { sound, body: { criteria, comments, comment: this.form.elements.comment.value, state: "draft", handed_in: this.handedIn } };
  }

  async send(last) {
    const sent = this.typed(), { sound, body } = this.content();
    this.say("saving");
    const answer = await this.call("PUT", body, last);
    if (answer.status === 200) {
      this.accept(answer.body.version, sent);
      if (!sound) {
        this.keep();
        this.say("refused");
      }
      return sound;
    }
    if (answer.status === 412 || answer.status === 428) return this.stale(sent);
    if (answer.status === 401 || answer.body.code === "csrf") this.say("signedOut");
    else if (answer.body.code === "handed_in_again") this.say("handedInAgain");
    else if (answer.status >= 400 && answer.status < 500) this.say("refused");
    else {
      this.say("offline");
      this.later(5000);
    }
    return false;
  }

  accept(version, sent) {
    this.version = version;
    document.getElementById("versions").hidden = false;
    this.stored = sent;
    this.form.elements.base.value = version;
    if (this.dirty()) {
      this.keep();
      this.later(1200);
    } else {
      this.drop();
      this.say("saved");
    }
  }

  async call(method, body, last) {
    const headers = { Accept: "application/json", "X-CSRFToken": this.token };
    if (body) headers["Content-Type"] = "application/json";
    if (body && this.version) headers["If-Match"] = `"${this.version}"`;
    try {
      const options = { method, headers, credentials: "same-origin", cache: "no-store", keepalive: last };
      if (body) options.body = JSON.stringify(body);
      const answer = await fetch(`/api/v1/essays/${this.essay}/marks`, options);
      return { status: answer.status, body: await answer.json().catch(() => ({})) };
    } catch (_) {
      return { status: 0, body: {} };
    }
  }

  /** Something else is stored than this page knew: its own save whose answer was lost, or another page's. */
  async stale(sent) {
    const answer = await this.call("GET");
    if (answer.status !== 200) {
      this.say("offline");
      this.later(5000);
      return false;
    }
    if (this.equal(answer.body, sent)) {
      this.accept(answer.body.version, sent);
      return true;
    }
    this.meet(answer.body);
    return false;
  }

  values(mark) {
    const values = { comment: mark.comment };
    for (const field of this.fields) {
      const key = field.name.replace(/^(points|comment)_/, "");
      if (field.name.startsWith("points_")) values[field.name] = (mark.criteria[key] ?? "").replace(/\.?0+$/, "");
      else if (field.name !== "comment") values[field.name] = mark.comments[key] ?? "";
    }
    return values;
  }

  equal(mark, sent) {
    const there = this.values(mark);
    return this.fields.every((field) => {
      const one = (sent[field.name] ?? "").trim(), other = there[field.name] ?? "";
      return field.name.startsWith("points_") ? Number(one.replace(",", ".") || NaN) === Number(other || NaN) || (!one && !other) : one === other;
    });
  }

  /** Shows both, and saves nothing until the marker has decided. */
  async meet(mark) {
    this.blocked = true;
    const there = mark || (await this.call("GET")).body;
    if (!there.criteria) return this.say("offline");
    if (this.equal(there, this.typed())) {
      this.blocked = false;
      return this.accept(there.version, this.typed());
    }
    this.other = there;
    const list = this.rival.querySelector("dl");
    list.replaceChildren(...[...this.form.querySelectorAll(".criterion")].map((one) => this.line(one, there)));
    this.rival.hidden = false;
    this.say("refused");
    this.state.textContent = this.rival.querySelector("strong").textContent;
    this.rival.scrollIntoView({ block: "nearest" });
  }

  line(criterion, there) {
    const key = criterion.id.replace("criterion-", ""), line = document.createElement("div");
    const term = document.createElement("dt"), said = document.createElement("dd");
    term.textContent = criterion.querySelector("legend").lastChild.textContent.trim();
    const words = key === "whole" ? [there.comment] : [there.criteria[key], there.comments[key]];
    said.textContent = words.filter(Boolean).join(" ") || "–";
    line.append(term, said);
    return line;
  }

  async decide(what) {
    if (!what) return;
    const there = this.other || (await this.call("GET")).body;
    if (!there.criteria) return this.say("offline");
    this.version = there.version;
    this.form.elements.base.value = there.version;
    this.stored = this.values(there);
    this.final = there.state === "final";
    this.rival.hidden = true;
    this.blocked = false;
    this.other = null;
    if (what === "theirs") this.fill(this.stored);
    if (this.dirty()) {
      this.keep();
      await this.save();
    } else {
      this.drop();
      this.say("saved");
    }
  }

  /** A button of the form: what is under way is waited for, so that the form brings the version that is stored. */
  async leave(event) {
    if (this.leaving) return;
    event.preventDefault();
    clearTimeout(this.timer);
    const button = event.submitter;
    await this.running;
    await later();
    if (this.blocked) return this.rival.scrollIntoView({ block: "nearest" });
    if (!navigator.onLine) {
      this.keep();
      return this.say("offline");
    }
    this.keep();
    this.leaving = true;
    this.form.requestSubmit(button);
  }
}

/** The sum of the points as they are typed, and the level that each number of points reaches. */
function reckon() {
  let sum = 0;
  for (const field of form.querySelectorAll("[name^=points_]")) {
    const points = readPoints(field);
    if (points === null) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
    sum += Math.round(Number(points || 0) * 10000);
    const levels = [...field.closest(".criterion").querySelectorAll(".levels li")];
    const reached = levels.filter((level) => points && Number(points) >= Number(/[\d.]+/.exec(level.textContent)[0]));
    for (const level of levels) level.classList.toggle("is-reached", level === reached.at(-1));
  }
  const shown = (Math.floor(sum / 100) / 100).toFixed(2);
  document.getElementById("sum").value = document.documentElement.lang === "fr" ? shown.replace(".", ",") : shown;
}

/** A comment of the bank goes where the cursor was in the comment, or at its end. */
function insert(button) {
  const field = document.getElementById(button.dataset.insert), words = button.dataset.words;
  const joint = field.value && !field.value.endsWith("\n") ? "\n" : "";
  field.setRangeText(joint + words, field.value.length, field.value.length, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
  button.closest("details").open = false;
  field.focus();
}

/** Passages: selected words become the place of a note. Offsets count characters as the server does. */
class Passages {
  constructor(note, text) {
    Object.assign(this, { note, text });
    this.quote = note.querySelector(".chosen-passage");
    document.addEventListener("selectionchange", () => this.take());
    text.addEventListener("click", (event) => this.show(event.target.closest("mark")));
  }

  take() {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return;
    const range = selection.getRangeAt(0);
    if (!this.text.contains(range.commonAncestorContainer) || this.note.contains(range.commonAncestorContainer)) return;
    const starts = this.offset(range.startContainer, range.startOffset), ends = this.offset(range.endContainer, range.endOffset);
    if (starts === null || ends === null || ends <= starts) return;
    this.note.elements.starts.value = starts;
    this.note.elements.ends.value = ends;
    this.quote.textContent = selection.toString();
    this.quote.hidden = false;
    this.note.querySelector(".paragraph-choice").hidden = true;
  }

  offset(node, place) {
    const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
    const paragraph = element.closest("[data-start]");
    if (!paragraph) return null;
    const before = document.createRange();
    before.setStart(paragraph, 0);
    before.setEnd(node, place);
    return Number(paragraph.dataset.start) + [...before.toString()].length;
  }

  show(mark) {
    for (const one of this.text.querySelectorAll("mark.is-chosen")) one.classList.remove("is-chosen");
    if (!mark) return;
    for (const one of this.text.querySelectorAll(`mark[data-note="${mark.dataset.note}"]`)) one.classList.add("is-chosen");
    document.getElementById(`note-${mark.dataset.note}`).scrollIntoView({ block: "nearest" });
  }
}

/** Keys, which rest while somebody types or a key of the browser is meant. */
function keys(drafts) {
  const goTo = (id) => document.getElementById(id)?.click();
  const focus = (field) => {
    field?.focus();
    field?.closest(".criterion")?.scrollIntoView({ block: "nearest" });
  };
  const pressed = {
    j: () => goTo("next"), n: () => goTo("next"), k: () => goTo("previous"), p: () => goTo("previous"),
    0: () => focus(document.getElementById("comment")),
    t: () => focus(document.getElementById("essay-text")),
    a: () => focus(document.getElementById("note")),
    s: () => drafts?.save().then((saved) => { if (!saved && drafts.final) document.getElementById("finish")?.click(); }),
    "?": () => {
      const list = document.getElementById("shortcuts");
      list.open = !list.open;
      list.querySelector("summary").focus();
    },
  };
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key === "Escape" && typing) typing.blur();
    if (typing || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const field = /^[1-9]$/.test(event.key) && document.querySelector(`[data-index="${event.key}"] [name^=points_]`);
    const act = field ? () => { focus(field); field.select(); } : pressed[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
}

if (desk) {
  const open = desk.dataset.open === "yes", note = document.getElementById("note-form");
  const drafts = form && open ? new Drafts(form, desk) : null;
  if (form) {
    form.addEventListener("input", reckon);
    form.addEventListener("filled", reckon);
    reckon();
    form.addEventListener("click", (event) => {
      const button = event.target.closest("[data-insert]");
      if (!button) return;
      event.preventDefault();
      insert(button);
    });
  }
  if (note) new Passages(note, document.getElementById("essay-text"));
  if (note && drafts) {
    note.addEventListener("submit", async (event) => {
      if (note.dataset.ready) return;
      event.preventDefault();
      drafts.keep();
      await drafts.save();
      await later();
      note.dataset.ready = "yes";
      note.requestSubmit(event.submitter);
    });
  }
  keys(drafts);
}
