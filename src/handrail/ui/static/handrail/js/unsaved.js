// What waits on this device because no server has taken it yet. Each entry belongs to one person.
import { say } from "./words.js";

export const PREFIX = "handrail:unsaved:";
export const KEPT_DAYS = 14; // as long as the server can merge exactly; older words are dropped

const DAY = 24 * 60 * 60 * 1000;

// Every entry of one person: its key, and the page on which it was typed.
export function entriesOf(person) {
  const found = [];
  try {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(`${PREFIX}${person}:`)) found.push({ key, at: read(key)?.at });
    }
  } catch {
    // Nothing may be kept here, so nothing was.
  }
  return found;
}

// Take away what is older than some days, whoever it belongs to: a shared computer does not collect words.
export function sweep(days) {
  try {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(PREFIX) && Date.now() - (read(key)?.kept ?? 0) > days * DAY) localStorage.removeItem(key);
    }
  } catch {
    // As above.
  }
}

// Signing out on purpose leaves nothing of this person on the device. What is not saved is said before: a button
// without a place to say it leads to the page that has one.
export function watchSigningOut(root = document) {
  const person = document.body.dataset.person;
  if (!person) return;
  for (const form of root.querySelectorAll("form[data-sign-out]")) {
    const place = form.querySelector("[data-unsaved]");
    const entries = entriesOf(person);
    if (place && entries.length) warn(place, entries);
    form.addEventListener("submit", (event) => {
      const waiting = entriesOf(person);
      if (waiting.length && !document.querySelector("[data-unsaved]")) {
        event.preventDefault();
        location.assign(form.action);
        return;
      }
      for (const { key } of waiting) localStorage.removeItem(key);
    });
  }
}

function warn(place, entries) {
  const box = document.createElement("div");
  box.className = "hr-offer";
  box.setAttribute("role", "region");
  box.setAttribute("aria-label", say("Words that are not saved"));
  const text = document.createElement("p");
  text.textContent = say("What you wrote on this device is not saved yet. Signing out takes it off this device. To save it, open the page:");
  const list = document.createElement("ul");
  for (const { at } of entries) {
    if (!at?.startsWith("/")) continue;
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = at;
    link.textContent = say("The page where you wrote it");
    item.append(link);
    list.append(item);
  }
  box.append(text, list);
  place.append(box);
}

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "null");
  } catch {
    return null;
  }
}
