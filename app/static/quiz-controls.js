"use strict";
/* The controls of an attempt's page, docs/decisions/0064-quiz-page.md. KINDS: how answers are read from them, shown in
   them and said in words. ServerClock: the time at the server. Timer: what is left of it. Copy: the page, kept for a
   reload without a connection. */

const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const byId = (id) => document.getElementById(id);
const show = (element, shown = true) => { if (element) element.hidden = !shown; };
const notice = (id, text) => {
  const box = byId(id), line = box.querySelector("p");
  if (line.textContent !== text) line.textContent = text;
  show(box, Boolean(text));
};
const words = (element) => all(".t", element).filter((one) => !one.hidden).map((one) => one.textContent.trim()).join(" ");

/** How an answer is read from a question's controls, shown in them, and said in words; by kind. */
const choices = {
  read: (question) => all("input:checked", question).map((input) => input.value),
  show: (question, chosen) => all(".choice-row input", question).forEach((input) => { input.checked = chosen.includes(input.value); }),
  say: (question, chosen) => all(".choice-row", question).filter((row) => chosen.includes(row.querySelector("input").value)).map(words).join("; "),
};
const typed = {
  read: (question) => all("input.typed", question).map((input) => input.value).filter((value) => value.trim()),
  show: (question, chosen) => { question.querySelector("input.typed").value = chosen[0] || ""; },
  say: (question, chosen) => chosen.join(""),
};
/** Whether the server can read a number in what was typed: app/quizzes/rules/typed.py, readings_of. */
const isNumber = (written) => {
  const plain = written.replace(/[\s'’‘ʼ]/g, "").replace(/[−–]/g, "-"), swapped = plain.replace(/[.,]/g, (mark) => (mark === "." ? "," : "."));
  return [plain, swapped].some((one) => {
    const parts = /^[+-]?(\d*|\d{1,3}(?:,\d{3})+)(?:\.(\d*))?(?:[eE]([+-]?\d{1,4}))?$/.exec(one);
    return parts && Boolean(parts[1] || parts[2]) && Math.abs(Number(parts[3] || 0)) <= 300;
  });
};
/** A number, with a word of doubt where there is none: at once where it goes, only on leaving the field where it comes. */
const numeric = {
  ...typed,
  show: (question, chosen) => { typed.show(question, chosen); numeric.doubt(question); },
  doubt: (question) => show(question.querySelector(".doubt"), typed.read(question).some((value) => !isNumber(value))),
};
for (const [event, isLeft] of [["input", false], ["change", true]]) {
  document.addEventListener(event, ({ target }) => {
    const question = target.closest("[data-kind=numeric]"), doubt = question && question.querySelector(".doubt");
    if (doubt && (isLeft || !doubt.hidden)) numeric.doubt(question);
  });
}
const matching = {
  read: (question) => all("select", question).filter((select) => select.value).map((select) => `${select.dataset.left}>${select.value}`),
  show: (question, chosen) => {
    const sides = new Map(chosen.map((pair) => pair.split(">")));
    all("select", question).forEach((select) => { select.value = sides.get(select.dataset.left) || ""; });
  },
  say: (question, chosen) => chosen.map((pair) => {
    const [left, right] = pair.split(">"), select = question.querySelector(`select[data-left="${CSS.escape(left)}"]`);
    const option = [...select.options].find((one) => one.value === right);
    return `${words(select.closest("li"))} → ${option ? option.textContent : right}`;
  }).join("; "),
};
const ordering = {
  read: (question) => (question.dataset.arranged ? all(".entry", question).map((entry) => entry.dataset.key) : []),
  show: (question, chosen) => {
    const list = question.querySelector(".entries"), keys = chosen.length ? chosen : JSON.parse(list.dataset.keys);
    question.dataset.arranged = chosen.length ? "yes" : "";
    const stands = all(".entry", list).map((entry) => entry.dataset.key);
    if (keys.some((key, at) => key !== stands[at])) // what is put in again, even where it was, loses the keyboard's focus
      keys.forEach((key) => list.append(list.querySelector(`[data-key="${CSS.escape(key)}"]`)));
    all(".entry", list).forEach((entry, at, entries) => {
      entry.querySelector(".place-number").textContent = at + 1;
      entry.querySelector("[data-move='-1']").disabled = at === 0 || Boolean(question.dataset.locked);
      entry.querySelector("[data-move='1']").disabled = at === entries.length - 1 || Boolean(question.dataset.locked);
    });
    show(question.querySelector(".use-order"), !chosen.length);
  },
  say: (question, chosen) => chosen.map((key, at) => `${at + 1}. ${words(question.querySelector(`[data-key="${CSS.escape(key)}"]`))}`).join(" "),
};
const KINDS = { single: choices, true_false: choices, multiple: choices, numeric, short: typed, matching, ordering };
const IN_ORDER = new Set(["ordering", "numeric", "short"]);

/** Knows the server's time from what it said and from how long that took; the device's own clock plays no part. */
class ServerClock {
  constructor() {
    this.low = -Infinity;
    this.high = Infinity;
  }

  /** The server said `instant` (milliseconds) between `sent` and `received` (of performance.now()).
      Every answer narrows the offset down; one that contradicts the others says that the device slept: it counts. */
  heard(instant, sent, received) {
    const low = instant - received, high = instant - sent;
    const agrees = low <= this.high && high >= this.low;
    this.low = agrees ? Math.max(low, this.low) : low;
    this.high = agrees ? Math.min(high, this.high) : high;
  }

  now() {
    return performance.now() + (this.low + this.high) / 2;
  }
}

/** Shows the time left, warns at 10, 5 and 1 minutes, and tells the page when the time is over or there is more. */
class Timer {
  constructor(due, tell) {
    this.clock = new ServerClock();
    this.due = due ? Date.parse(due) : null;
    this.tell = tell;
    this.rest = Infinity;
    this.sleep = Date.now() - performance.now();
  }

  start(serverTime) {
    const [visit] = performance.getEntriesByType("navigation");
    const sent = visit ? visit.requestStart : 0, received = visit ? visit.responseStart : performance.now();
    this.clock.heard(Date.parse(serverTime), sent, received);
    setInterval(() => this.tick(), 500);
    this.tick();
  }

  /** The server said what time it is and when the attempt is due. */
  heard(said, sent, received) {
    this.clock.heard(Date.parse(said.server_time), sent, received);
    const due = said.due_at ? Date.parse(said.due_at) : null, before = this.due;
    this.due = due;
    if (due !== before) this.tell("moved", due);
    this.tick();
  }

  tick() {
    this.wake();
    if (this.due === null) return;
    const before = this.rest, rest = this.due - this.clock.now();
    this.rest = rest;
    this.draw(Math.max(0, Math.ceil(rest / 1000)));
    const near = Timer.WARNS_AT.filter((minutes) => rest <= minutes * Timer.MINUTE).pop();
    if (near && rest > 0 && before > near * Timer.MINUTE && before !== Infinity) this.tell("near", Math.ceil(rest / Timer.MINUTE));
    if (rest <= 0 !== before <= 0) this.tell(rest <= 0 ? "over" : "on");
  }

  draw(seconds) {
    const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
    const text = parts.map((part) => String(part).padStart(2, "0")).join(":").replace(/^00:/, "");
    const shown = document.getElementById("clock");
    if (shown.textContent !== text) shown.textContent = text;
    const near = Timer.WARNS_AT.filter((minutes) => seconds <= minutes * 60).pop() || "";
    document.getElementById("timer").dataset.near = near;
  }

  /** A leap of the device's own clock says that it slept: ask the server. Nothing else follows from that clock. */
  wake() {
    const sleep = Date.now() - performance.now();
    if (Math.abs(sleep - this.sleep) > 3000) this.tell("woke");
    this.sleep = sleep;
  }

  /** By how many seconds the device's clock is ahead of the server's. */
  ahead() {
    return Math.round((Date.now() - this.clock.now()) / 1000);
  }
}
Timer.MINUTE = 60000;
Timer.WARNS_AT = [10, 5, 1];

/** Keeps a copy of the page as it came, and beside it what is saved since: docs/decisions/0069-offline-copy.md.
    It is there while the attempt is open and its owner signed in, for one attempt at a time. */
class Copy {
  constructor(facts) {
    Object.assign(this, { facts, wanted: false, there: Boolean(facts.keptAt), work: Promise.resolve(), due: facts.dueAt, note: "", stored: new Map(), known: {} });
    this.path = Copy.SCOPE + facts.attempt;
    Copy.ahead = (Number(facts.keptAt) || Copy.cameAt()) - Date.parse(facts.serverTime);
    this.page = document.documentElement.outerHTML;
    if (!facts.keptAt) this.page = this.page.replace(' data-attempt="', ` data-kept-at="${Math.round(Copy.cameAt())}" data-attempt="`);
  }

  /** Where this page is a copy itself, `facts` are brought up to date. */
  static async open(facts) {
    const copy = new Copy(facts);
    if (facts.keptAt) await copy.age();
    return copy;
  }

  /** When this page came, by the device's clock. */
  static cameAt() {
    const [visit] = performance.getEntriesByType("navigation");
    return Date.now() - performance.now() + (visit ? visit.responseStart : 0);
  }

  /** As much time has passed at the server as on this device, until the server says otherwise. */
  async age() {
    const { facts } = this, note = await (await caches.open(Copy.CACHE)).match(this.path + Copy.NOTE);
    if (note) this.known = await note.json();
    facts.serverTime = new Date(Date.parse(facts.serverTime) + Copy.cameAt() - Number(facts.keptAt)).toISOString();
    if (this.known.due !== undefined) this.due = facts.dueAt = this.known.due;
  }

  /** Puts what was saved after the page came in the place of what the page says. */
  newest(answers) {
    const saved = new Map((this.known.answers || []).map((one) => [one.number, one]));
    return answers.map((one) => (saved.has(one.number) && saved.get(one.number).version > one.version ? saved.get(one.number) : one));
  }

  keep() {
    if (this.wanted || !navigator.serviceWorker || !window.caches) return;
    this.wanted = true;
    if (!this.there) this.after(() => this.store());
  }

  /** Does one thing after the other; what fails leaves nothing behind. */
  after(act) {
    this.work = this.work.then(act).catch(() => this.drop());
  }

  async store() {
    await navigator.serviceWorker.register(this.facts.worker, { scope: Copy.SCOPE });
    const names = all("link[href], script[src]").map((one) => one.href || one.src), files = await Promise.all(names.map((name) => fetch(name)));
    await caches.delete(Copy.CACHE);
    const cache = await caches.open(Copy.CACHE);
    await Promise.all(names.map((name, at) => cache.put(name, files[at])));
    await this.put();
    this.learn(this.stored);
  }

  async put() {
    if (!this.wanted) return;
    const headers = { "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": Copy.POLICY, "X-Kept-Until": String(Copy.until(this.due)) };
    await (await caches.open(Copy.CACHE)).put(this.path, new Response(`<!doctype html>${this.page}`, { headers }));
    this.there = true;
  }

  /** Notes what is saved, and when the attempt is due. */
  learn(stored, due) {
    this.stored = stored;
    const moved = due !== undefined && (due ? Date.parse(due) : 0) !== (this.due ? Date.parse(this.due) : 0);
    if (moved) this.due = due;
    if (moved && this.there) this.after(() => this.put());
    const note = JSON.stringify({ due: this.due, answers: [...stored.values()].filter((one) => one.version) });
    if (!this.wanted || !this.there || note === this.note) return;
    this.note = note;
    this.after(async () => this.wanted && (await caches.open(Copy.CACHE)).put(this.path + Copy.NOTE, new Response(note)));
  }

  drop() {
    Object.assign(this, { wanted: false, there: false, note: "" });
    if (window.caches) this.work = this.work.then(() => caches.delete(Copy.CACHE)).catch(() => false);
  }

  /** Until when something of an attempt is kept: a day beyond its end, or a week where nothing ends it. A device whose
      clock is ahead, which will compare, must not think that this is over; one that is behind may be put right. */
  static until(due) {
    return due ? Date.parse(due) + Copy.DAY + Math.max(0, Copy.ahead) : Date.now() + 7 * Copy.DAY;
  }
}
Copy.DAY = 24 * 3600 * 1000;
Copy.CACHE = "ecampus.attempt";
Copy.SCOPE = "/attempts/";
Copy.NOTE = "?saved";
Copy.POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
