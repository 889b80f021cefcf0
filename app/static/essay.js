"use strict";
/* The page on which an essay is written: saving, counting, comparing. What travels is in outbox.js, counting in
   essay-words.js. Without scripts the page is a plain form; docs/decisions/0070-essays.md says why it is so. */

const TYPING = 1500;
const AT_LATEST = 15000;
const HEARTBEAT = 60000;
const LATELY = 12 * 3600 * 1000;
const ONE = 1;
const byId = (id) => document.getElementById(id);
const show = (element, shown = true) => { if (element) element.hidden = !shown; };

/** The essay on its way: one thing, always under the same number. */
class EssayOutbox extends Outbox {
  constructor(course, place, ...rest) {
    super(place, ...rest);
    this.address = `/api/v1/courses/${encodeURIComponent(course)}/essay`;
  }

  path() {
    return this.address;
  }

  body(chosen, base) {
    return { text: chosen.text, language: chosen.language, base_version: base };
  }

  saved(number, sent, body) {
    return { number, chosen: sent, version: body.version, saved_at: body.saved_at };
  }

  there(number, stored) {
    const { text, language, version, saved_at } = stored || { text: "", language: "", version: 0, saved_at: null };
    return { number, chosen: { text, language: this.fixed ? null : language }, version, saved_at };
  }
}
EssayOutbox.PREFIX = "ecampus.essay.";
EssayOutbox.CHANGED = "essay_changed";
EssayOutbox.CLOSED = new Set(["essay_closed", "essay_marked", "course_closed"]);
EssayOutbox.REMEMBERS = 3;

class EssayPage {
  constructor(form) {
    const facts = form.dataset;
    Object.assign(this, { form, facts, texts: JSON.parse(facts.words), area: byId("text"), choice: form.elements.language });
    this.wire = new Wire(form.elements.csrf_token.value, Number(facts.person));
    this.outbox = new EssayOutbox(facts.course, facts.place, this.wire, (_, ...both) => this.same(...both), () => this.refresh());
    this.outbox.fixed = !this.choice;
    this.time = new Intl.DateTimeFormat(facts.locale, { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: facts.zone });
    this.day = new Intl.DateTimeFormat(facts.locale, { dateStyle: "medium", timeStyle: "short", timeZone: facts.zone });
    this.number = new Intl.NumberFormat(facts.locale);
    this.since = null;
    this.deciding = false;
  }

  start() {
    document.documentElement.classList.add("has-script");
    const typedBefore = this.area.value, { version, savedAt } = this.facts;
    const stored = { text: this.area.defaultValue, language: this.language() };
    this.outbox.begin([{ number: ONE, chosen: stored, version: Number(version), saved_at: savedAt }]);
    if (typedBefore !== this.area.defaultValue && !this.outbox.entries.size) this.typed(0);
    this.area.addEventListener("input", () => this.typed(TYPING));
    this.area.addEventListener("blur", () => this.outbox.flush(false));
    if (this.choice) this.choice.addEventListener("change", () => this.typed(0));
    this.form.addEventListener("submit", (event) => this.pressed(event));
    byId("rival").addEventListener("click", (event) => event.target.name === "resolve" && this.decide(event.target.value));
    byId("upload").addEventListener("submit", (event) => this.upload(event));
    addEventListener("online", () => this.beat());
    addEventListener("offline", () => this.outbox.reached(0));
    addEventListener("pagehide", () => this.outbox.flush());
    document.addEventListener("visibilitychange", () => (document.hidden ? this.outbox.flush() : this.beat()));
    this.pulse = setTimeout(() => this.beat(), HEARTBEAT);
    this.refresh();
  }

