"use strict";
/* What a page keeps on the device and brings to the server: docs/decisions/0064-quiz-page.md. Shared by the page of an
   attempt (quiz.js) and that of an essay (essay.js). Wire: one request and its answer. Outbox: changes on their way. */

/** Sends requests as the signed-in person. Status 0: no answer came, or none of ours (it broke off; a gate that wants a
    sign-in to its network spoke). `rest`: how long (ms) the server asks to be left alone. `trip`: how long the last
    answer took (ms). */
class Wire {
  constructor(token, person) {
    this.token = token;
    this.person = person;
    this.trip = null;
  }

  async call(method, path, body) {
    const stop = new AbortController();
    const patience = setTimeout(() => stop.abort(), Wire.PATIENCE), begun = performance.now();
    const headers = { "Accept-Language": document.documentElement.lang };
    const options = { method, headers, credentials: "same-origin", referrerPolicy: "origin", signal: stop.signal };
    if (method === "GET") options.cache = "no-store";
    else {
      headers["Content-Type"] = "application/json";
      headers["X-CSRFToken"] = this.token;
      options.body = JSON.stringify(body || {});
      options.keepalive = options.body.length < Wire.OUTLIVES;
      if (options.body.length > Wire.LONG) headers.Prefer = "return=minimal";
    }
    try {
      const answer = await fetch(path, options);
      this.trip = performance.now() - begun;
      const said = await answer.json().catch(() => null), status = said || Wire.isBusy(answer.status) ? answer.status : 0;
      return { status, body: said || {}, rest: Number(answer.headers.get("Retry-After")) * 1000 || 0 };
    } catch (_) {
      return { status: 0, body: {}, rest: 0 };
    } finally {
      clearTimeout(patience);
    }
  }

  static isBusy(status) {
    return status === 429 || status >= 500;
  }

  /** Learns whether the same person is signed in (again): "" when so, else "signed_out", "somebody_else", "offline". */
  async renew() {
    const { status, body } = await this.call("GET", "/api/v1/me");
    if (status === 401) return "signed_out";
    if (status !== 200) return "offline";
    if (body.id !== this.person) return "somebody_else";
    this.token = body.csrf_token;
    return "";
  }
}
Wire.PATIENCE = 20000;
Wire.OUTLIVES = 20000; // browsers take 64 kB, of up to three bytes a character, from a page that is being left
Wire.LONG = 120; // beyond this, an answer without an echo saves more bytes than asking for it costs

/** Keeps every change that the server has not confirmed, on the device, and sends one after the other, in order.

    What is changed has a number (a question's; an essay has one only). Subclasses say where it is sent, what comes back,
    and under which PREFIX it is kept. An entry: `chosen`; `base`, the version it replaces; `order`; `tried`, what was sent
    without learning the outcome; `rival`, what was stored elsewhere meanwhile (nothing is sent until the person has
    decided); `refused`, a reason. */
class Outbox {
  constructor(place, wire, same, tell) {
    Object.assign(this, { place, wire, same, tell });
    this.family = this.constructor.PREFIX;
    this.prefix = `${this.family}${place}.`;
    this.stored = new Map();
    this.entries = new Map();
    this.sending = 0;
    this.trouble = "";
    this.closed = false;
    this.durable = true;
    this.failures = 0;
    this.rests = 0;
    this.running = null;
    this.timer = 0;
  }

  /** Starts from what the server has; what a page before this one left behind is sent now. */
  begin(stored, due) {
    this.due = due;
    for (const one of stored) this.stored.set(one.number, one);
    for (const [key, value] of this.kept()) this.read(key, value, 0);
    addEventListener("storage", (event) => this.overhear(event.key || "", event.newValue));
    this.pump();
  }

  kept() {
    try {
      return Object.entries(localStorage);
    } catch (_) {
      this.durable = false;
      return [];
    }
  }

  /** What the person has answered, as far as this page knows. */
  chosen(number) {
    return (this.entries.get(number) || this.stored.get(number)).chosen;
  }

  read(key, value, wait) {
    const number = key.startsWith(this.prefix) ? Number(key.slice(this.prefix.length)) : 0;
    if (!this.stored.has(number)) return this.tidy(key, value);
    const { saved, ...entry } = Outbox.parsed(value) || { saved: this.stored.get(number) };
    if (!saved) this.entries.set(number, { ...entry, after: performance.now() + wait });
    else this.entries.delete(number);
    if (saved && saved.version > this.stored.get(number).version) this.stored.set(number, saved);
    return number;
  }

  /** Takes away what was left of another place of this kind whose time is over. */
  tidy(key, value) {
    const other = key.startsWith(this.family) && !key.startsWith(this.prefix) && value;
    if (other && !(Date.now() < (Outbox.parsed(value) || {}).until)) localStorage.removeItem(key);
    return 0;
  }

