// A drawn chart's table is folded below it. Here: the button. Not here: drawing (charts.js).
// Without a drawing the table stays open: it is all there is.

export function foldTables() {
  for (const card of document.querySelectorAll(".chart-card")) {
    const table = card.querySelector(".table-responsive");
    if (!card.querySelector(".chart") || !table || card.querySelector(".chart-fold")) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "link chart-fold";
    button.textContent = card.dataset.fold;
    const fold = (closed) => {
      table.hidden = closed;
      button.setAttribute("aria-expanded", String(!closed));
    };
    button.addEventListener("click", () => fold(!table.hidden));
    fold(true);
    card.append(button);
  }
}
