// What scripts say, in the language of the page: it brings the words along where they are not those below.
//
//   say("Saved at %(time)s", { time: "9:41" })

let known;

export function say(text, filled = {}) {
  known ??= JSON.parse(document.getElementById("script-words")?.textContent ?? "{}");
  return (known[text] ?? text).replace(/%\((\w+)\)s/g, (_, name) => filled[name] ?? "");
}
