// Ticking transactions in the list. Not here: deciding about them, which the form does.
import { keys } from "./keys.js";

const list = () => document.getElementById("transaction-list");
const boxes = () => [...list().querySelectorAll("input[name='id']")];

function count() {
  const said = list().querySelector(".bulk-count");
  if (!said) return;
  const ticked = boxes().filter((box) => box.checked).length;
  said.textContent = ticked ? `${ticked} ${said.dataset.some}` : said.dataset.none;
  const all = document.getElementById("pick-all");
  all.checked = ticked > 0 && ticked === boxes().length;
  all.indeterminate = ticked > 0 && ticked < boxes().length;
}

document.addEventListener("change", (event) => {
  if (event.target.id === "pick-all") {
    for (const box of boxes()) box.checked = event.target.checked;
  }
  if (event.target.closest("#transaction-list")) count();
});

// The form shows what the address says also after the browser goes back.
document.addEventListener("htmx:afterSettle", () => {
  if (list()) count();
});

const search = document.getElementById("filter-text");
keys.register([
  {
    key: "/",
    label: search.dataset.keyLabel,
    run() {
      search.focus();
      search.select();
    },
  },
]);
count();
