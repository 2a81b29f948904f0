// A drawing or a sound on its way to the server, and what is kept there shown again.

export async function send(url, form, { what, file, name }) {
  const body = new FormData();
  body.append("csrfmiddlewaretoken", form.elements.namedItem("csrfmiddlewaretoken").value);
  body.append("what", what);
  body.append("file", file, name);
  try {
    const response = await fetch(url, { method: "POST", body, redirect: "manual", credentials: "same-origin" });
    if (response.type === "opaqueredirect") return { state: "unreached" };
    const answer = await response.json();
    return answer.state ? answer : { state: "unreached" };
  } catch {
    return { state: "unreached" };
  }
}

// The page is asked anew and only what is kept is taken from it, so that nothing half-typed is touched.
export async function showKept() {
  const here = document.querySelector("[data-kept-here]");
  try {
    const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
    const kept = page.querySelector("[data-kept-here]");
    if (here && kept) here.replaceChildren(...[...kept.childNodes].map((node) => document.adoptNode(node)));
  } catch {
    // It is kept all the same; the next page shows it.
  }
}

// Pressed on without keeping it: it goes along with the form, as a file somebody chose.
export function goesAlong(form, field, file) {
  const box = form.elements.namedItem(field);
  if (!box || !file || box.files.length) return;
  try {
    const carried = new DataTransfer();
    carried.items.add(file);
    box.files = carried.files;
  } catch {
    // An old browser cannot: then what was drawn waits on this device.
  }
}
