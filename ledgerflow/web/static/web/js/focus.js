// The focus stays where it was when a part of the page is replaced.
// Here: the case that htmx leaves out, which looks at the focus when a swap begins: of two swaps in a
// row the second one finds it lost already. Not here: where a page wants it to go (its own script).
let held = "";

document.addEventListener("focusin", (event) => {
  held = event.target.id || "";
});
// Who clicks beside everything has let go of it.
document.addEventListener("pointerdown", () => {
  held = "";
});
document.addEventListener("htmx:afterSettle", () => {
  if (held && document.activeElement === document.body) {
    document.getElementById(held)?.focus({ preventScroll: true });
  }
});
