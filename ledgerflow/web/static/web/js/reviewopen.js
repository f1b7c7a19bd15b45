// Groups of the review page: fetched, ahead of time too, opened in the panel; the list read again.
// Here: what is open. "review:arrived" tells that another panel is shown, "review:typed" that who
// typed ahead of it goes on in it. Not here: rows and marks (reviewrows.js), deciding
// (reviewdecide.js).
import { attachAll } from "./accountpick.js";
import { current, fill, group, inPanel, isNarrow, items, now, opener, page, panel, words } from "./reviewpage.js";
import { anchorless, applies, markAgain, marks } from "./reviewrows.js";
import { splitForm } from "./reviewsplit.js";
import { say } from "./say.js";

const STALE_MS = 20000;
const PASSING_MS = 40; // who is past a group sooner has not looked at it: it is not asked for

const fetched = new Map(); // addresses of panels asked for ahead, with their answers and times

// What was fetched ahead is no longer true.
export const forget = () => fetched.clear();

const panelAddress = (item) => {
  const link = opener(item).getAttribute("href");
  return `${link}${link.includes("?") ? "&" : "?"}part=panel`;
};

async function text(address) {
  const answer = await fetch(address, {
    headers: { "HX-Request": "true", "HX-Target": "review-panel" },
    credentials: "same-origin",
  });
  const away = answer.headers.get("HX-Redirect");
  if (away) window.location.assign(away);
  if (!answer.ok || away) throw new Error(String(answer.status));
  return answer.text();
}

function ask(address) {
  const known = fetched.get(address);
  if (known && Date.now() - known.at < STALE_MS) return known.answer;
  const answer = text(address);
  answer.catch(() => fetched.delete(address));
  fetched.set(address, { answer, at: Date.now() });
  return answer;
}

// The group that is likely to come next is asked for before anybody wants it.
function ahead() {
  const all = items();
  const next = all[all.indexOf(current()) + 1];
  if (next) ask(panelAddress(next)).catch(() => {});
}

export async function open(item, { focus = true, show = true, isRead = false } = {}) {
  if (!item) return;
  choose(item);
  if (focus) opener(item).focus({ preventScroll: false });
  if (show) page.classList.add("is-open");
  page.setAttribute("aria-busy", "true");
  const address = panelAddress(item);
  try {
    if (!fetched.has(address)) await new Promise((go) => window.setTimeout(go, PASSING_MS));
    if (now.wanted !== item.id) return;
    const html = await ask(address);
    fetched.delete(address);
    if (now.wanted !== item.id) return;
    const typing = inPanel();
    window.htmx.swap(panel, html, { swapStyle: "innerHTML" });
    arrived(isRead);
    if (!now.isReading) page.removeAttribute("aria-busy");
    if (typing) goOn(typing);
    else if (focus && isNarrow()) panel.focus({ preventScroll: true });
  } catch {
    say(words.lost, { tone: "bad" });
  } finally {
    if (now.wanted === item.id && !now.isReading) page.removeAttribute("aria-busy");
  }
}

// Who types faster than a panel comes goes on typing in the panel that was meant.
function goOn({ id, value, tool }) {
  if (tool) document.getElementById(tool).open = true;
  const field = document.getElementById(id);
  if (field) {
    field.value = value;
    field.focus();
  } else opener(current())?.focus();
  page.dispatchEvent(new Event("review:typed"));
}

// `isShown`: the list is moved to where the item can be seen.
function choose(item, { isShown = true } = {}) {
  now.wanted = item.id;
  for (const one of items()) {
    const is = one === item;
    one.classList.toggle("is-current", is);
    opener(one).tabIndex = is ? 0 : -1;
    if (is) opener(one).setAttribute("aria-current", "true");
    else opener(one).removeAttribute("aria-current");
  }
  if (isShown) item.scrollIntoView({ block: "nearest" });
}

// The panel is another one: it knows its item, its address, its fields. Of a group that is gone the
// list is read again, once.
export function arrived(isRead = false) {
  const shown = group();
  anchorless();
  attachAll(panel);
  splitForm(panel, words, fill);
  applies();
  page.dispatchEvent(new Event("review:arrived"));
  const link = shown?.dataset.link;
  if (link && link !== window.location.pathname + window.location.search) {
    window.history.replaceState(window.history.state, "", link);
  }
  const item = shown?.dataset.item && document.getElementById(shown.dataset.item);
  if (item) choose(item);
  const gone = panel.querySelector("[data-gone]")?.dataset.gone;
  const past = gone && document.getElementById(gone);
  if (past && !isRead) reload(past.nextElementSibling?.dataset.token || "");
  else ahead();
}

export async function move(step) {
  const all = items();
  const at = all.indexOf(current());
  const next = all[at < 0 ? 0 : at + step];
  if (next) await open(next, { show: false });
  else opener(current())?.focus();
  const more = document.querySelector("#review-items > .review-next-page");
  if (more && step > 0 && at + step >= all.length - 3) window.htmx.trigger(more, "lf:more");
}

export function back() {
  page.classList.remove("is-open");
  const link = page.dataset.address + (page.dataset.query ? `?${page.dataset.query}` : "");
  window.history.replaceState(window.history.state, "", link);
  opener(current())?.focus();
}

// After an undo the list is read again, and what came back is open.
export async function reload(token) {
  if (now.isReading) return;
  now.isReading = true;
  page.setAttribute("aria-busy", "true");
  fetched.clear();
  try {
    await readAgain(token);
  } finally {
    now.isReading = false;
  }
}

async function readAgain(token) {
  const query = page.dataset.query ? `${page.dataset.query}&` : "";
  try {
    const html = await text(`${page.dataset.address}?${query}part=list`);
    const kept = marks();
    window.htmx.swap(document.getElementById("review-list"), html, { swapStyle: "innerHTML" });
    markAgain(kept);
  } catch {
    page.removeAttribute("aria-busy");
    say(words.lost, { tone: "bad" });
    return;
  }
  const all = items();
  now.isReading = false;
  if (!all.length) page.removeAttribute("aria-busy");
  const item = all.find((one) => one.dataset.token === token) || all[0];
  await open(item, { focus: !inPanel(), isRead: true });
}

// The next group is not in the part of the list that is here: read the list again around it.
export function reloadQuietly() {
  const token = group()?.dataset.token;
  if (token && !document.getElementById(group().dataset.item)) reload(token);
}

// The list, or a part of it, is new. Who scrolls to its end is not taken back to what is open.
export function listed(isWhole) {
  // Who moves fast is past the group that the panel still shows: what is wanted stays so.
  const item = current() || (group() && document.getElementById(group().dataset.item));
  if (item) choose(item, { isShown: isWhole });
  applies();
}
