// Read aloud by the browser's own voice. A button is shown only where there is a voice to read with.
//
//   <button data-listen="asks hint" data-stop="Stop" hidden><span data-listen-words>Listen</span></button>

export function offerToListen(root = document) {
  const speech = window.speechSynthesis;
  if (!speech || !("SpeechSynthesisUtterance" in window)) return;
  const buttons = [...root.querySelectorAll("[data-listen]")];
  if (!buttons.length) return;

  // Voices come late in some browsers, and in some never: then there is nothing to offer.
  const show = () => {
    if (speech.getVoices().length) for (const button of buttons) button.hidden = false;
  };
  show();
  speech.addEventListener?.("voiceschanged", show);
  window.addEventListener("pagehide", () => speech.cancel());

  let reading = null;
  const settle = (button) => {
    if (!button) return;
    words(button).textContent = button.dataset.start;
    button.setAttribute("aria-pressed", "false");
    if (reading === button) reading = null;
  };
  for (const button of buttons) {
    button.dataset.start = words(button).textContent;
    button.setAttribute("aria-pressed", "false");
    button.addEventListener("click", () => {
      const again = reading === button;
      const before = reading;
      reading = null;
      speech.cancel();
      settle(before);
      if (again) return;
      const said = new SpeechSynthesisUtterance(text(button));
      said.lang = document.documentElement.lang;
      said.rate = 0.9;
      said.onend = said.onerror = () => {
        if (reading === button) settle(button);
      };
      reading = button;
      words(button).textContent = button.dataset.stop;
      button.setAttribute("aria-pressed", "true");
      speech.speak(said);
    });
  }
}

function words(button) {
  return button.querySelector("[data-listen-words]");
}

// Every part ends like a sentence, or the voice runs them together.
function text(button) {
  return button.dataset.listen
    .split(/\s+/)
    .map((id) => document.getElementById(id)?.innerText.trim().replace(/\s*\n+\s*/g, ". "))
    .filter(Boolean)
    .map((part) => (/[.!?…]$/.test(part) ? part : `${part}.`))
    .join(" ");
}
