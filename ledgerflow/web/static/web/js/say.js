// Short notes at the edge of the page, read out politely, with an undo where there is one.
//
// import { say } from "./say.js";
// say("12 decided.", { undo: { url: "/b/1/review/undo/7/", label: "Undo" }, tone: "good" });
//
// After an undo the event "lf:undone" (detail.url) goes to the document; a page that handles it
// calls preventDefault(), otherwise the page is loaded anew.

const LONG_MS = 12000;
const SHORT_MS = 6000;
const MOST = 3;

export function csrfToken() {
  return document.querySelector("meta[name='csrf-token']").content;
}

// POST with the token of this page; resolves to the response, or null where none came.
export async function send(url) {
  try {
    return await fetch(url, {
      method: "POST",
      headers: { "X-CSRFToken": csrfToken(), "X-Requested-With": "fetch" },
      credentials: "same-origin",
    });
  } catch {
    return null;
  }
}

async function undo(note, button, url) {
  button.disabled = true;
  const answer = await send(url);
  const toaster = document.getElementById("toaster");
  if (answer === null || !answer.ok) {
    button.disabled = false;
    say(answer === null ? toaster.dataset.offline : toaster.dataset.failed, { tone: "bad" });
    return;
  }
  note.remove();
  const event = new CustomEvent("lf:undone", { cancelable: true, detail: { url } });
  if (document.dispatchEvent(event)) window.location.reload();
}

export function say(text, options = {}) {
  const toaster = document.getElementById("toaster");
  const note = document.createElement("div");
  note.className = `toast-note toast-${options.tone || "plain"}`;
  const words = document.createElement("span");
  words.textContent = text;
  note.append(words);
  if (options.undo) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-small";
    button.textContent = options.undo.label;
    button.addEventListener("click", () => undo(note, button, options.undo.url));
    note.append(button);
  }
  const close = document.createElement("button");
  close.type = "button";
  close.className = "toast-close";
  close.setAttribute("aria-label", toaster.dataset.close);
  close.textContent = "×";
  close.addEventListener("click", () => note.remove());
  note.append(close);
  toaster.append(note);
  while (toaster.children.length > MOST) toaster.firstElementChild.remove();
  keepWhileLooked(note, options.undo ? LONG_MS : SHORT_MS);
  return note;
}

// A note does not vanish under the pointer or the focus.
function keepWhileLooked(note, milliseconds) {
  const leave = () => {
    if (note.matches(":hover, :focus-within")) window.setTimeout(leave, SHORT_MS);
    else note.remove();
  };
  window.setTimeout(leave, milliseconds);
}
