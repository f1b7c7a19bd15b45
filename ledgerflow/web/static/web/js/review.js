// The review page: keys, clicks and fields; the page itself works without this file.
// Here: what people do, and where the focus goes. Not here: opening groups (reviewopen.js), choosing
// (reviewrows.js), deciding (reviewdecide.js and the server), finding accounts (accountpick.js).
import { attachAll } from "./accountpick.js";
import "./conditions.js";
import { keys } from "./keys.js";
import { again, press, undo } from "./reviewdecide.js";
import { arrived, back, listed, move, open, reload, reloadQuietly } from "./reviewopen.js";
import { current, form, group, isNarrow, items, opener, page, panel, rows, words } from "./reviewpage.js";
import { applies, markAll, moveRow, tick, ticked, unmark } from "./reviewrows.js";

const isFirm = page.dataset.firm !== "";
let isListing = false; // the parts of a list are told one by one, and looked at together

// What is exchanged is told by its new elements: of one that is replaced, htmx names the old one.
document.body.addEventListener("htmx:afterSettle", (event) => {
  const { target, detail } = event;
  const extra = target.closest("#review-extra");
  if (target === panel && detail.target === panel) {
    settled();
  } else if (target.id === "review-notice") {
    target.scrollIntoView({ block: "nearest" });
  } else if (target.closest("#review-list, #review-rows")) {
    listedSoon(target.id === "review-list");
  } else if (extra) {
    attachAll(extra);
    if (target === extra) extra.querySelector("input:not([type=hidden]), select, textarea")?.focus();
  }
});

function listedSoon(isWhole) {
  if (isListing) return;
  isListing = true;
  window.requestAnimationFrame(() => {
    isListing = false;
    listed(isWhole);
  });
}

// Focus is never lost: it goes to the item of the group that is open now.
function settled() {
  for (const part of document.getElementById("review-changed")?.content.children ?? []) {
    document.getElementById(part.id)?.replaceChildren(part.textContent);
  }
  arrived();
  const shown = group();
  if (shown?.dataset.sure) {
    document.getElementById("do-accept")?.focus();
    return;
  }
  const item = shown && document.getElementById(shown.dataset.item);
  if (item && !isNarrow()) opener(item).focus();
  else if (item) panel.focus({ preventScroll: true });
  else (document.getElementById("review-nothing") || panel).focus();
  if (!item && shown) reloadQuietly();
}

// A later part of the list may bring a group again: the first one stays.
document.body.addEventListener("htmx:afterSwap", (event) => {
  if (!event.target.matches?.(".review-item")) return;
  const known = new Set();
  for (const item of items()) {
    if (known.has(item.id)) item.remove();
    known.add(item.id);
  }
});

document.addEventListener("lf:undone", (event) => {
  event.preventDefault();
  reload("");
});

page.addEventListener("click", (event) => {
  const plain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.button);
  const link = event.target.closest("a");
  if (event.target.closest("#review-again")) again();
  else if (link && plain && link.matches(".review-open")) {
    event.preventDefault();
    open(link.closest(".review-item"));
  } else if (link && plain && link.matches("[data-back]")) {
    event.preventDefault();
    if (group()?.dataset.sure && current()) open(current());
    back();
  } else if (link && plain && link.matches("[data-panel], [data-extra]")) {
    event.preventDefault();
    more(link);
  }
});

// Parts of the page that are fetched when somebody wants them: what is sure, a rule, a note.
function more(link) {
  const isExtra = link.matches("[data-extra]");
  const one = ticked()[0] || document.activeElement?.closest("tr[data-transaction]")?.querySelector(".review-row") || rows()[0];
  const address = isExtra && one ? `${link.dataset.address}${one.value}` : link.getAttribute("href");
  if (isExtra) {
    window.htmx.ajax("GET", address, { target: "#review-extra", swap: "innerHTML" });
    return;
  }
  const part = address.includes("part=") ? address : `${address}&part=sure`;
  page.classList.add("is-open");
  window.htmx.ajax("GET", part, { target: "#review-panel", swap: "innerHTML" });
}

