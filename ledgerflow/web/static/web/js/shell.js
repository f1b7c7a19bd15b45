// The frame of every page: colours, menus, the sheet of a phone, the list of keys, lost requests.
// Not here: the palette (palette.js), keys themselves (keys.js).
import "./focus.js";
import { keys } from "./keys.js";
import "./palette.js";
import { say } from "./say.js";

const THEMES = ["", "light", "dark"];

function themeButton(button) {
  const root = document.documentElement;
  const word = button.querySelector("[data-word]");
  const show = () => {
    word.textContent = button.dataset[root.dataset.themeChosen || "system"];
    button.title = word.textContent;
  };
  button.addEventListener("click", () => {
    const next = THEMES[(THEMES.indexOf(root.dataset.themeChosen || "") + 1) % THEMES.length];
    keepTheme(next);
    root.dataset.themeChosen = next;
    window.dispatchEvent(new Event("lf:theme"));
    show();
  });
  show();
}

// The cookie spares pages without JavaScript the choice; storage spares the first paint.
function keepTheme(theme) {
  const secure = window.location.protocol === "https:" ? "; secure" : "";
  document.cookie = `lf_theme=${theme}; path=/; max-age=${theme ? 31536000 : 0}; samesite=lax${secure}`;
  try {
    if (theme) window.localStorage.setItem("lf-theme", theme);
    else window.localStorage.removeItem("lf-theme");
  } catch {
    // Without storage the cookie alone remembers it.
  }
}

function closeMenus(except) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (menu !== except) menu.open = false;
  }
}

document.addEventListener("click", (event) => {
  closeMenus(event.target.closest("details.menu"));
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = event.target instanceof Element && event.target.closest("details.menu[open]");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  } else if (window.location.hash === "#nav") {
    closeSheet();
  }
});

// The sheet is open while the address ends in #nav, so that it works without this file too.
function closeSheet() {
  window.location.hash = "main";
  document.querySelector(".phone-bar [data-sheet], .top-menu")?.focus();
}

window.addEventListener("hashchange", () => {
  if (window.location.hash === "#nav") document.querySelector("#nav a.side-close").focus();
});

function keysDialog(dialog) {
  const list = dialog.querySelector("#keys-list");
  const on = dialog.querySelector("#keys-on");
  on.addEventListener("change", () => keys.turn(on.checked));
  document.getElementById("open-keys").addEventListener("click", () => {
    on.checked = keys.areOn();
    list.replaceChildren(...groupsOf(keys.list(), list.dataset));
    dialog.showModal();
  });
}

function groupsOf(all, words) {
  const groups = new Map();
  for (const one of all) {
    const name = one.group || words.other;
    if (!groups.has(name)) groups.set(name, []);
    groups.get(name).push(one);
  }
  return [...groups].map(([name, members]) => groupOf(name, members, words));
}

function capOf(key) {
  if (!key.startsWith("ctrl+")) return key.replace("shift+", "Shift ");
  return `Ctrl ${key.slice(5).toUpperCase()}`;
}

function groupOf(name, members, words) {
  const section = document.createElement("section");
  const heading = document.createElement("h3");
  heading.textContent = name;
  const pairs = document.createElement("dl");
  pairs.className = "keys-pairs";
  for (const one of members) {
    const term = document.createElement("dt");
    one.key.split(" ").forEach((part, at) => {
      if (at) term.append(` ${words.then} `);
      const cap = document.createElement("kbd");
      cap.textContent = capOf(part);
      term.append(cap);
    });
    const meaning = document.createElement("dd");
    meaning.textContent = one.label;
    const pair = document.createElement("div");
    pair.append(term, meaning);
    pairs.append(pair);
  }
  section.append(heading, pairs);
  return section;
}

// What scrolls sideways must be reachable by keyboard; its heading names it.
function scrollable(box) {
  if (box.scrollWidth <= box.clientWidth || box.hasAttribute("tabindex")) return;
  const words = box.querySelector("caption") || box.closest("section")?.querySelector("h1, h2, h3");
  box.tabIndex = 0;
  box.setAttribute("role", "region");
  box.setAttribute("aria-label", (words || document.querySelector("h1"))?.textContent.trim() || document.title);
}

function scrollables() {
  document.querySelectorAll(".table-responsive, .help-text pre").forEach(scrollable);
}

scrollables();
window.addEventListener("resize", scrollables);
document.addEventListener("htmx:afterSettle", scrollables);

const toaster = document.getElementById("toaster");
document.body.addEventListener("htmx:sendError", () => say(toaster.dataset.offline, { tone: "bad" }));
document.body.addEventListener("htmx:responseError", () => say(toaster.dataset.failed, { tone: "bad" }));

const theme = document.getElementById("theme");
if (theme) themeButton(theme);
const dialog = document.getElementById("keys");
if (dialog) keysDialog(dialog);