  /** What was kept, or null where something else wrote there: a damaged entry must not stop the page. */
  static parsed(value) {
    try {
      return JSON.parse(value);
    } catch (_) {
      return null;
    }
  }

  /** Another tab of this browser has an answer: it shows here at once, and is sent from here if that tab does not. What was
      merely cleared away there is still here. */
  overhear(key, value) {
    if (value === null) return;
    const number = this.read(key, value, Outbox.TAKES_OVER);
    if (!number) return;
    this.tell(number);
    this.pump();
  }

  keep(number, entry) {
    this.entries.set(number, entry);
    if (!this.closed) this.write(number, { ...entry, after: undefined, until: this.until() });
    this.tell(number);
  }

  /** Until when (ms since the epoch) an entry stays on the device, if nobody comes back to send it. */
  until() {
    return Date.now() + Outbox.FORGETS_AFTER;
  }

  /** The entry is done with; other tabs learn what is stored instead. */
  drop(number) {
    this.entries.delete(number);
    this.write(number, { saved: this.stored.get(number) });
    this.write(number, null);
    this.tell(number);
  }

  write(number, value) {
    try {
      if (value) localStorage.setItem(this.prefix + number, JSON.stringify(value));
      else localStorage.removeItem(this.prefix + number);
    } catch (_) {
      this.durable = false;
    }
  }

  /** The person answered. `wait`: how long (ms) more typing may follow before it is sent; it is kept at once. */
  put(number, chosen, wait = 0) {
    const kept = this.entries.get(number), stored = this.stored.get(number);
    if (kept && kept.rival && this.same(number, chosen, kept.rival.chosen)) return this.decide(number, false);
    if (this.same(number, chosen, stored.chosen) && !(kept && (kept.tried.length || kept.rival))) {
      if (kept) this.drop(number);
      return null;
    }
    const order = Math.max(0, ...[...this.entries.values()].map((entry) => entry.order)) + 1;
    const fresh = { base: stored.version, tried: [], rival: null };
    this.keep(number, { ...fresh, ...kept, refused: "", chosen, order, after: performance.now() + wait });
    return this.pump();
  }

  /** The person decided between the own answer (`mine`) and the one that was stored meanwhile. */
  decide(number, mine) {
    const entry = this.entries.get(number);
    this.stored.set(number, entry.rival);
    if (!mine) return this.drop(number);
    this.keep(number, { ...entry, base: entry.rival.version, rival: null, tried: [], after: 0 });
    return this.pump();
  }

  /** The server has this answer, saved from here or from elsewhere; to one that is being sent its own answer comes. */
  learn(one) {
    const stored = this.stored.get(one.number);
    if (!stored || one.version <= stored.version || this.sending === one.number) return;
    const entry = this.entries.get(one.number);
    if (entry && one.version > entry.base) this.meet(one.number, entry, one);
    else this.stored.set(one.number, one);
    this.tell(one.number);
  }

  /** Something else than expected is stored: what was sent from here before the line broke, or a rival. */
  meet(number, entry, one) {
    const ours = one.version === entry.base + 1 && entry.tried.some((sent) => this.same(number, sent, one.chosen));
    const equal = this.same(number, entry.chosen, one.chosen);
    if (!ours && !equal) return this.keep(number, { ...entry, rival: one });
    this.stored.set(number, one);
    return equal ? this.drop(number) : this.keep(number, { ...entry, base: one.version, tried: [] });
  }

  /** What can be sent, in order. */
  waiting() {
    const free = [...this.entries].filter(([, entry]) => !entry.rival && !entry.refused);
    return free.sort((one, other) => one[1].order - other[1].order);
  }

  /** Sends everything now, typed text included; resolves to whether all of it is saved. Unless it `insists`, a server
      that is busy is left alone for as long as it needs. */
  async flush(insists = true) {
    for (const entry of this.entries.values()) entry.after = 0;
    if (insists) this.failures = this.rests = 0;
    await this.running;
    await this.pump();
    return this.entries.size === 0;
  }

  pump() {
    clearTimeout(this.timer);
    if (!this.running) {
      this.running = this.run().finally(() => {
        this.running = null;
        this.plan();
      });
    }
    return this.running;
  }

  async run() {
    if (this.closed || (this.trouble === "busy" && performance.now() < this.rests)) return;
    if (Outbox.ASIDE.has(this.trouble)) this.say(await this.wire.renew());
    if (Outbox.ASIDE.has(this.trouble)) {
      this.fail(0);
      return;
    }
    for (let going = true; going && !this.closed; ) {
      const next = this.waiting().find(([, entry]) => entry.after <= performance.now());
      going = Boolean(next) && (await this.send(...next));
    }
  }