  say(key, values = {}) {
    return this.texts[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
  }

  same(one, other) {
    return plainText(one.text) === plainText(other.text) && one.language === other.language;
  }

  /** The language chosen; null where it is fixed, which leaves it as it is. */
  language() {
    return this.choice ? this.choice.value : null;
  }

  /** The person wrote: kept at once, sent after a pause in the typing, and not later than 15 seconds after the first change. */
  typed(pause) {
    const now = performance.now();
    if (!this.outbox.entries.size) this.since = now;
    const wait = Math.max(0, Math.min(pause, (this.since || now) + AT_LATEST - now));
    this.outbox.put(ONE, { text: this.area.value, language: this.language() }, wait);
    this.refresh();
  }

  /** Shows what is known: the text, how long it is, whether it is saved. */
  refresh() {
    const { text, language } = this.outbox.chosen(ONE), entry = this.outbox.entries.get(ONE);
    if (plainText(this.area.value) !== plainText(text)) {
      this.area.value = text;
      if (!entry) byId("announce").textContent = this.say("newer");
    }
    if (this.choice && language && this.choice.value !== language) this.choice.value = language;
    for (const field of document.querySelectorAll("[name=base_version]")) field.value = this.outbox.stored.get(ONE).version;
    this.count(countWords(this.area.value));
    this.tell(...this.state(entry));
    this.compare(entry && !this.outbox.closed ? entry.rival : null);
    const { trouble, durable, closed } = this.outbox;
    this.notice(!closed && (trouble || !durable) ? this.say(trouble || "not_durable") : "");
    if (!entry) this.since = null;
  }

  count(count) {
    const words = this.say(count === 1 ? "words_one" : "words_many", { count: this.number.format(count) });
    const least = Number(this.facts.from), most = Number(this.facts.to);
    const apart = count < least ? ["short", least - count, least] : count > most ? ["long", count - most, most] : null;
    const shown = apart && { words, count: this.number.format(apart[1]), limit: this.number.format(apart[2]) };
    byId("count").textContent = apart ? this.say(apart[0], shown) : this.say("right", { words, least: this.number.format(least), most: this.number.format(most) });
  }

  state(entry) {
    const { trouble, closed, sending, stored } = this.outbox, { version, saved_at } = stored.get(ONE);
    if (entry && closed) return ["lost", this.say("too_late")];
    if (closed) return ["none", this.say("closed")];
    if (entry && (entry.rival || this.deciding)) return ["rival", this.say("rival")];
    if (entry && entry.refused) return ["lost", this.say("refused", { reason: entry.refused })];
    if (entry && trouble && !sending) return ["waiting", this.say("waiting")];
    if (entry) return ["saving", this.say("saving")];
    if (!version) return ["none", this.say("none")];
    const saved = Date.parse(saved_at), shown = Date.now() - saved < LATELY ? this.time : this.day;
    return ["saved", this.say("saved", { version, time: shown.format(saved) })];
  }

  tell(state, text) {
    const line = byId("state");
    line.dataset.state = state;
    if (line.textContent !== text) line.textContent = text;
    this.area.readOnly = this.outbox.closed;
  }

  notice(text) {
    const box = byId("trouble"), line = box.querySelector("p");
    if (line.textContent !== text) line.textContent = text;
    show(box, Boolean(text));
  }

  /** Shows the text that was saved elsewhere beside the own one; paragraphs that differ are marked. */
  compare(rival) {
    const box = byId("rival"), opens = rival && box.hidden;
    show(box, Boolean(rival));
    if (!rival) return;
    const there = this.paragraphs(rival.chosen.text), here = this.paragraphs(this.area.value);
    this.column(byId("rival-there"), there, new Set(here));
    this.column(byId("rival-here"), here, new Set(there));
    if (opens) box.focus();
  }

  paragraphs(text) {
    return plainText(text).split("\n").map((line) => line.trim()).filter(Boolean);
  }

  column(box, lines, others) {
    box.replaceChildren(...lines.map((line) => {
      const shown = Object.assign(document.createElement("p"), { textContent: line });
      shown.classList.toggle("differs", !others.has(line));
      return shown;
    }));
  }

  /** The person decided which text goes on. Both are kept: the own one is saved first, whichever it is. */
  async decide(which) {
    const { rival } = this.outbox.entries.get(ONE);
    await this.outbox.decide(ONE, true);
    if (which === "theirs" && (await this.outbox.flush())) {
      this.area.value = rival.chosen.text;
      this.typed(0);
    }
    this.area.focus();
  }

  async pressed(event) {
    event.preventDefault();
    const handsIn = event.submitter && event.submitter.value === "hand_in";
    const saved = await this.outbox.flush();
    if (!handsIn) return;
    if (saved) location.assign(this.facts.confirm);
    else this.notice(this.say("stay"));
  }

  /** A file goes up only once everything typed is saved, so that it replaces nothing unseen. */
  async upload(event) {
    event.preventDefault();
    if (await this.outbox.flush()) event.target.submit();
    else this.notice(this.say("stay"));
  }

  /** Every minute, and when somebody comes back to the page: what is stored, and whether the essay is taken still. */
  async beat() {
    clearTimeout(this.pulse);
    this.pulse = setTimeout(() => this.beat(), HEARTBEAT);
    const known = this.outbox.stored.get(ONE).version;
    const { status, body } = await this.wire.call("GET", `${this.outbox.address}?known=${known}`);
    this.outbox.reached(status);
    if (status !== 200) return;
    const { text, language, version, saved_at } = body;
    if (text !== null) this.outbox.learn({ number: ONE, chosen: { text, language: this.choice ? language : null }, version, saved_at });
    const open = body.door === "open" || body.door === "late";
    if (open && this.outbox.closed) this.outbox.reopen();
    else if (!open && !this.outbox.closed) this.outbox.close();
  }
}

new EssayPage(byId("essay")).start();
