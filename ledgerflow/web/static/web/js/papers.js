// Receipts: a file dropped on a form of receipts is sent with it; a chosen one needs no second click.
// Here: the drop zone, and where the focus goes when the pressed button is gone. Not here: what
// happens with the file (the server), other drops (drop.js).

const zoneOf = (event) => event.target.closest?.("form[data-drop-own]");

function send(form) {
  if (form.querySelector("input[type=file]").files.length) form.requestSubmit();
}

document.addEventListener(
  "dragover",
  (event) => {
    const zone = zoneOf(event);
    if (!zone) return;
    event.preventDefault();
    zone.classList.add("is-over");
  },
  true,
);

document.addEventListener("dragleave", (event) => zoneOf(event)?.classList.remove("is-over"), true);

document.addEventListener(
  "drop",
  (event) => {
    const zone = zoneOf(event);
    if (!zone || !event.dataTransfer?.files.length) return;
    event.preventDefault();
    event.stopPropagation();
    zone.classList.remove("is-over");
    zone.querySelector("input[type=file]").files = event.dataTransfer.files;
    send(zone);
  },
  true,
);

document.addEventListener("change", (event) => {
  const zone = zoneOf(event);
  if (zone && event.target.type === "file") send(zone);
});

document.addEventListener("htmx:afterSettle", (event) => {
  if (!event.target.matches?.(".papers") || document.activeElement !== document.body) return;
  event.target.focus({ preventScroll: true });
});
