// A large file in parts, so that a broken line costs one part and not the file.
//
//   <form data-upload="/begin" method="post" enctype="multipart/form-data">
//     <input type="file" name="file"> … <p data-upload-state role="status"></p>
//
// The first request names the file and is answered with how much of it is here already; each further one carries
// the next part. The same file chosen again, also tomorrow, goes on where it broke off. Without a script the form
// sends the file whole.
import { say } from "./words.js";

const LONGEST_WAIT = 30000; // milliseconds between two tries
const PATIENCE = 120000; // for one part on a slow line

export function sendInParts(root = document) {
  for (const form of root.querySelectorAll("form[data-upload]")) new Upload(form).start();
}

class Refused extends Error {}

class Upload {
  constructor(form) {
    this.form = form;
    this.input = form.querySelector("input[type=file]");
    this.line = form.querySelector("[data-upload-state]");
    this.button = form.querySelector("button:not([type=button])");
    this.token = form.elements.namedItem("csrfmiddlewaretoken")?.value ?? "";
    this.sending = false;
  }

  start() {
    this.form.addEventListener("submit", (event) => {
      const [file] = this.input.files;
      if (!file) return; // the server says what is missing
      event.preventDefault();
      if (!this.sending) this.send(file);
    });
    window.addEventListener("beforeunload", (event) => {
      if (this.sending) event.preventDefault();
    });
  }

  async send(file) {
    this.sending = true;
    this.button.setAttribute("aria-disabled", "true");
    try {
      const begin = new URLSearchParams({
        name: file.name,
        size: String(file.size),
        fingerprint: `${file.lastModified}:${file.size}:${file.name}`,
      });
      const first = await this.again(() => this.post(this.form.dataset.upload, begin));
      let have = first.have;
      for (;;) {
        const sent = megabytes(Math.min(have * first.part, file.size));
        this.say(say("%(sent)s of %(all)s MB are sent. Keep this page open.", { sent, all: megabytes(file.size) }), have * first.part, file.size);
        const part = file.slice(have * first.part, (have + 1) * first.part);
        const answer = await this.again(() => this.post(`${first.url}${have}/`, part));
        if (answer.state === "done") {
          this.sending = false;
          location.assign(answer.url);
          return;
        }
        have = answer.have;
      }
    } catch (problem) {
      this.sending = false;
      this.button.removeAttribute("aria-disabled");
      this.say(problem instanceof Refused ? problem.message : say("This file could not be read any more. Choose it again; what is sent already is kept."));
    }
  }

  // Tries until the line is back. Only an answer of the server ends it.
  async again(ask) {
    for (let wait = 1000; ; wait = Math.min(wait * 2, LONGEST_WAIT)) {
      const answer = await ask();
      if (answer) return answer;
      this.say(say("The line is broken. It goes on by itself when it is back; what is sent already is kept."));
      await new Promise((resolve) => {
        const timer = setTimeout(resolve, wait);
        window.addEventListener("online", () => { clearTimeout(timer); resolve(); }, { once: true });
      });
    }
  }

  async post(url, body) {
    // Read first: a file that was moved meanwhile is no broken line.
    const content = body instanceof Blob ? await body.arrayBuffer() : body;
    let response;
    try {
      response = await fetch(url, {
        method: "POST",
        body: content,
        signal: AbortSignal.timeout(PATIENCE),
        redirect: "manual", // a redirect is a sign-in page
        credentials: "same-origin",
        headers: {
          Accept: "application/json",
          "X-CSRFToken": this.token,
          "X-Handrail-Autosave": "1",
          ...(body instanceof Blob ? { "Content-Type": "application/octet-stream" } : {}),
        },
      });
    } catch {
      return null;
    }
    if (response.type === "opaqueredirect" || response.status === 401 || response.status === 403) {
      throw new Refused(say("You were signed out. What is sent already is kept: sign in and choose the same file again."));
    }
    const answer = await response.json().catch(() => null);
    if (response.ok) return answer;
    if (response.status >= 500) return null;
    throw new Refused(answer?.says ?? say("This file could not be sent. Choose it again."));
  }

  say(text, value, max) {
    this.line.replaceChildren(text);
    if (max) {
      const bar = document.createElement("progress");
      bar.className = "hr-progress";
      bar.max = max;
      bar.value = value;
      bar.setAttribute("aria-label", say("Sent so far"));
      this.line.prepend(bar);
    }
  }
}

function megabytes(bytes) {
  return (bytes / 1048576).toFixed(bytes < 10485760 ? 1 : 0);
}
