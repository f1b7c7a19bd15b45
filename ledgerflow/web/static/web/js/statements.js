// A statement's page: a line and its place in the original light up together; links to a line that
// is on another page find it. Not here: handing files in (drop.js).
import { keys } from "./keys.js";

function lightUp(at, scroll) {
  for (const lit of document.querySelectorAll(".lit")) lit.classList.remove("lit");
  const same = [...document.querySelectorAll(`[data-at="${CSS.escape(at)}"]`)];
  for (const one of same) one.classList.add("lit");
  const wanted = same.find((one) => (scroll === "line") === one.matches("tr"));
  if (wanted && scroll) bringIn(wanted, scroll);
}

// Only the pane of the original is scrolled: the line that is looked at stays where it is.
function bringIn(wanted, scroll) {
  const pane = document.getElementById("original");
  if (scroll === "line" || !pane) {
    wanted.scrollIntoView({ block: "nearest" });
    return;
  }
  const inner = wanted.getBoundingClientRect();
  const outer = pane.getBoundingClientRect();
  if (inner.top < outer.top || inner.bottom > outer.bottom) {
    pane.scrollTop += inner.top - outer.top - outer.height / 3;
  }
}

function lineOf(event) {
  return event.target instanceof Element ? event.target.closest("tr[data-at]") : null;
}

// Moves only: a page that scrolls under a resting pointer changes nothing.
let pointed = null;
document.addEventListener("pointermove", (event) => {
  const line = lineOf(event);
  if (line && line !== pointed) lightUp(line.dataset.at, "original");
  pointed = line;
});
document.addEventListener("focusin", (event) => {
  const line = lineOf(event);
  if (line) lightUp(line.dataset.at, "original");
});
document.addEventListener("click", (event) => {
  const target = event.target instanceof Element ? event.target : null;
  const inOriginal = target && target.closest(".original [data-at]");
  if (inOriginal) lightUp(inOriginal.dataset.at, "line");
  const link = target && target.closest("a.to-original");
  if (!link) return;
  event.preventDefault();
  lightUp(link.closest("tr").dataset.at, "original");
});

// "#line-7" of another page of lines: the server knows which.
const wanted = /^#line-(\d+)$/.exec(window.location.hash);
if (wanted && !document.getElementById(`line-${wanted[1]}`)) {
  const asked = new URLSearchParams(window.location.search);
  if (!asked.has("line") && document.getElementById("lines")) {
    window.location.replace(`?line=${wanted[1]}#line-${wanted[1]}`);
  }
}

function step(by) {
  const links = [...document.querySelectorAll("a.to-original")];
  if (!links.length) return;
  const at = links.indexOf(document.activeElement);
  const next = links[Math.min(Math.max(at + by, 0), links.length - 1)];
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}

const lines = document.getElementById("lines");
if (lines) {
  const hasLines = () => document.querySelector("a.to-original") !== null;
  keys.register([
    { key: "j", label: lines.dataset.sayNext, group: lines.dataset.sayGroup, when: hasLines, run: () => step(1) },
    { key: "k", label: lines.dataset.sayBefore, group: lines.dataset.sayGroup, when: hasLines, run: () => step(-1) },
  ]);
}
