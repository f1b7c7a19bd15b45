// Deciding on the review page: the form that is on its way, the same again, the last one undone.
// Here: sending, and what comes back. Not here: what a decision does (the server), or what is
// chosen for it (reviewrows.js).
import { forget, reload } from "./reviewopen.js";
import { current, fill, form, group, inPanel, isReady, items, now, page, words } from "./reviewpage.js";
import { marked, unmark } from "./reviewrows.js";
import { say, send } from "./say.js";

const AGAIN = `lf-review-again-${page.dataset.address}`;
const WISH = ["account", "percent", "percent_was", "payee", "reason", "do"];

let undoBusiness = null; // where the last decision was taken, on a page of several businesses
let pending = ""; // what was asked for while a panel was on its way
let sent = null; // what the form that is on its way says, to be said again

export function press(id) {
  const button = document.getElementById(id);
  if (button && !button.disabled && isReady()) button.click();
  else if (!now.isBusy && inPanel() && id !== "do-accept") pending = id;
  else if (!button && isReady() && id === "do-accept") say(words.noneSure);
}

// The group after those that go, else the one before: the list keeps its place.
function following() {
  const all = items();
  const going = marked();
  const stays = (item) => !going.includes(item) && (going.length || item !== current());
  const at = Math.max(0, all.indexOf(going.length ? going.at(-1) : current()));
  return all.slice(at).find(stays) || all.slice(0, at).reverse().find(stays) || null;
}

function remember(detail) {
  const said = detail.requestConfig.formData;
  const what = Object.fromEntries(WISH.filter((n) => said.has(n)).map((n) => [n, said.get(n)]));
  const button = document.getElementById(`do-${what.do}`);
  const label = detail.requestConfig.triggeringEvent?.submitter?.querySelector(".review-label");
  what.label = label?.textContent || what.account || what.reason || button?.textContent.trim() || "";
  what.business = group()?.dataset.business;
  return /^(choice|account|exclude|transfer$)/.test(what.do || "") ? what : null;
}

function offerAgain() {
  const button = document.getElementById("review-again");
  if (!button) return;
  const last = JSON.parse(window.sessionStorage.getItem(AGAIN) || "null");
  button.hidden = !last || last.business !== group()?.dataset.business;
  if (!button.hidden) button.querySelector("span").textContent = fill(words.againShort, { what: last.label });
}

// The last decision once more, for what is open or ticked now.
export function again() {
  const button = document.getElementById("review-again");
  if (!button || button.hidden || !isReady()) return;
  const last = JSON.parse(window.sessionStorage.getItem(AGAIN));
  const target = form();
  for (const name of ["account", "reason", "payee", "percent"]) {
    if (last[name] && target.elements[name]) target.elements[name].value = last[name];
  }
  const go = document.createElement("button");
  go.type = "submit";
  go.name = "do";
  go.value = last.do;
  go.hidden = true;
  target.append(go);
  go.click();
}

export async function undo() {
  const own = document.getElementById("review-undo");
  if (!own || !isReady()) return;
  const business = undoBusiness || group()?.dataset.business;
  // The page of one business knows where to undo before any group of it is open.
  const address = business ? `/b/${business}/review/undo/` : own.getAttribute("action");
  if (!address) return;
  now.isBusy = true;
  const answer = await send(address);
  now.isBusy = false;
  if (answer === null) {
    say(words.lost, { tone: "bad" });
    return;
  }
  const said = await answer.json();
  say(said.text, { tone: answer.ok ? "good" : "bad" });
  if (answer.ok) await reload(said.group);
}

page.addEventListener("review:arrived", offerAgain);

page.addEventListener("review:typed", () => {
  const go = pending;
  pending = "";
  if (go) press(go);
});

document.body.addEventListener("htmx:configRequest", (event) => {
  if (event.target.id !== "decide") return;
  const next = following();
  event.detail.formData.set("next", next ? next.dataset.token : "");
});

document.body.addEventListener("htmx:beforeRequest", (event) => {
  if (event.target.id !== "decide") return;
  if (!isReady()) { // on its way already, or another panel is: nothing is decided unseen
    event.preventDefault();
    return;
  }
  now.isBusy = true;
  page.setAttribute("aria-busy", "true");
  sent = remember(event.detail);
});

document.body.addEventListener("htmx:afterRequest", (event) => {
  if (event.target.id !== "decide" && event.detail.requestConfig?.elt?.id !== "decide") return;
  now.isBusy = false;
  if (!now.isReading) page.removeAttribute("aria-busy");
});

document.body.addEventListener("review:done", (event) => {
  const { text: said, undo: url, label, business, gone } = event.detail;
  undoBusiness = business;
  if (sent) window.sessionStorage.setItem(AGAIN, JSON.stringify(sent));
  sent = null;
  forget();
  unmark();
  for (const id of gone) document.getElementById(id)?.remove();
  say(said, url ? { tone: "good", undo: { url, label } } : {});
});
