// Amounts as people type them, by the decimal mark of the page's language: whole numbers, exactly.
// Here: what core/typed.py reads, read alike. Not here: what an amount is for; the server decides.

const GAPS = "'’ \\u00a0\\u202f";
const WHOLE = {};
for (const [mark, other] of [[".", ","], [",", "."]]) {
  WHOLE[mark] = new RegExp(
    `^(?:([1-9]\\d{0,2}([${other}${GAPS}])\\d{3}(?:\\2\\d{3})*)|(\\d*))(?:\\${mark}(\\d+))?$`,
  );
}

// "1.200" where "." is the decimal mark: it may as well mean twelve hundred.
const isUnclear = (text, mark) => new RegExp(`^[1-9]\\d{0,2}\\${mark}\\d{3}$`).test(text);

// An amount in units of 10 to the minus `digits`; null where it is none, or is unclear.
export function read(text, mark, digits) {
  const typed = text.trim();
  if (isUnclear(typed, mark)) return null;
  for (const one of [mark, mark === "," ? "." : ","]) {
    const found = WHOLE[one].exec(typed);
    if (found && /\d/.test(typed)) {
      const whole = (found[1] || found[3] || "0").replace(/\D/g, "");
      const parts = (found[4] || "").padEnd(digits, "0");
      return parts.length > digits ? null : BigInt(whole + parts);
    }
  }
  return null;
}

// A share in percent has no thousands: every mark is a decimal one.
export function readShare(text, digits) {
  const found = /^(\d*)(?:[.,](\d+))?$/.exec(text.trim().replace(/\s*%$/, ""));
  if (!found || !(found[1] || found[2])) return null;
  const parts = (found[2] || "").padEnd(digits, "0");
  return parts.length > digits ? null : BigInt((found[1] || "0") + parts);
}

// As the language writes it, with two decimals or as many as it has.
export function written(amount, mark, digits) {
  const all = String(amount).padStart(digits + 1, "0");
  const group = mark === "," ? "." : ",";
  const whole = all.slice(0, -digits).replace(/\B(?=(\d{3})+$)/g, group);
  return whole + mark + all.slice(-digits).replace(/0+$/, "").padEnd(2, "0");
}
