// A button that copies a box's text. Without a script it stays hidden: the text can be marked and copied by hand.
import { say } from "./words.js";

export function offerToCopy() {
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", () => copy(document.getElementById(button.dataset.copy)));
  }
}

async function copy(box) {
  box.select();
  try {
    await navigator.clipboard.writeText(box.value);
  } catch {
    document.execCommand("copy"); // without TLS there is no clipboard to ask
  }
  const line = document.querySelector("[data-copied]");
  if (line) line.textContent = say("Copied");
}
