/* The books' pages: rows by key, the account field, and the live difference of an entry by hand.
   Here: what makes these pages quicker; each works without it. */
import { attachAll } from "./accountpick.js";
import { read, written } from "./amounts.js";
import { keys } from "./keys.js";

/* Rows of a table, one after another by key; the link of a row holds the focus. */
function rowLinks() {
  return [...document.querySelectorAll("table[data-rows] tbody tr")]
    .map((row) => row.querySelector("a[href]"))
    .filter((link) => link !== null);
}

function move(step) {
  const links = rowLinks();
  const at = links.indexOf(document.activeElement);
  const next = links[at < 0 ? (step > 0 ? 0 : links.length - 1) : at + step];
  if (next) next.focus();
}

document.addEventListener("focusin", (event) => {
  for (const row of document.querySelectorAll("tr.is-here")) row.classList.remove("is-here");
  const row = event.target.closest?.("table[data-rows] tbody tr");
  if (row) row.classList.add("is-here");
});

const words = document.getElementById("books-keys");
if (words) {
  const said = words.dataset;
  const hasRows = () => rowLinks().length > 0;
  keys.register([
    { key: "j", label: said.next, group: said.group, when: hasRows, run: () => move(1) },
    { key: "k", label: said.previous, group: said.group, when: hasRows, run: () => move(-1) },
    {
      key: "/",
      label: said.search,
      group: said.group,
      when: () => document.querySelector("input[data-search]") !== null,
      run() {
        const field = document.querySelector("input[data-search]");
        field.focus();
        field.select();
      },
    },
  ]);
}

attachAll();

/* A new line's account gets the focus, so that typing goes on. */
document.body.addEventListener("htmx:afterSettle", (event) => {
  attachAll(event.target);
  if (event.target.id === "entry-lines") {
    event.target.querySelector("tr:last-child input").focus();
    showDifference();
  }
});

const form = document.getElementById("manual");

/* Amounts as hundred-millionths in whole numbers: cents are added without a rounding. */
const DIGITS = 8;
const amountOf = (text) => (text.trim() === "" ? 0n : read(text, form.dataset.decimal, DIGITS));
const shown = (amount) => written(amount, form.dataset.decimal, DIGITS);

function sumOf(name) {
  let sum = 0n;
  for (const field of form.querySelectorAll(`input[name="${name}"]`)) {
    const amount = amountOf(field.value);
    if (amount === null) return null;
    sum += amount;
  }
  return sum;
}

function showDifference() {
  const debit = sumOf("debit");
  const credit = sumOf("credit");
  const said = form.dataset;
  const output = document.getElementById("difference");
  document.getElementById("sum-debit").textContent = debit === null ? "" : shown(debit);
  document.getElementById("sum-credit").textContent = credit === null ? "" : shown(credit);
  output.classList.remove("is-off", "is-even");
  if (debit === null || credit === null) {
    output.textContent = said.unreadable;
    output.classList.add("is-off");
  } else if (debit === 0n && credit === 0n) {
    output.textContent = said.empty;
  } else if (debit === credit) {
    output.textContent = `✓ ${said.balanced}`;
    output.classList.add("is-even");
  } else {
    const gap = debit > credit ? debit - credit : credit - debit;
    output.textContent = `${debit > credit ? said.debitMore : said.creditMore} ${shown(gap)}`;
    output.classList.add("is-off");
  }
}

if (form) {
  form.addEventListener("input", showDifference);
  /* Enter goes on to the next field; only the button posts. */
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.defaultPrevented || !event.target.matches("input")) return;
    event.preventDefault();
    const fields = [...form.querySelectorAll("input:not([type=hidden]), button[type=submit]")];
    fields[fields.indexOf(event.target) + 1]?.focus();
  });
  showDifference();
}
