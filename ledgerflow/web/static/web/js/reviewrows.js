// Rows and marks of the review page: which are chosen, and what the next decision is about.
// Here: moving over rows, ticking, marking. Not here: opening groups (reviewopen.js).
import { current, fill, form, group, items, opener, rows, words } from "./reviewpage.js";

let anchor = null; // the row that a range is selected from

export const marked = () => items().filter((item) => item.querySelector(".review-mark")?.checked);
export const ticked = () => rows().filter((row) => row.checked);

export function moveRow(step) {
  const all = rows();
  const at = all.indexOf(document.activeElement);
  const next = all[at < 0 ? (step > 0 ? 0 : all.length - 1) : at + step];
  if (next) next.focus();
  else if (step < 0) opener(current())?.focus();
}

export function tick(event) {
  const focused = document.activeElement;
  if (focused?.classList.contains("review-row")) {
    tickRow(focused, event.shiftKey);
    return;
  }
  const mark = current()?.querySelector(".review-mark");
  if (!mark) return;
  mark.checked = !mark.checked;
  applies();
}

function tickRow(row, isRange) {
  const all = rows();
  const from = all.indexOf(anchor);
  const to = all.indexOf(row);
  if (isRange && from >= 0) {
    const [low, high] = from < to ? [from, to] : [to, from];
    for (const one of all.slice(low, high + 1)) one.checked = true;
  } else {
    row.checked = !row.checked;
    anchor = row;
  }
  applies();
}

export function markAll() {
  const boxes = items().map((item) => item.querySelector(".review-mark")).filter(Boolean);
  const isAll = boxes.every((mark) => mark.checked);
  for (const mark of boxes) mark.checked = !isAll;
  applies();
}

// What the next decision is about, in words: never a surprise.
export function applies() {
  const line = document.getElementById("review-applies");
  const groups = marked();
  for (const item of items()) item.classList.toggle("is-marked", groups.includes(item));
  if (!line) return;
  showShare(groups.length > 0);
  const count = Number(group()?.dataset.count || 1);
  if (groups.length) {
    const m = groups.reduce((n, item) => n + Number(item.querySelector(".review-count").textContent), 0);
    line.textContent = fill(words.toGroups, { n: groups.length, m: m + ticked().length });
  } else if (ticked().length) {
    line.textContent = fill(words.toRows, { n: ticked().length });
  } else {
    line.textContent = fill(count === 1 ? words.toOne : words.toAll, { n: count });
  }
  line.classList.toggle("is-chosen", groups.length + ticked().length > 0);
}

// The share of the open group says nothing of marked ones: an account takes all of their money.
function showShare(isMarked) {
  const { percent, percent_was: was } = form().elements;
  const said = isMarked ? "100" : was?.dataset.own;
  if (!percent || !said) return;
  if (percent.value === was.value) percent.value = said;
  was.value = said;
}

// Marks outlive a new list. One of a group that is not there any more goes on standing in the form,
// so that what was meant for marked groups never falls upon the open one.
export function markAgain(kept) {
  for (const item of items()) {
    const mark = item.querySelector(".review-mark");
    if (mark && kept.delete(mark.value)) mark.checked = true;
  }
  for (const token of kept) {
    const past = document.createElement("input");
    past.type = "hidden";
    past.name = "mark";
    past.value = token;
    past.className = "review-past";
    past.setAttribute("form", "decide");
    document.getElementById("review-list").append(past);
  }
  applies();
}

// The marks as they stand in the form.
export const marks = () => new Set(form() ? new FormData(form()).getAll("mark") : []);

export function unmark() {
  for (const item of marked()) item.querySelector(".review-mark").checked = false;
  for (const past of document.querySelectorAll(".review-past")) past.remove();
}

// Another group is open: no range goes on from a row of the one before.
export function anchorless() {
  anchor = null;
}
