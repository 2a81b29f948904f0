// Recording sound: asked for, heard again, and only then kept. Nothing is sent before the pupil says so.
import { goesAlong, send, showKept } from "./sending.js";

const KINDS = [
  ["audio/webm;codecs=opus", "webm"],
  ["audio/mp4", "m4a"],
  ["audio/ogg;codecs=opus", "ogg"],
];

export function offerToRecord(root = document) {
  if (!navigator.mediaDevices?.getUserMedia || !window.MediaRecorder) return;
  for (const box of root.querySelectorAll("[data-recorder]")) new Recorder(box).start();
}

class Recorder {
  constructor(box) {
    this.box = box;
    this.form = box.closest("form");
    this.kind = KINDS.find(([type]) => MediaRecorder.isTypeSupported(type));
    this.file = null;
    this.sending = false;
  }

  start() {
    if (!this.kind) return;
    this.box.hidden = false;
    this.on("[data-record]", () => this.record());
    this.on("[data-stop]", () => this.stop());
    this.on("[data-keep]", () => this.keep());
    this.on("[data-throw]", () => this.forget());
    this.form.addEventListener("submit", (event) => this.submitted(event), { capture: true });
    window.addEventListener("pagehide", () => this.release());
  }

  part(what) {
    return this.box.querySelector(what);
  }

  on(what, act) {
    this.part(what).addEventListener("click", act);
  }

  async record() {
    if (this.recorder || this.asking) return;
    this.forget();
    this.asking = true;
    this.say(this.box.dataset.asking);
    try {
      this.stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch (refused) {
      this.say(refused.name === "NotFoundError" ? this.box.dataset.nothing : this.box.dataset.refused);
      return;
    } finally {
      this.asking = false;
    }
    const [type] = this.kind;
    const parts = [];
    this.recorder = new MediaRecorder(this.stream, { mimeType: type, audioBitsPerSecond: 32000 });
    this.recorder.addEventListener("dataavailable", (event) => event.data.size && parts.push(event.data));
    this.stopped = new Promise((done) => {
      this.recorder.addEventListener("stop", () => {
        this.heard(parts);
        done();
      });
    });
    this.recorder.start(1000);
    this.show({ recording: true });
    this.say(this.box.dataset.listening);
    this.tick(0);
    this.part("[data-stop]").focus();
  }

  tick(seconds) {
    const longest = Number(this.box.dataset.longest);
    this.part("[data-time]").textContent = `${clock(seconds)} / ${clock(longest)}`;
    if (seconds >= longest) {
      this.full = true;
      this.stop();
      return;
    }
    this.timer = setTimeout(() => this.tick(seconds + 1), 1000);
  }

  stop() {
    clearTimeout(this.timer);
    if (this.recorder?.state === "recording") this.recorder.stop();
    return this.stopped;
  }

  heard(parts) {
    this.release();
    const [type, ending] = this.kind;
    this.file = new File(parts, `sound.${ending}`, { type: type.split(";")[0] });
    this.address = URL.createObjectURL(this.file);
    this.part("[data-audio]").src = this.address;
    this.show({ heard: true });
    this.say(this.full ? this.box.dataset.longestWords : this.box.dataset.stopped);
    this.full = false;
    this.part("[data-keep]").focus();
  }

  release() {
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    this.stream = null;
    this.recorder = null;
  }

  async keep() {
    if (this.sending || !this.file) return;
    this.sending = true;
    const answer = await send(this.box.dataset.recorder, this.form, {
      what: "sound",
      file: this.file,
      name: this.file.name,
    });
    this.sending = false;
    if (answer.state !== "saved") {
      this.say(answer.says ?? this.box.dataset.failed);
      return;
    }
    this.forget();
    this.say(this.box.dataset.kept);
    this.part("[data-record]").focus();
    await showKept();
  }

  forget() {
    if (this.address) URL.revokeObjectURL(this.address);
    this.address = this.file = null;
    this.part("[data-audio]").removeAttribute("src");
    this.show({});
    this.say("");
  }

  // The form is sent while something is recorded, or recorded and not kept: it goes along.
  submitted(event) {
    if (this.recorder) {
      event.preventDefault();
      event.stopImmediatePropagation();
      this.stop().then(() => this.form.requestSubmit(event.submitter));
      return;
    }
    if (this.file) goesAlong(this.form, "sound", this.file);
  }

  show({ recording = false, heard = false }) {
    this.part("[data-record]").hidden = recording || heard;
    this.part("[data-stop]").hidden = !recording;
    this.part("[data-time]").hidden = !recording;
    this.part("[data-heard]").hidden = !heard;
  }

  say(text) {
    this.part("[data-state]").textContent = text;
  }
}

function clock(seconds) {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
