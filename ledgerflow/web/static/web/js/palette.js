// The search dialog: Ctrl+K opens it, arrows choose, enter goes there, escape closes.
// Not here: what is found (the server says, /palette/).

const dialog = document.getElementById("palette");
const text = document.getElementById("palette-text");
const found = document.getElementById("palette-found");

function options() {
  return [...found.querySelectorAll("[role='option']")];
}

function choose(option) {
  for (const one of options()) one.setAttribute("aria-selected", String(one === option));
  if (option) {
    text.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  } else {
    text.removeAttribute("aria-activedescendant");
  }
}

function move(step) {
  const all = options();
  if (all.length === 0) return;
  const at = all.findIndex((one) => one.getAttribute("aria-selected") === "true");
  choose(all[(at + step + all.length) % all.length]);
}

function open(event) {
  event.preventDefault();
  dialog.showModal();
  text.select();
  window.htmx.trigger(text, "palette-open");
}

function pressed(event) {
  const steps = { ArrowDown: 1, ArrowUp: -1 };
  if (event.key in steps) {
    event.preventDefault();
    move(steps[event.key]);
  } else if (event.key === "Enter") {
    const chosen = found.querySelector("[aria-selected='true']");
    if (!chosen) return;
    event.preventDefault();
    chosen.click();
  }
}

if (dialog) {
  document.getElementById("open-palette").addEventListener("click", open);
  text.addEventListener("keydown", pressed);
  found.addEventListener("htmx:afterSettle", () => choose(options()[0] || null));
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
}
