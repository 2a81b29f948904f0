// No lost words: a form with data-autosave saves itself, and keeps on the device what could not be saved.
//
//   <form data-autosave="/address" data-autosave-key="draft-12-needs" method="post">
//     <input type="hidden" name="revision" value="7">
//     … <p data-autosave-state role="status"></p>
//
// A form with data-autosave="" is kept on the device only: its own button saves it, as one whole.
//
// The server answers {"state": "saved", "revision": 8, "at": "9:41"}. When somebody else wrote meanwhile
// and both could be merged, "text" holds the words of both and "sent" the state that holds exactly what this
// page sent, from which its next words begin. When they could not: 409 with
// {"state": "conflict", "url": "/both-texts"}, and what is typed goes on being kept there. 401, 403 or a
// redirect to a sign-in page means that the person was signed out. Without a script the form's own
// button saves; nothing here is needed for that.

import { KEPT_DAYS, PREFIX, sweep } from "./unsaved.js";
import { Together } from "./together.js";
import { say } from "./words.js";

const AFTER_TYPING = 1500; // milliseconds of quiet before saving
const AFTER_LEAVING = 250; // after leaving a box: enough for a button press to come first
const PATIENCE = 20000; // then an answer is no longer waited for
const TRY_AGAIN = 15000; // after a failed attempt, while the page stays open
const KEEPALIVE_LIMIT = 60000; // browsers refuse larger bodies while a page is closing (64 KiB in all)
const BOOKKEEPING = ["revision", "tab", "caret", "seen", "kept_revision"]; // what was seen, not what somebody means
const SENT = "handrail:sent"; // the key of the form whose button was pressed last, in this tab

export function watchForms(root = document) {
  sweep(KEPT_DAYS);
  settleWhatWasSent();
  for (const form of root.querySelectorAll("form[data-autosave]")) new Autosave(form).start();
}

// The page after a button press. A server that took the words answers with a redirect, to a page where
// the same person is still signed in; only then is what this device kept no longer needed.
function settleWhatWasSent() {
  try {
    const key = sessionStorage.getItem(SENT);
    if (!key) return;
    sessionStorage.removeItem(SENT);
    const person = document.body.dataset.person;
    const [arrival] = performance.getEntriesByType("navigation");
    const taken = arrival?.redirectCount > 0 && (arrival.responseStatus ?? 200) < 400;
    if (taken && person && key.startsWith(`${PREFIX}${person}:`)) localStorage.removeItem(key);
  } catch {
    // Nothing may be kept here, so nothing was.
  }
}

class Autosave {
  constructor(form) {
    this.form = form;
    this.line = form.querySelector("[data-autosave-state]") ?? document.querySelector("[data-autosave-state]");
    const person = document.body.dataset.person ?? "";
    this.key = `${PREFIX}${person}:${form.dataset.autosaveKey ?? location.pathname}`;
    this.keepsOnly = form.dataset.autosave === "";
    this.timer = 0;
    this.saving = null; // the attempt that is on its way
    this.stopped = false;
    this.leaving = false;
    this.bothKept = false; // somebody has to choose the words
  }

