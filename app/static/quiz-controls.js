"use strict";
/* The controls of an attempt's page, docs/decisions/0064-quiz-page.md. KINDS: how answers are read from them, shown in
   them and said in words. ServerClock: the time at the server. Timer: what is left of it. */

const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const byId = (id) => document.getElementById(id);
const show = (element, shown = true) => { if (element) element.hidden = !shown; };
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
const KINDS = { single: choices, true_false: choices, multiple: choices, numeric: typed, short: typed, matching, ordering };
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
