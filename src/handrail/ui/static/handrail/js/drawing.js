// A page to draw on: finger, stylus or mouse. Lines wait on this device until the server has the picture.
import { goesAlong, send, showKept } from "./sending.js";

const COLOURS = { plum: "#6B2C62", ink: "#1A2B2C", blue: "#0072B2", green: "#007A5A", orange: "#B84A00" };
const WIDTH = 7; // on a page of 960; a stylus that presses makes it thinner or thicker

const SENT = "handrail:drawing:sent"; // whose picture went along with the form that was sent last, in this tab

export function offerToDraw(root = document) {
  settleWhatWasSent();
  for (const box of root.querySelectorAll("[data-drawing]")) new Drawing(box).start();
}

// A server that took the form answers with a redirect; only then are the lines on this device no longer needed.
function settleWhatWasSent() {
  try {
    const key = sessionStorage.getItem(SENT);
    if (!key) return;
    sessionStorage.removeItem(SENT);
    const [arrival] = performance.getEntriesByType("navigation");
    const taken = arrival?.redirectCount > 0 && (arrival.responseStatus ?? 200) < 400;
    if (taken && document.body.dataset.person && key.startsWith(`handrail:drawing:${document.body.dataset.person}:`)) localStorage.removeItem(key);
  } catch {
    // Nothing may be kept here, so nothing was.
  }
}

class Drawing {
  constructor(box) {
    this.box = box;
    this.form = box.closest("form");
    this.canvas = box.querySelector("canvas");
    this.pen = this.canvas.getContext("2d");
    this.state = box.querySelector("[data-state]");
    this.key = `handrail:drawing:${document.body.dataset.person ?? ""}:${box.dataset.key}`;
    this.lines = this.waiting();
    this.line = null;
    this.sending = false;
  }

  start() {
    if (!this.pen || !this.canvas.setPointerCapture) return;
    this.box.hidden = false;
    this.canvas.addEventListener("pointerdown", (event) => this.down(event));
    this.canvas.addEventListener("pointermove", (event) => this.move(event));
    for (const end of ["pointerup", "pointercancel"]) this.canvas.addEventListener(end, (event) => this.up(event));
    this.on("[data-undo]", () => this.change(() => this.lines.pop()));
    this.on("[data-clear]", () => this.change(() => (this.lines = [])));
    this.on("[data-keep]", () => this.keep());
    this.form.addEventListener("submit", () => this.submitted());
    this.draw();
  }

  on(what, act) {
    this.box.querySelector(what).addEventListener("click", act);
  }

  // ---- lines ----

  at(event) {
    const box = this.canvas.getBoundingClientRect();
    const inside = (value, most) => Math.round(Math.min(most, Math.max(0, value)) * 10) / 10;
    const pressed = event.pointerType === "pen" && event.pressure > 0 ? 0.4 + event.pressure : 1;
    return [
      inside(((event.clientX - box.left) / box.width) * this.canvas.width, this.canvas.width),
      inside(((event.clientY - box.top) / box.height) * this.canvas.height, this.canvas.height),
      Math.round(pressed * WIDTH * 10) / 10,
    ];
  }

  down(event) {
    if (event.button !== 0 || this.line) return;
    event.preventDefault();
    this.canvas.setPointerCapture(event.pointerId);
    const colour = this.box.querySelector("[name=pen]:checked")?.value ?? "plum";
    this.line = { colour, points: [this.at(event)], pointer: event.pointerId };
    this.lines.push(this.line);
    this.draw();
  }

  move(event) {
    if (this.line?.pointer !== event.pointerId) return;
    const between = event.getCoalescedEvents?.() ?? [];
    for (const one of between.length ? between : [event]) this.line.points.push(this.at(one));
    this.draw();
  }

  up(event) {
    if (this.line?.pointer !== event.pointerId) return;
    delete this.line.pointer;
    this.line = null;
    this.wait();
    this.say("");
  }

  change(act) {
    act();
    this.draw();
    this.wait();
    this.say("");
  }

  draw() {
    const { pen, canvas } = this;
    pen.fillStyle = "#FFFFFF";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.lineCap = pen.lineJoin = "round";
    for (const { colour, points } of this.lines) {
      pen.strokeStyle = COLOURS[colour] ?? COLOURS.plum;
      for (let place = 0; place < points.length; place += 1) {
        const [x, y, width] = points[place];
        const [beforeX, beforeY] = points[Math.max(0, place - 1)];
        pen.lineWidth = width;
        pen.beginPath();
        pen.moveTo(beforeX, beforeY);
        pen.lineTo(x, y);
        pen.stroke();
      }
    }
  }

  // ---- keeping ----

  wait() {
    try {
      if (this.lines.length) localStorage.setItem(this.key, JSON.stringify(this.lines));
      else localStorage.removeItem(this.key);
    } catch {
      // Full, or not allowed: the drawing lasts as long as the page.
    }
  }

  waiting() {
    try {
      const lines = JSON.parse(localStorage.getItem(this.key) ?? "[]");
      return Array.isArray(lines) ? lines.filter((one) => Array.isArray(one?.points)) : [];
    } catch {
      return [];
    }
  }

  // At once: the browser's own toBlob waits for an idle moment, which a busy old telephone may not have.
  picture() {
    const encoded = atob(this.canvas.toDataURL("image/png").split(",")[1]);
    const bytes = Uint8Array.from(encoded, (letter) => letter.charCodeAt(0));
    return new File([bytes], "drawing.png", { type: "image/png" });
  }

  async keep() {
    if (this.sending) return;
    if (!this.lines.length) {
      this.say(this.box.dataset.empty);
      return;
    }
    this.sending = true;
    const drawn = this.lines.length;
    const answer = await send(this.box.dataset.drawing, this.form, {
      what: "drawing",
      file: this.picture(),
      name: "drawing.png",
    });
    this.sending = false;
    if (answer.state !== "saved") {
      this.say(answer.says ?? this.box.dataset.failed);
      return;
    }
    // What was drawn meanwhile is still to be kept.
    this.change(() => (this.lines = this.lines.slice(drawn)));
    this.say(this.box.dataset.kept);
    await showKept();
  }

  submitted() {
    if (!this.lines.length) return;
    goesAlong(this.form, "drawing", this.picture());
    try {
      sessionStorage.setItem(SENT, this.key);
    } catch {
      // Nothing is kept here; the picture goes along all the same.
    }
  }

  say(text) {
    this.state.textContent = text;
  }
}