  /** Nothing more is sent for a while: longer each time, each page for another while so that a whole cohort does not
      come back in the same moment, and at least for as long as the server asks. */
  fail(asked) {
    const pause = Math.min(1000 * 2 ** this.failures, Outbox.LONGEST_PAUSE) * (0.75 + Math.random() / 2);
    this.failures += 1;
    this.rests = performance.now() + Math.max(pause, Math.min(asked, Outbox.LONGEST_REST) * (1 + Math.random() / 4));
  }

  /** Comes back to what is left: when its wait is over, or that after a failure. */
  plan() {
    const waits = this.waiting().map(([, entry]) => entry.after - performance.now());
    if (this.closed || !(waits.length || Outbox.ASIDE.has(this.trouble))) return;
    const pause = this.failures ? this.rests - performance.now() : Math.min(...waits);
    this.timer = setTimeout(() => this.pump(), Math.max(pause, 0));
  }

  async send(number, entry) {
    const sent = entry.chosen;
    this.sending = number;
    const tried = entry.tried.filter((one) => !this.same(number, one, sent));
    this.keep(number, { ...entry, tried: [...tried, sent].slice(-this.constructor.REMEMBERS) });
    const { status, body, rest } = await this.wire.call("PUT", this.path(number), this.body(sent, entry.base));
    this.sending = 0;
    const understood = this.understand(number, sent, status === 200 && !(body.version > 0) ? 0 : status, body);
    if (understood) this.failures = 0;
    else this.fail(rest);
    this.tell(number);
    return understood;
  }

  /** Draws the consequence of an answer; returns whether the next entry can be sent. */
  understand(number, sent, status, body) {
    const entry = this.entries.get(number);
    if (status !== 200 && status !== 409 && status !== 422) {
      this.say(Outbox.TROUBLES[status] || "busy");
      return false;
    }
    this.say("");
    if (status === 200) {
      if (body.version >= this.stored.get(number).version) this.stored.set(number, this.saved(number, sent, body));
      if (entry && this.same(number, entry.chosen, sent)) this.drop(number);
      else if (entry) this.keep(number, { ...entry, base: body.version, tried: [] });
    } else if (body.code === this.constructor.CHANGED) {
      if (entry) this.meet(number, entry, this.there(number, body.stored));
    } else if (this.constructor.CLOSED.has(body.code)) {
      this.close(body.stored);
    } else if (entry) {
      this.keep(number, { ...entry, refused: body.detail || body.code });
    }
    return true;
  }

  /** Another request got through, or did not (`status`). That a server which is too busy to save can tell the time does
      not mean that it can save again. */
  reached(status) {
    if (status === 200 && this.trouble && !(this.trouble === "busy" && this.waiting().length)) {
      this.say("");
      this.flush();
    } else if (status !== 200) {
      this.say(Outbox.TROUBLES[status] || this.trouble);
      if (Outbox.ASIDE.has(this.trouble)) this.pump();
    }
  }

  /** Nothing more is taken: entries go from the device, and stay in this page, as more time may be granted. */
  close(stored) {
    this.closed = true;
    for (const number of this.entries.keys()) this.write(number, null);
    if (stored) this.stored.set(stored.number, stored);
    this.tell(0);
  }

  /** The server no longer has what it confirmed: it was set back to an earlier copy of its data. That is sent again. */
  again(number, version) {
    if (this.sending === number) return;
    const { chosen } = this.stored.get(number), entry = this.entries.get(number);
    this.stored.set(number, { number, chosen: [], version, saved_at: null });
    this.keep(number, { chosen, order: 0, rival: null, refused: "", after: 0, ...entry, base: version, tried: [] });
    this.pump();
  }

  reopen() {
    this.closed = false;
    for (const [number, entry] of this.entries) this.keep(number, entry);
    this.flush();
  }

  say(trouble) {
    const before = this.trouble;
    this.trouble = trouble;
    if (before !== trouble) this.tell(0);
  }

  /** It was handed in: nothing of it stays on the device. */
  forget() {
    for (const number of [...this.entries.keys()]) this.drop(number);
  }
}
Outbox.REMEMBERS = 20;
Outbox.FORGETS_AFTER = 30 * 24 * 3600 * 1000;
Outbox.TAKES_OVER = 5000;
Outbox.LONGEST_PAUSE = 15000;
Outbox.LONGEST_REST = 60000;
Outbox.ASIDE = new Set(["signed_out", "somebody_else"]);
Outbox.TROUBLES = { 0: "offline", 400: "signed_out", 401: "signed_out", 403: "somebody_else", 404: "somebody_else" };
