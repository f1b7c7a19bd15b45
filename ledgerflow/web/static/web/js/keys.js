// Keys of a page. Here: registering, running and listing them. Not here: what they do.
//
// import { keys } from "./keys.js";
// keys.register([{ key: "j", label: "Next", group: "Review", run(event) {} }]);
//
// A key is one of: a character ("j", "+", "?"), "space", "enter", "escape", "up", "down", "left",
// "right", "home", "end"; before it "ctrl+" (or the command key) and, for keys that are no
// character, "shift+"; or a sequence of two characters: "g r". `when` may say that a key is not
// valid just now. Elements with data-key="g s" register themselves: the key clicks them, their
// words are its label (or data-key-label), data-key-group its group.

const NAMES = { " ": "space", Enter: "enter", Escape: "escape", ArrowUp: "up", ArrowDown: "down",
  ArrowLeft: "left", ArrowRight: "right", Home: "home", End: "end", Delete: "delete",
  PageUp: "pageup", PageDown: "pagedown" };
const SEQUENCE_MS = 1500;
const SWITCH = "lf-keys-off";
const NO_TEXT = new Set(["checkbox", "radio", "button", "submit", "reset", "file", "range", "color"]);

const registered = [];
let began = "";
let beganAt = 0;

function nameOf(event) {
  const name = NAMES[event.key] || event.key;
  const control = event.ctrlKey || event.metaKey ? "ctrl+" : "";
  const shift = event.shiftKey && (name.length > 1 || control) ? "shift+" : "";
  return control + shift + (control ? name.toLowerCase() : name);
}

function isTyping(target) {
  if (!(target instanceof Element)) return false;
  if (target.closest("textarea, select, [contenteditable='true'], [role='combobox']")) return true;
  const input = target.closest("input");
  return input !== null && !NO_TEXT.has(input.type);
}

function belongsToControl(name, target) {
  if (name !== "enter" && name !== "space") return false;
  return target instanceof Element
    && target.closest("a[href], button, summary, input, select, textarea, [role='button'], [role='option']") !== null;
}

function isShown(element) {
  return element.checkVisibility ? element.checkVisibility() : element.offsetParent !== null;
}

function fromPage() {
  return [...document.querySelectorAll("[data-key]")].map((element) => ({
    key: element.dataset.key,
    label: (element.dataset.keyLabel || element.querySelector(":scope > span")?.textContent || element.textContent).trim(),
    group: element.dataset.keyGroup || "",
    when: () => !element.disabled && (element.dataset.keyHidden !== undefined || isShown(element) || element.closest(".side") !== null),
    run() {
      element.click();
    },
  }));
}

function valid() {
  return [...registered, ...fromPage()].filter((one) => !one.when || one.when());
}

function areOn() {
  try {
    return window.localStorage.getItem(SWITCH) === null;
  } catch {
    return true;
  }
}

function keyPressed(event) {
  if (event.defaultPrevented || event.altKey || event.isComposing) return;
  if (["Shift", "Control", "Meta", "CapsLock"].includes(event.key)) return;
  const name = nameOf(event);
  const isCommand = name.startsWith("ctrl+");
  if (!isCommand && (!areOn() || isTyping(event.target) || belongsToControl(name, event.target))) return;
  if (document.querySelector("dialog:modal") !== null) return;
  const now = Date.now();
  const whole = began && now - beganAt < SEQUENCE_MS ? `${began} ${name}` : name;
  began = "";
  const usable = valid();
  const found = usable.find((one) => one.key === whole) || usable.find((one) => one.key === name);
  if (found) {
    event.preventDefault();
    found.run(event);
  } else if (usable.some((one) => one.key.startsWith(`${name} `))) {
    began = name;
    beganAt = now;
  }
}

document.addEventListener("keydown", keyPressed);

export const keys = {
  // Later ones win over earlier ones.
  register(list) {
    registered.unshift(...list);
  },
  // What is valid now, a key once, in the order of registration.
  list() {
    const seen = new Set();
    return valid().filter((one) => !seen.has(one.key) && seen.add(one.key));
  },
  areOn,
  // Single keys can be switched off, for people whose speech or switches type by themselves.
  turn(on) {
    try {
      if (on) window.localStorage.removeItem(SWITCH);
      else window.localStorage.setItem(SWITCH, "1");
    } catch {
      // A browser that keeps nothing: the choice holds for no longer than this page.
    }
  },
};
