"use strict";
/* The page of an attempt: questions, their signs, submitting. What travels is in outbox.js, controls and clock in
   quiz-controls.js. Without scripts the page is a plain form; docs/decisions/0064-quiz-page.md says why it is so. */

const SIGNS = { saved: "check", saving: "up", waiting: "clock", none: "minus", rival: "alert", lost: "cross" };
const TYPING = 800;
const PAUSES = { working: 1, over: 0.2, closed: 1 };

/** Answers on their way: each question's is saved by itself. */
class AnswerOutbox extends Outbox {
  path(number) {
    return `/api/v1/attempts/${this.place}/answers/${number}`;
  }

  body(chosen, base) {
    return { chosen, base_version: base };
  }

  saved(number, sent, body) {
    return { chosen: sent, ...body };
  }

  until() {
    return Copy.until(this.due);
  }

  there(number, stored) {
    return stored || { number, chosen: [], version: 0, saved_at: null };
  }
}
AnswerOutbox.PREFIX = "ecampus.answer.";
AnswerOutbox.CHANGED = "answer_changed";
AnswerOutbox.CLOSED = new Set(["attempt_closed"]);

class AttemptPage {
  constructor(form, copy) {
    const { facts } = copy;
    Object.assign(this, { form, facts, texts: JSON.parse(facts.words), phase: "working", copy });
    for (const { dataset, textContent } of all("[data-word]")) this.texts[dataset.word] = textContent;
    this.questions = new Map(all(".question[data-number]", form).map((one) => [Number(one.dataset.number), one]));
    this.wire = new Wire(form.elements.csrf_token.value, Number(facts.person));
    this.outbox = new AnswerOutbox(facts.attempt, this.wire, (...both) => this.same(...both), (number) => this.refresh(number));
    this.timer = new Timer(facts.dueAt, (event, value) => this[event](value));
    this.time = new Intl.DateTimeFormat(facts.locale, { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: facts.zone });
  }

  start() {
    document.documentElement.classList.add("has-script");
    const stored = [...this.questions].map(([number, { dataset }]) => (
      { number, chosen: JSON.parse(dataset.chosen), version: Number(dataset.version), saved_at: dataset.savedAt }));
    this.outbox.begin(this.copy.newest(stored), this.copy.due);
    addEventListener("load", () => this.copy.keep());
    for (const [number, question] of this.questions) this.listen(number, question);
    this.refresh(0);
    this.form.addEventListener("submit", (event) => event.preventDefault());
    document.addEventListener("click", (event) => this.pressed(event, event.target.closest("button")));
    addEventListener("online", () => this.beat());
    addEventListener("offline", () => this.outbox.reached(0));
    addEventListener("pagehide", () => this.outbox.flush());
    document.addEventListener("visibilitychange", () => (document.hidden ? this.outbox.flush() : this.beat()));
    this.timer.start(this.facts.serverTime);
    this.beat();
  }

  listen(number, question) {
    const kind = KINDS[question.dataset.kind], isTyped = (event) => event.target.matches(".typed");
    question.addEventListener("input", (event) => this.outbox.put(number, kind.read(question), isTyped(event) ? TYPING : 0));
    question.addEventListener("focusout", (event) => isTyped(event) && this.outbox.flush(false));
  }