page.addEventListener("change", (event) => {
  if (event.target.matches(".review-row, .review-mark")) applies();
});

page.addEventListener("account-picked", (event) => {
  if (event.target.id === "review-account") press("do-account");
  else event.target.closest(".review-part")?.querySelector("[name=split_size]").focus();
});

page.addEventListener("review:part", () => attachAll(panel));

page.addEventListener("submit", (event) => {
  if (event.target.id !== "review-undo") return;
  event.preventDefault();
  undo();
}, true);

// A tool that opens puts the focus into its first field; the other halves are looked for then.
page.addEventListener("toggle", (event) => {
  if (!(event.target instanceof HTMLDetailsElement) || !event.target.id.startsWith("tool-")) return;
  if (!event.target.open) return;
  const halves = event.target.querySelector("#review-halves");
  const first = ticked()[0] || rows()[0];
  if (halves && first) {
    window.htmx.ajax("GET", halves.dataset.address + first.value, { target: "#review-halves", swap: "innerHTML" });
  }
  event.target.querySelector("input, .btn[type=submit]")?.focus();
}, true);

page.addEventListener("keydown", (event) => {
  const target = event.target;
  if (event.key === "Escape" && !event.defaultPrevented) {
    leave(event);
  } else if (event.key === "Enter" && target.matches(".review-open, .review-row, .review-mark")) {
    event.preventDefault();
    if (!event.repeat && keys.areOn()) press("do-accept");
    else if (!keys.areOn()) target.click();
  } else if (event.key === " " && target.matches(".review-open, .review-row")) {
    event.preventDefault();
    tick(event);
  } else if (event.key === "Enter" && target.dataset.enter) {
    event.preventDefault();
    press(target.dataset.enter);
  } else if (event.key === "Enter" && target.id === "review-account") {
    event.preventDefault();
    if (target.value.trim()) press("do-account");
  } else if (event.key === "Enter" && target.id === "review-percent") {
    event.preventDefault();
    press(document.getElementById("review-account").value.trim() ? "do-account" : "do-accept");
  }
});

// Out of a field or a tool: back to the group; out of everything: nothing is marked any more.
function leave(event) {
  if (group()?.dataset.sure) {
    open(current() || items()[0]);
    return;
  }
  const tool = event.target.closest("details[open]");
  if (tool) tool.open = false;
  else if (event.target.matches("input:not(.review-row), a:not(.review-open), button")) document.getElementById("review-extra")?.replaceChildren();
  else {
    unmark();
    for (const row of ticked()) row.checked = false;
    applies();
    if (isNarrow()) back();
  }
  opener(current())?.focus();
}

const key = (name, label, run, more = {}) => ({ key: name, label, group: words.group, run, ...more });
const may = () => form() !== null;

keys.register([
  key("j", words.next, () => move(1)),
  key("k", words.previous, () => move(-1)),
  key("J", words.nextRow, () => moveRow(1)),
  key("K", words.previousRow, () => moveRow(-1)),
  key("down", words.nextRow, () => moveRow(1), { when: () => rows().length > 0 }),
  key("up", words.previousRow, () => moveRow(-1), { when: () => rows().length > 0 }),
  key("space", words.tick, tick, { when: may }),
  key("shift+space", words.range, tick, { when: may }),
  key("m", words.all, markAll, { when: () => may() && !isFirm }),
  key("enter", words.accept, (event) => event.repeat || press("do-accept"), { when: may }),
  key("b", words.share, () => document.getElementById("review-percent").select(), { when: () => document.getElementById("review-percent") }),
  key("+", words.again, again, { when: () => document.getElementById("review-again")?.hidden === false }),
  key("/", words.search, () => document.getElementById("review-q").select()),
]);

arrived();
if (group()) page.dataset.ready = "1";