  start() {
    // A form that came back with errors was not taken: all of it is still unsaved.
    const refused = this.form.querySelector(".govuk-error-message") ?? document.querySelector(".govuk-error-summary");
    this.saved = refused ? {} : this.words();
    // A page names itself, so that the server can tell a repeated save from somebody else's.
    this.put("tab", newName());
    this.offerWhatWasKept();
    if (refused) this.keep();
    this.form.addEventListener("input", () => this.changed());
    this.form.addEventListener("change", () => this.changed());
    this.form.addEventListener("focusout", () => this.saveSoon(AFTER_LEAVING));
    this.form.addEventListener("submit", (event) => this.submitted(event));
    // A phone may never come back to a hidden page: save when it is hidden, not when it is closed.
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.saveNow({ closing: true });
    });
    window.addEventListener("pagehide", () => this.saveNow({ closing: true }));
    window.addEventListener("online", () => this.saveSoon(0));
    this.together = new Together(this);
    this.together.start();
  }

  // ---- what is in the form ----

  // A revision and a token change without anybody typing; a file cannot be kept, only sent.
  words() {
    const words = {};
    for (const [name, value] of new FormData(this.form)) {
      if (typeof value !== "string" || name === "csrfmiddlewaretoken" || BOOKKEEPING.includes(name)) continue;
      (words[name] ??= []).push(value);
    }
    return words;
  }

  get box() {
    return this.form.elements.namedItem("text");
  }

  // The hidden fields that say from where the words began.
  bookkeeping() {
    const found = {};
    for (const name of BOOKKEEPING) {
      const field = this.form.elements.namedItem(name);
      if (field && name !== "caret") found[name] = field.value;
    }
    return found;
  }

  put(name, value) {
    const field = this.form.elements.namedItem(name);
    if (field && value !== undefined) field.value = value;
  }

  get dirty() {
    return !same(this.words(), this.saved);
  }

  changed() {
    if (!this.dirty) {
      this.forget();
      return;
    }
    const kept = this.keep();
    if (this.stopped || this.keepsOnly) return;
    if (!this.bothKept) this.say(kept ? say("Not saved yet, kept on this device") : say("Not saved yet"), "held");
    this.saveSoon(AFTER_TYPING);
  }

  saveSoon(delay) {
    clearTimeout(this.timer);
    if (!this.stopped && !this.keepsOnly && this.dirty) this.timer = setTimeout(() => this.saveNow({}), delay);
  }

  // ---- sending ----

  async saveNow({ closing = false }) {
    clearTimeout(this.timer);
    if (this.stopped || this.keepsOnly || this.leaving || this.saving || !this.dirty) return;
    this.saving = this.send(closing);
    const sent = await this.saving;
    this.saving = null;
    // What was typed meanwhile is saved next.
    if (!this.stopped && !this.leaving && this.dirty && same(this.saved, sent)) this.saveSoon(AFTER_TYPING);
  }

  async send(closing) {
    const sent = this.words();
    this.put("caret", this.box?.selectionEnd);
    const body = new URLSearchParams();
    for (const [name, value] of new FormData(this.form)) if (typeof value === "string") body.append(name, value);
    const keepalive = closing && body.toString().length < KEEPALIVE_LIMIT;
    try {
      const response = await fetch(this.form.dataset.autosave, {
        method: "POST",
        body,
        keepalive,
        signal: AbortSignal.timeout(PATIENCE),
        redirect: "manual", // a redirect is a sign-in page, whatever it would answer
        credentials: "same-origin",
        headers: { Accept: "application/json", "X-Handrail-Autosave": "1" },
      });
      await this.answered(response, sent);
    } catch {
      this.unreached();
    }
    return sent;
  }

  async answered(response, sent) {
    if (response.type === "opaqueredirect" || response.status === 401 || response.status === 403) {
      this.signedOut();
      return;
    }
    const answer = await response.json().catch(() => ({}));
    if (response.ok && answer.state === "saved") this.wasSaved(answer, sent);
    else if (response.status === 409 || answer.state === "conflict") this.conflicted(answer, sent);
    else if (response.status >= 400 && response.status < 500) this.refused(answer);
    else this.unreached();
  }

  wasSaved(answer, sent) {
    this.saved = sent;
    this.bothKept = false;
    const untouched = !this.dirty;
    if (answer.text !== undefined && untouched && this.box) this.show(answer.text);
    // Words typed while the answer was on its way began from what was sent, not from what others wrote.
    const began = untouched || answer.sent === undefined ? answer.revision : answer.sent;
    this.put("revision", began);
    this.together.saved(answer);
    if (this.dirty) this.keep();
    else {
      this.forget();
      const time = { time: answer.at };
      const together = answer.text !== undefined;
      const saved = together ? say("Saved at %(time)s, together with what somebody else wrote", time) : say("Saved at %(time)s", time);
      this.say(answer.says ?? (answer.at ? saved : say("Saved")), "saved");
    }
  }

  // The words of the section are others now than this page shows. Called only when nothing here is unsaved.
  show(text) {
    this.together.replace(this.box, text);
    this.saved = this.words();
  }

  conflicted(answer, sent) {
    this.saved = sent; // it is kept at the server, beside the other text
    this.bothKept = true;
    if (this.dirty) this.keep();
    else this.forget();
    this.say(say("Somebody else wrote here too. Both are kept."), "refused", answer.url, say("Choose the words"));
    this.together.saved(answer);
  }

  signedOut() {
    this.stopped = true;
    this.keep();
    this.say(say("You were signed out. Your words are here."), "refused", location.href, say("Sign in to go on"));
  }

  refused(answer) {
    this.keep();
    this.say(answer.says ?? say("Not saved yet. Something in the form needs another look; your words are kept."), "refused");
  }

  unreached() {
    const kept = this.keep();
    this.say(kept ? say("Not saved yet, kept on this device") : say("Not saved yet. Keep this page open"), "held");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.saveNow({}), TRY_AGAIN);
  }

  // The button was pressed: the server's page answers now. What was typed stays kept until that page
  // shows that it was taken, so a failed request loses nothing. A save that is on its way goes first,
  // or its new revision would make the same person's words look like somebody else's.
  submitted(event) {
    clearTimeout(this.timer);
    if (this.saving) {
      event.preventDefault();
      if (!this.leaving) this.saving.finally(() => this.form.requestSubmit(event.submitter));
      this.leaving = true;
      return;
    }
    if (this.dirty && this.keep()) sessionStorage.setItem(SENT, this.key);
    this.leaving = true;
    // Back by the browser's own button: the page is alive again.
    window.addEventListener("pageshow", () => (this.leaving = false), { once: true });
  }

  // ---- keeping on the device ----

  keep() {
    try {
      localStorage.setItem(this.key, JSON.stringify({ words: this.words(), began: this.bookkeeping(), at: location.pathname, kept: Date.now() }));
      return true;
    } catch {
      return false; // full, or not allowed: the line says so
    }
  }

  forget() {
    try {
      localStorage.removeItem(this.key);
    } catch {
      // Not allowed to keep means that nothing was kept.
    }
  }

  kept() {
    try {
      return JSON.parse(localStorage.getItem(this.key) ?? "null");
    } catch {
      return null;
    }
  }

  offerWhatWasKept() {
    const kept = this.kept();
    if (!kept) return;
    const shown = this.words();
    const differing = Object.entries(kept.words).filter(([name, values]) => !same(values, shown[name] ?? []));
    if (!differing.some(([, values]) => values.some((value) => value.trim()))) {
      this.forget(); // what was kept is what the server has
      return;
    }
    // Only what somebody typed is shown; a choice's value is a name for programs.
    const texts = differing.filter(([name]) => this.isTyped(name)).map(([, values]) => values.join("\n"));
    this.form.prepend(offer(texts, {
      use: () => this.putBack(kept),
      drop: () => this.forget(),
    }));
  }

  isTyped(name) {
    const element = this.form.elements.namedItem(name);
    return element instanceof HTMLTextAreaElement || (element instanceof HTMLInputElement && !["checkbox", "radio"].includes(element.type));
  }

  // The words come back with what they began from: what somebody else wrote since is merged, not overwritten.
  putBack({ words, began = {} }) {
    for (const [name, value] of Object.entries(began)) this.put(name, value);
    for (const element of this.form.elements) {
      const values = words[element.name];
      if (!values || element.type === "hidden" || element.type === "file") continue;
      if (element.type === "checkbox" || element.type === "radio") element.checked = values.includes(element.value);
      else element.value = values[0];
    }
    this.changed();
    this.saveSoon(0);
  }

  // ---- saying so ----

  say(text, tone, url, linkText) {
    if (!this.line || (this.line.dataset.said === text && !url)) return;
    this.line.dataset.said = text;
    // It never shrinks: a shorter sentence, as on leaving a box, would move the button from under a press.
    this.line.style.minHeight = `${this.line.offsetHeight}px`;
    this.line.className = `hr-saved hr-saved--${tone}`;
    this.line.replaceChildren(text);
    if (url) {
      const link = document.createElement("a");
      link.href = url;
      link.textContent = linkText;
      this.line.append(" ", link);
    }
  }
}

// A box at the top of the form. The person sees the words before choosing; nothing is replaced unasked.
function offer(texts, { use, drop }) {
  const box = document.createElement("div");
  box.className = "hr-offer";
  box.setAttribute("role", "region");
  box.setAttribute("aria-label", say("Words kept on this device"));
  const title = document.createElement("p");
  const strong = document.createElement("b");
  strong.textContent = say("You wrote this here before, and it was not saved.");
  title.append(strong);
  box.append(title);
  for (const text of texts.filter((text) => text.trim())) {
    const quote = document.createElement("blockquote");
    quote.dir = "auto";
    quote.textContent = text;
    box.append(quote);
  }
  const group = document.createElement("div");
  group.className = "govuk-button-group";
  group.append(
    button(say("Put these words back"), "govuk-button", () => { use(); box.remove(); }),
    button(say("Leave them out"), "govuk-button govuk-button--secondary", () => { drop(); box.remove(); }),
  );
  box.append(group);
  return box;
}

function button(text, css, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = `${css} hr-button--small`;
  made.textContent = text;
  made.addEventListener("click", act);
  return made;
}

function newName() {
  return crypto.randomUUID?.() ?? `${Date.now()}-${Math.random().toString(36).slice(2)}`;
}

function same(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}
