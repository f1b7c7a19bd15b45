// The review page as its scripts share it: its elements, its words, what is open and on its way.
// Here: finding parts of the page. Not here: changing them (reviewopen.js, reviewrows.js,
// reviewdecide.js) or listening to people (review.js).

export const page = document.getElementById("review");
export const panel = document.getElementById("review-panel");
export const words = JSON.parse(document.getElementById("review-words").textContent);

export const now = {
  wanted: "", // the id of the list's item that is, or is about to be, open
  isBusy: false, // a decision is on its way
  isReading: false, // the list is being read again
};

export const items = () => [...document.querySelectorAll("#review-items > .review-item")];
export const rows = () => [...panel.querySelectorAll(".review-row")];
export const opener = (item) => item?.querySelector(".review-open");
export const current = () => document.getElementById(now.wanted);
export const group = () => panel.querySelector(".review-group");
export const form = () => document.getElementById("decide");
export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
export const isNarrow = () => window.matchMedia("(max-width: 56rem)").matches;
export const isReady = () => !now.isBusy && !page.hasAttribute("aria-busy");

// A field of the open group that somebody is typing in, else null.
export function inPanel() {
  const field = document.activeElement;
  if (!field?.matches("#review-panel input[id]:not(.review-row)")) return null;
  return { id: field.id, value: field.value, tool: field.closest("details")?.id };
}
