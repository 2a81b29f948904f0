// Type it, say it, draw it: one at a time where a script works. A part with an error, or with something in it, stays open.
export function offerWays(root = document) {
  for (const section of root.querySelectorAll("[data-ways]")) {
    const group = section.querySelector("[data-ways-buttons]");
    const buttons = [...group.querySelectorAll("[data-way]")];
    const panels = new Map([...section.querySelectorAll("[data-panel]")].map((panel) => [panel.dataset.panel, panel]));
    const open = (way) => {
      for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.way === way));
      for (const [name, panel] of panels) panel.hidden = name !== way && !panel.querySelector(".govuk-error-message");
    };
    for (const button of buttons) button.addEventListener("click", () => open(button.dataset.way));
    group.hidden = false;
    open("type");
  }
}
