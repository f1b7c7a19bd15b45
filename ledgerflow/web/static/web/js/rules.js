// Rules: order by dragging the handle. Buttons beside the handle do the same without a pointer.
// Here: pointers. Not here: the order itself, the server numbers and answers with the list; rows of
// the form (conditions.js).
import { attachAll } from "./accountpick.js";
import "./conditions.js";
import { say } from "./say.js";

let dragged = null;
let target = null;

const rowAt = (event) =>
  document.elementFromPoint(event.clientX, event.clientY)?.closest("tr[data-rule]") ?? null;

function mark(row) {
  target?.classList.remove("is-target");
  target = row;
  target?.classList.add("is-target");
}

function stop() {
  dragged?.classList.remove("is-dragged");
  mark(null);
  dragged = null;
}

document.addEventListener("pointerdown", (event) => {
  const handle = event.target.closest?.("[data-handle]");
  if (!handle || event.button !== 0) return;
  event.preventDefault();
  dragged = handle.closest("tr[data-rule]");
  dragged.classList.add("is-dragged");
});

document.addEventListener("pointermove", (event) => {
  if (!dragged) return;
  const row = rowAt(event);
  if (row !== target) mark(row === dragged ? null : row);
});

document.addEventListener("pointerup", () => {
  if (!dragged) return;
  const [from, before] = [dragged, target];
  stop();
  if (before) move(from, before.dataset.rule);
});

document.addEventListener("pointercancel", stop);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") stop();
});

function move(row, before) {
  const list = document.getElementById("rule-list");
  const said = list.dataset.failed;
  window.htmx
    .ajax("POST", row.dataset.move, {
      source: row.querySelector("form"), // it stops the list that is just asked for
      target: list,
      swap: "outerHTML",
      values: { before },
    })
    .catch(() => say(said, { tone: "bad" }));
}

attachAll();
