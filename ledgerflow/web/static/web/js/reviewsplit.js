// The parts of a split: what is left is shown while one types; another part is a click away.
// Here: the form's fields. Not here: what the parts come to in the books: the server decides that.
import { read, readShare, written } from "./amounts.js";

const DIGITS = 4;
const HUNDRED = 100n * 10n ** BigInt(DIGITS);

// What is left of a whole after the parts: {left, isPercent, hasRest}; null where a size is unread.
export function left(whole, parts, mark) {
  const filled = parts.filter((part) => part.account || part.size);
  const sizes = filled.map((part) => part.size.trim());
  const isPercent = sizes.some((size) => size.endsWith("%"));
  const of = isPercent || whole === null ? HUNDRED : whole;
  let rest = of;
  for (const size of sizes) {
    if (size === "") continue;
    const number = size.endsWith("%") ? readShare(size, DIGITS) : read(size, mark, DIGITS);
    if (number === null) return null;
    if (isPercent && !size.endsWith("%")) {
      if (whole === null || whole === 0n) return null;
      rest -= (number * HUNDRED) / whole;
    } else {
      rest -= number;
    }
  }
  return { left: rest, isPercent, hasRest: sizes.includes("") };
}

function show(parts, output, whole, mark, words, fill) {
  const found = left(whole, parts(), mark);
  if (!found || (whole === null && !found.isPercent)) {
    output.textContent = "";
    return;
  }
  const amount = written(found.left < 0n ? -found.left : found.left, mark, DIGITS);
  if (found.left < 0n) output.textContent = fill(words.over, { amount });
  else if (found.left === 0n) output.textContent = words.whole;
  else output.textContent = fill(found.isPercent ? words.restPercent : words.rest, { amount });
}

// Make the split form of a panel live.
export function splitForm(panel, words, fill) {
  const box = panel.querySelector(".review-split");
  if (!box || box.dataset.live) return;
  box.dataset.live = "1";
  const output = box.querySelector(".review-rest");
  const mark = box.dataset.decimal;
  const whole = box.dataset.amount ? read(box.dataset.amount, mark, DIGITS) : null;
  const parts = () =>
    [...box.querySelectorAll(".review-part")].map((part) => ({
      account: part.querySelector("[name=split_account]").value.trim(),
      size: part.querySelector("[name=split_size]").value,
    }));
  box.addEventListener("input", () => show(parts, output, whole, mark, words, fill));
  const add = box.querySelector(".review-add");
  add.hidden = false;
  add.addEventListener("click", () => {
    const last = [...box.querySelectorAll(".review-part")].at(-1);
    const copy = last.cloneNode(true);
    for (const input of copy.querySelectorAll("input")) input.value = "";
    const field = copy.querySelector("[name=split_account]");
    const plain = field.cloneNode(false);
    delete plain.dataset.pick;
    copy.querySelector(".pick")?.replaceWith(plain);
    last.after(copy);
    box.dispatchEvent(new CustomEvent("review:part", { bubbles: true }));
    plain.focus();
  });
}
