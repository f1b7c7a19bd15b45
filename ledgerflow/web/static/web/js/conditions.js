// Conditions of a rule's form: another empty one when the last is used. It stands on the pages of
// rules and beside a group of the review. Not here: what conditions mean (the server).

// The last row of conditions stays empty: it copies itself as soon as it is used.
document.addEventListener("input", (event) => {
  const row = event.target.closest?.("[data-condition]");
  if (!row || row.nextElementSibling?.matches("[data-condition]")) return;
  const copy = row.cloneNode(true);
  for (const field of copy.querySelectorAll("input")) field.value = "";
  copy.querySelector("select").selectedIndex = 0;
  renumber(copy, document.querySelectorAll("[data-condition]").length);
  row.after(copy);
});

// "Condition 2: value" names one field only.
function renumber(row, last) {
  for (const field of row.querySelectorAll("[aria-label]")) {
    const label = field.getAttribute("aria-label");
    field.setAttribute("aria-label", label.replace(String(last), String(last + 1)));
  }
}