  say(key, values = {}) {
    return this.texts[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
  }

  count(key, count) {
    return this.say(count === 1 ? `${key}_one` : `${key}_many`, { count });
  }

  same(number, one, other) {
    const ordered = IN_ORDER.has(this.questions.get(number).dataset.kind);
    const plain = (chosen) => JSON.stringify(ordered ? chosen : [...chosen].sort());
    return plain(one) === plain(other);
  }

  /** Shows what is known of a question (0: of all): the answer, its sign, the summary. */
  refresh(number) {
    for (const one of number ? [number] : this.questions.keys()) {
      const question = this.questions.get(one), kind = KINDS[question.dataset.kind], chosen = this.outbox.chosen(one);
      if (kind === ordering || !this.same(one, kind.read(question), chosen)) kind.show(question, chosen);
      show(question.querySelector("[name=clear]"), chosen.length > 0 && this.phase === "working");
      this.sign(question.querySelector(".state"), ...this.state(one, chosen));
      this.rival(one, this.outbox.entries.get(one));
    }
    this.copy.learn(this.outbox.stored);
    this.summarise();
  }

  sign(line, state, text) {
    if (line.dataset.state !== state) line.querySelector("use").setAttribute("href", `#sign-${SIGNS[state]}`);
    line.dataset.state = state;
    line.querySelector("span").textContent = text;
  }

  state(number, chosen) {
    const { entries, stored, trouble, closed, sending } = this.outbox, entry = entries.get(number), kept = stored.get(number);
    if (entry && closed) return ["lost", this.say("too_late", { stored: this.inWords(number, (entry.rival || kept).chosen) })];
    if (entry && entry.rival) return ["rival", this.say("rival")];
    if (entry && entry.refused) return ["lost", this.say("refused", { reason: entry.refused })];
    if (entry && trouble && sending !== number) return ["waiting", this.say("waiting")];
    if (entry) return ["saving", this.say("saving")];
    if (!kept.version) return ["none", this.say("none")];
    const time = this.time.format(Date.parse(kept.saved_at));
    return chosen.length ? ["saved", this.say("saved", { time })] : ["none", this.say("emptied", { time })];
  }

  /** Shows an answer that was saved elsewhere beside the own one, until the person has decided. */
  rival(number, entry) {
    const question = this.questions.get(number), rival = entry && !this.outbox.closed && entry.rival;
    if (rival && !question.querySelector(".rival")) question.append(byId("rival").content.cloneNode(true));
    const box = question.querySelector(".rival");
    show(box, Boolean(rival));
    if (!rival) return;
    box.querySelector(".rival-there").textContent = this.inWords(number, rival.chosen);
    box.querySelector(".rival-here").textContent = this.inWords(number, entry.chosen);
  }

  inWords(number, chosen) {
    const question = this.questions.get(number);
    return chosen.length ? KINDS[question.dataset.kind].say(question, chosen) : this.say("empty");
  }

  summarise() {
    const { entries, trouble, closed, durable } = this.outbox;
    const undecided = [...entries.values()].filter((entry) => entry.rival || entry.refused).length, waits = entries.size - undecided;
    let summary = ["saved", this.say("all_saved")];
    if (closed) summary = ["none", this.say("closed")];
    else if (undecided) summary = ["rival", [this.count("undecided", undecided), waits ? this.count("waits", waits) : ""].filter(Boolean).join(" · ")];
    else if (waits && trouble) summary = ["waiting", this.count("waits", waits)];
    else if (waits) summary = ["saving", this.say("saving")];
    this.sign(byId("summary"), ...summary);
    const isLate = this.phase === "over" && waits && (trouble === "offline" || trouble === "busy");
    const what = isLate ? "late" : trouble || (durable ? "" : "not_durable");
    notice("trouble", what && !closed ? this.say(what) : "");
    this.progress();
    for (const place of all(".open-questions")) this.list(place, "open", this.open());
    for (const place of all(".unsaved-questions")) this.list(place, "unsaved", [...entries.keys()]);
  }

  /** Says how many questions have an answer, and of each page of a question whether it has one. */
  progress() {
    const open = new Set(this.open()), count = this.questions.size, line = byId("progress");
    if (!line) return;
    line.textContent = this.say("progress", { answered: count - open.size, count });
    for (const button of all("[name=go].place")) {
      const number = Number(button.value), isOpen = open.has(number);
      button.dataset.answered = isOpen ? "" : "yes";
      button.setAttribute("aria-label", this.say(isOpen ? "place_open" : "place_answered", { number }));
    }
  }

  open() {
    return [...this.questions.keys()].filter((number) => !this.outbox.chosen(number).length);
  }

  /** Says which questions are concerned, each a link; nothing where none is. */
  list(place, key, numbers) {
    const link = (number) => Object.assign(document.createElement("a"), { href: `#q${number}`, textContent: number });
    const links = numbers.sort((one, other) => one - other).flatMap((number, at) => (at ? [", ", link(number)] : [link(number)]));
    const [before, after] = this.texts[`${key}_${numbers.length === 1 ? "one" : "many"}`].split("{numbers}");
    place.replaceChildren(before, ...links, after);
    show(place, numbers.length > 0);
  }

  pressed(event, button) {
    if (!button || button.form !== this.form) return;
    event.preventDefault();
    const question = button.closest(".question"), number = question && Number(question.dataset.number), { name, value, dataset } = button;
    if (name === "clear") this.outbox.put(number, []);
    else if (name === "resolve") this.outbox.decide(number, value.startsWith("mine"));
    else if (name === "language") this.speak(value);
    else if (name === "go") this.turn(Number(value));
    else if (dataset.move) this.move(number, question, button);
    else if (dataset.arrange) this.arrange(number, question);
    else if (value === "check") this.check();
    else if (value === "back") show(byId("confirm"), false);
    else if (value === "submit") this.submit(button);
    else this.outbox.flush();
  }

  speak(language) {
    for (const one of all(".t")) one.hidden = !one.dataset.for.split(" ").includes(language);
    for (const option of all("option[data-texts]")) option.textContent = JSON.parse(option.dataset.texts)[language];
    for (const button of all("button[name=language]")) button.setAttribute("aria-pressed", String(button.value === language));
    this.remember("language", language);
    this.refresh(0);
  }

  remember(name, value) {
    const address = new URL(location);
    address.searchParams.set(name, value);
    history.replaceState(null, "", address);
  }

  move(number, question, button) {
    const entry = button.closest(".entry");
    if (Number(button.dataset.move) < 0) entry.previousElementSibling.before(entry);
    else entry.nextElementSibling.after(entry);
    this.arrange(number, question);
    (button.disabled ? entry.querySelector("button:not(:disabled)") : button).focus();
    const place = entry.querySelector(".place-number").textContent, count = all(".entry", question).length;
    byId("announce").textContent = this.say("moved_to", { entry: words(entry), place, count });
  }

  arrange(number, question) {
    question.dataset.arranged = "yes";
    this.outbox.put(number, ordering.read(question));
  }

  /** Turns to another question, where each has a page of its own; without a way back the server gives the next one. */
  async turn(number) {
    if (this.facts.oneWay) return this.leave(number);
    for (const [one, question] of this.questions) show(question, one === number);
    for (const button of all("[name=go].place")) button.toggleAttribute("aria-current", Number(button.value) === number);
    this.remember("number", number);
    byId(`q${number}`).focus();
    return this.outbox.flush();
  }

  async leave(number) {
    if (!(await this.outbox.flush())) return notice("phase", this.say("stay"));
    const next = Object.assign(document.createElement("input"), { type: "hidden", name: "go", value: number });
    this.form.append(next);
    return this.form.submit();
  }

  async check() {
    await this.outbox.flush();
    show(byId("confirm"));
    byId("confirm").focus();
  }

  async submit(button) {
    button.disabled = true;
    if (!(await this.outbox.flush()) && this.outbox.waiting().length && !this.outbox.closed) {
      button.disabled = false;
      return notice("phase", this.say("not_submitted"));
    }
    const { status, body } = await this.wire.call("POST", `/api/v1/attempts/${this.facts.attempt}/submission`);
    button.disabled = false;
    this.outbox.reached(status === 409 ? 200 : status);
    this.unsure = status === 0 || (status >= 500 && !body.code);
    if (this.unsure) {
      notice("phase", this.say("unsure"));
      return this.beat();
    }
    if (status !== 200) return notice("phase", body.detail || this.say("not_submitted"));
    return this.leaveFor(this.facts.review);
  }

  leaveFor(review) {
    this.forget();
    location.assign(review);
  }

  /** Every 15 seconds: the server's time, the deadline as it stands, and whether anybody saved elsewhere. */
  async beat() {
    if (!this.beating) this.beating = this.ask().finally(() => { this.beating = null; });
    await this.beating;
    clearTimeout(this.pulse);
    if (this.submitted) return;
    this.pulse = setTimeout(() => this.beat(), Number(this.facts.heartbeat) * PAUSES[this.phase]);
  }

  async ask() {
    const sent = performance.now();
    const versions = Object.fromEntries([...this.outbox.stored].map(([number, { version }]) => [number, version]));
    const { status, body } = await this.wire.call("POST", `/api/v1/attempts/${this.facts.attempt}/heartbeat`, { versions });
    const received = performance.now();
    this.outbox.reached(status);
    if ([400, 401, 403, 404].includes(status)) this.copy.drop();
    if (status !== 200) return null;
    this.outbox.due = body.due_at;
    this.copy.learn(this.outbox.stored, body.due_at);
    this.timer.heard(body, sent, received);
    this.health();
    for (const answer of body.answers) this.outbox.learn(answer);
    if (body.state !== "open") return this.close(body.state);
    for (const [number, version] of Object.entries(versions)) {
      const there = body.versions[number] || 0;
      if (version > there) this.outbox.again(Number(number), there);
    }
    if (this.unsure) notice("phase", this.say("not_submitted"));
    this.unsure = false;
    if (this.phase === "closed") this.on();
    return this.copy.keep();
  }

  /** What the timer tells: so many minutes are left; the deadline moved; the device slept; the time is over, or on again. */
  near(minutes) {
    byId("announce").textContent = this.count("minutes_left", minutes);
  }

  moved(due) {
    if (due && this.phase !== "closed") notice("phase", this.say("more_time", { time: this.time.format(due) }));
  }

  woke() {
    this.beat();
  }

  async over() {
    if (this.phase === "closed") return;
    this.phase = "over";
    this.lock(true);
    notice("phase", this.say("over"));
    await this.outbox.flush();
    this.beat();
  }

  on() {
    if (this.phase === "working") return;
    const { due } = this.timer, wasClosed = this.phase === "closed";
    if (wasClosed) notice("phase", due ? this.say("more_time", { time: this.time.format(due) }) : "");
    else if (byId("phase").querySelector("p").textContent === this.say("over")) notice("phase", "");
    this.phase = "working";
    this.outbox.reopen();
    this.lock(false);
  }

  close(state) {
    this.phase = "closed";
    this.submitted = state === "submitted";
    if (this.submitted && this.unsure) return this.leaveFor(this.facts.review);
    if (this.submitted) this.forget();
    this.copy.drop();
    this.outbox.close();
    notice("phase", [this.say(state), this.outbox.entries.size ? this.say("gone") : ""].join(" ").trim());
    this.lock(true);
  }

  forget() {
    this.outbox.forget();
    this.copy.drop();
  }

  lock(locked) {
    for (const question of this.questions.values()) question.dataset.locked = locked ? "yes" : "";
    for (const one of this.form.elements) if (!["hidden", "fieldset"].includes(one.type) && one.name !== "language") one.disabled = locked;
    show(byId("finish"), !locked);
    show(byId("confirm"), false);
    show(byId("to-review"), this.phase === "closed");
    show(byId("timer"), this.phase !== "closed");
    this.refresh(0);
  }

  /** Compares the device's clock with the server's and says how quick the line is. Nothing follows from either. */
  health() {
    const ahead = this.timer.ahead(), apart = Math.abs(ahead), { trip } = this.wire;
    const difference = apart < 60 ? `${apart} s` : `${Math.floor(apart / 60)} min ${apart % 60} s`;
    const digits = new Intl.NumberFormat(this.facts.locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
    const verdict = apart < 20 ? "clock_agrees" : ahead > 0 ? "clock_ahead" : "clock_behind";
    byId("device-clock").textContent = this.say(verdict, { difference });
    byId("line").textContent = this.say(trip < 3000 ? "line" : "line_slow", { seconds: digits.format(trip / 1000) });
    show(byId("health"));
  }
}

Copy.open(byId("attempt").dataset).then((copy) => new AttemptPage(byId("attempt"), copy).start());
