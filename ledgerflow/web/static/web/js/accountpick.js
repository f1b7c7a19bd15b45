/* A text field that finds an account: a combobox over the accounts that the page brings along.

   Here: `attach(input)` and `attachAll(root)`. The page has
   <script type="application/json" id="accounts">[{"id", "code", "name", "type", "currency"}, ...]
   and the field is a plain text input, mostly with a <datalist>: without JavaScript the browser
   offers the same accounts, and the server reads "6110 Office expense", a code or a name.
   A choice sets the field to "6110 Office expense". Enter or the pointer then send the event
   `account-picked` from it, with the account as its detail; who only goes on to another field has
   said nothing yet. Not here: what becomes of the choice. */

const SHOWN_MAX = 12;
let known = null;
let source = null;
let made = 0;

function accounts() {
  const block = document.getElementById("accounts");
  if (known === null || block !== source) { // another panel, perhaps of another business
    source = block;
    known = (block ? JSON.parse(block.textContent) : []).map((account) => ({
      ...account,
      label: `${account.code} ${account.name}`,
      plain: `${account.code} ${account.name}`.toLowerCase(),
    }));
  }
  return known;
}

/* Lower is better: the code's beginning, the name's, a word's, anything inside; null: no match. */
function rank(account, wanted) {
  if (account.code.toLowerCase().startsWith(wanted)) return 0;
  const name = account.name.toLowerCase();
  if (name.startsWith(wanted)) return 1;
  if (name.includes(` ${wanted}`)) return 2;
  if (account.plain.includes(wanted)) return 3;
  const words = wanted.split(/\s+/);
  return words.every((word) => account.plain.includes(word)) ? 4 : null;
}

/* The accounts that fit what is typed, best first. */
export function matching(text) {
  const wanted = text.trim().toLowerCase();
  if (wanted === "") return accounts().slice(0, SHOWN_MAX);
  const found = [];
  for (const account of accounts()) {
    const place = rank(account, wanted);
    if (place !== null) found.push([place, account]);
  }
  found.sort((one, other) => one[0] - other[0] || (one[1].code < other[1].code ? -1 : 1));
  return found.slice(0, SHOWN_MAX).map(([, account]) => account);
}

/* The account that a field's text names whole, else null. */
export function picked(text) {
  const wanted = text.trim().toLowerCase();
  return accounts().find((one) => one.plain === wanted || one.code.toLowerCase() === wanted) ?? null;
}

class Picker {
  constructor(input) {
    this.input = input;
    this.found = [];
    this.at = -1;
    this.list = document.createElement("ul");
    this.list.className = "pick-list";
    this.list.id = `pick-list-${++made}`;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", input.dataset.pickLabel || input.getAttribute("aria-label") || "");
    this.list.hidden = true;
    const around = document.createElement("span");
    around.className = "pick";
    input.replaceWith(around);
    around.append(input, this.list);
    input.removeAttribute("list");
    for (const [name, value] of [
      ["role", "combobox"], ["aria-expanded", "false"], ["aria-controls", this.list.id],
      ["aria-autocomplete", "list"], ["autocomplete", "off"],
    ]) input.setAttribute(name, value);
    input.addEventListener("input", () => this.open());
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => this.leave());
    input.addEventListener("click", () => this.open());
    this.list.addEventListener("pointerdown", (event) => {
      event.preventDefault(); // the field keeps the focus
      const option = event.target.closest("[role=option]");
      if (option) this.choose(this.found[Number(option.dataset.at)]);
    });
  }

  open() {
    const whole = picked(this.input.value);
    this.found = whole && !this.typing() ? matching("") : matching(this.input.value);
    this.list.replaceChildren(...this.found.map((account, at) => this.option(account, at)));
    this.list.hidden = this.found.length === 0;
    this.input.setAttribute("aria-expanded", String(!this.list.hidden));
    this.move(this.input.value.trim() !== "" && this.found.length > 0 ? 0 : -1);
  }

  typing() {
    return this.input.selectionStart === this.input.selectionEnd && this.input.value !== this.set;
  }

  option(account, at) {
    const item = document.createElement("li");
    item.id = `${this.list.id}-${at}`;
    item.dataset.at = String(at);
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    const code = document.createElement("span");
    code.className = "pick-code";
    code.textContent = account.code;
    const kind = document.createElement("span");
    kind.className = "pick-kind";
    kind.textContent = account.kind || account.type;
    item.append(code, ` ${account.name} `, kind);
    return item;
  }

  move(at) {
    this.at = at;
    for (const item of this.list.children) {
      const is = Number(item.dataset.at) === at;
      item.setAttribute("aria-selected", String(is));
      if (is) item.scrollIntoView({ block: "nearest" });
    }
    if (at >= 0) this.input.setAttribute("aria-activedescendant", `${this.list.id}-${at}`);
    else this.input.removeAttribute("aria-activedescendant");
  }

  key(event) {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (this.list.hidden) this.open();
      const step = event.key === "ArrowDown" ? 1 : -1;
      if (this.found.length) this.move((this.at + step + this.found.length) % this.found.length);
    } else if (event.key === "Enter" && !this.list.hidden && this.at >= 0) {
      event.preventDefault();
      this.choose(this.found[this.at]);
    } else if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault();
      event.stopPropagation();
      this.close();
    } else if (event.key === "Tab" && !this.list.hidden && this.at >= 0 && this.input.value.trim()) {
      this.fill(this.found[this.at]);
    }
  }

  choose(account) {
    this.fill(account);
    this.input.dispatchEvent(new CustomEvent("account-picked", { bubbles: true, detail: account }));
  }

  fill(account) {
    known.splice(known.indexOf(account), 1);
    known.unshift(account); // what was chosen last is offered first
    this.set = account.label;
    this.input.value = account.label;
    this.close();
    this.input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  leave() {
    const account = picked(this.input.value);
    if (account && this.input.value !== account.label) this.fill(account);
    this.close();
  }

  close() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.move(-1);
  }
}

/* Make a text field a combobox over accounts; twice is once. */
export function attach(input) {
  if (input.dataset.pick === "on") return;
  input.dataset.pick = "on";
  new Picker(input);
}

/* Every field marked `data-account-pick` below a node. */
export function attachAll(root = document) {
  for (const input of root.querySelectorAll("input[data-account-pick]")) attach(input);
}
