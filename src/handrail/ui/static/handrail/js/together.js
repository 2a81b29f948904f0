// Several people in one section: says that this page is there, shows who else is, and brings in what they saved.
//
//   <div data-others="/where-to-say-so" role="status"></div> inside a form with data-autosave
//
// A short request every few seconds, and nothing while the page is hidden. A page that gives no sign for half
// a minute is forgotten by the server, so a killed tab needs no farewell.

import { say } from "./words.js";

const ALONE = 15000; // milliseconds between two signs, with nobody else there
const WITH_OTHERS = 4000;
const PATIENCE = 10000;
const KNOWN_FOR = 30000; // without an answer for so long, nobody knows who is there
const CONTEXT = 40; // characters on both sides of the caret by which its place is found again

export class Together {
  constructor(autosave) {
    this.autosave = autosave;
    this.form = autosave.form;
    this.line = this.form.querySelector("[data-others]");
    this.timer = 0;
    this.company = false;
    this.heard = Date.now();
    this.ended = !this.line;
  }

  start() {
    if (this.ended) return;
    this.beat();
    document.addEventListener("visibilitychange", () => {
      clearTimeout(this.timer);
      if (document.visibilityState === "visible") this.beat();
    });
    window.addEventListener("pagehide", () => this.send({ leaving: "on" }, { keepalive: true }).catch(() => {}));
  }

  async beat() {
    clearTimeout(this.timer);
    if (this.ended || document.visibilityState === "hidden") return;
    const before = JSON.stringify(this.autosave.words());
    try {
      const response = await this.send({});
      if (response.type === "opaqueredirect" || response.status === 401 || response.status === 403 || response.status === 404) {
        this.ended = true; // signed out, or not this person's plan any more: saving says so
        this.show([]);
        return;
      }
      if (response.ok) this.told(await response.json(), before);
    } catch {
      // No line: saving says so when there is something to save.
    }
    if (Date.now() - this.heard > KNOWN_FOR) this.show([]);
    this.timer = setTimeout(() => this.beat(), this.company ? WITH_OTHERS : ALONE);
  }

  send(more, options = {}) {
    const of = (name) => this.form.elements.namedItem(name)?.value ?? "";
    const box = this.autosave.box;
    const body = new URLSearchParams({
      csrfmiddlewaretoken: of("csrfmiddlewaretoken"),
      tab: of("tab"),
      revision: of("revision"),
      caret: box?.selectionEnd ?? "",
      ...more,
    });
    return fetch(this.line.dataset.others, {
      method: "POST",
      body,
      redirect: "manual",
      credentials: "same-origin",
      signal: AbortSignal.timeout(PATIENCE),
      headers: { Accept: "application/json", "X-Handrail-Autosave": "1" },
      ...options,
    });
  }

  told(answer, before) {
    this.heard = Date.now();
    this.show(answer.others ?? []);
    if (answer.state === "closed") {
      this.ended = true;
      this.autosave.say(say("This plan has been issued. What you type here now cannot be saved in it."), "refused");
      return;
    }
    const save = this.autosave;
    const quiet = !save.dirty && !save.saving && !save.bothKept && !save.leaving && JSON.stringify(save.words()) === before;
    if (answer.text === undefined || !quiet || !save.box) return;
    save.show(answer.text);
    save.put("revision", answer.revision);
    save.say(say("What somebody else wrote here is in the text now"), "saved");
  }

  // A save told the same, so the next sign can wait; and it can be undone.
  saved(answer) {
    if (answer.others) this.show(answer.others);
    const undo = document.querySelector("[data-saved-revision]");
    if (!undo || answer.state !== "saved") return;
    undo.value = answer.revision;
    undo.closest("form").hidden = false;
  }

  show(others) {
    this.company = others.length > 0;
    if (!this.line || this.line.dataset.said === JSON.stringify(others)) return;
    this.line.dataset.said = JSON.stringify(others);
    this.line.replaceChildren(...others.map((text) => {
      const line = document.createElement("p");
      line.dir = "auto";
      line.textContent = text;
      return line;
    }));
  }

  // Other words in the box, with the caret where it was among them.
  replace(box, text) {
    const old = box.value;
    if (old === text) return;
    const focused = document.activeElement === box;
    const from = moved(old, text, box.selectionStart);
    const to = box.selectionEnd === box.selectionStart ? from : moved(old, text, box.selectionEnd);
    const { scrollTop } = box;
    box.value = text;
    if (focused) box.setSelectionRange(from, Math.max(from, to));
    box.scrollTop = scrollTop;
  }
}

// Where a place of the old text is in the new one: between the same letters, or as far from the nearer end.
function moved(old, text, at) {
  for (let context = CONTEXT; context >= 4; context = Math.floor(context / 2)) {
    const before = old.slice(Math.max(0, at - context), at);
    const after = old.slice(at, at + context);
    for (const [needle, offset] of [[before + after, before.length], [before, before.length], [after, 0]]) {
      if (!needle || (needle !== before + after && needle.length < context)) continue;
      const found = nearest(text, needle, at - offset);
      if (found >= 0) return found + offset;
    }
  }
  const fromEnd = old.length - at;
  return at <= fromEnd ? Math.min(at, text.length) : Math.max(0, text.length - fromEnd);
}

function nearest(text, needle, near) {
  const before = text.lastIndexOf(needle, Math.max(0, near));
  const after = text.indexOf(needle, Math.max(0, near));
  if (before < 0 || after < 0) return Math.max(before, after);
  return near - before <= after - near ? before : after;
}
