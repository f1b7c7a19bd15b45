// Handing in statements: dropped anywhere, chosen or pasted, sent in parts that survive a lost
// connection. Here: the browser's side. Not here: what the server checks (statements/uploading.py).
//
// A file is known by its SHA-256 (by name, size and time where the browser may not compute that),
// so a file dropped again after a reload goes on where it stopped.
import { csrfToken } from "./say.js";

const PART = 1 << 20;
const PARALLEL = 3;
const WAITS_MS = [500, 1000, 2000, 4000, 8000, 15000];
const ENDINGS = /\.(pdf|csv|tsv|txt|xlsx|xlsb|xls|ods|ofx|qfx|qbo|qif|xml|sta|mt940|940|mt942|942|bai|bai2|zip|camt|053|054)$/i;

const zone = document.getElementById("drop");
const words = zone ? zone.dataset : {};
const list = document.getElementById("drop-list");
const said = document.getElementById("drop-said");
const form = document.getElementById("drop-form");
const queue = [];
const onTheirWay = new Set(); // fingerprints: the same bytes are sent once, under whatever names
let hashing = Promise.resolve();
let running = 0;
let arrived = 0;

const sleep = (milliseconds) => new Promise((done) => window.setTimeout(done, milliseconds));

class Refused extends Error {
  constructor(answer) {
    super([answer.message, answer.hint].filter(Boolean).join(" "));
    this.code = answer.code;
    this.url = answer.url;
    this.received = answer.extra ? answer.extra.received : undefined;
  }
}

// One request; throws Refused with the server's words, or TypeError where no answer came.
async function ask(url, options = {}) {
  const headers = { "X-CSRFToken": csrfToken(), ...(options.headers || {}) };
  const answer = await fetch(url, { ...options, headers, credentials: "same-origin", redirect: "error" });
  const isJson = (answer.headers.get("Content-Type") || "").includes("json");
  if (answer.status >= 500 || answer.status === 429) throw new TypeError("not now");
  if (!isJson) throw new Refused({ code: "no_json", message: words.sayFailed });
  const told = await answer.json();
  if (!answer.ok) throw new Refused(told);
  return told;
}

// The same, tried again while no answer comes.
async function insist(item, attempt) {
  for (let n = 0; ; n += 1) {
    try {
      return await attempt();
    } catch (fault) {
      if (!(fault instanceof TypeError)) throw fault;
      item.tell(words.sayAgain);
      await sleep(WAITS_MS[Math.min(n, WAITS_MS.length - 1)]);
    }
  }
}

function shortHash(text) {
  let hash = 0x811c9dc5;
  for (const sign of text) hash = Math.imul(hash ^ sign.codePointAt(0), 0x01000193) >>> 0;
  return hash.toString(16);
}

// One after the other: of two equal files the one that was dropped first is sent.
function inTurn(work) {
  const turn = hashing.then(work);
  hashing = turn.catch(() => undefined);
  return turn;
}

async function fingerprint(file) {
  if (!window.crypto || !window.crypto.subtle) {
    return `weak:${file.size}-${file.lastModified}-${shortHash(file.name)}`;
  }
  const digest = await window.crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

class Item {
  constructor(file) {
    this.file = file;
    this.row = document.createElement("li");
    const name = document.createElement("span");
    name.className = "name";
    name.textContent = file.webkitRelativePath || file.name;
    this.bar = document.createElement("progress");
    this.bar.max = Math.max(file.size, 1);
    this.bar.value = 0;
    this.bar.setAttribute("aria-label", file.name);
    this.words = document.createElement("p");
    this.words.className = "said";
    this.row.append(name, this.bar, this.words);
    list.append(this.row);
    list.hidden = false;
    this.tell(words.sayWait);
  }

  tell(text) {
    this.words.textContent = text;
  }

  end(kind, text, url) {
    this.row.className = kind;
    this.tell(text);
    if (kind === "is-done") this.bar.value = this.bar.max;
    if (!url) return;
    const link = document.createElement("a");
    link.href = url;
    link.textContent = words.sayLook;
    this.words.append(" ", link);
  }

  fail(fault) {
    this.end("is-bad", fault.message || words.sayFailed, fault.url);
    if (fault.url) return;
    const again = document.createElement("button");
    again.type = "button";
    again.className = "btn btn-small";
    again.textContent = words.sayRetry;
    again.addEventListener("click", () => {
      again.remove();
      this.row.className = "";
      enqueue(this);
    });
    this.words.append(" ", again);
  }

  async send() {
    this.tell(words.sayHash);
    const wish = new FormData(form);
    wish.delete("file");
    wish.append("name", this.file.name);
    wish.append("size", this.file.size);
    const mark = await inTurn(() => fingerprint(this.file));
    if (onTheirWay.has(mark)) {
      this.end("is-left", words.sayTwice);
      return;
    }
    onTheirWay.add(mark);
    wish.append("fingerprint", mark);
    try {
      await this.bytes(wish);
    } finally {
      onTheirWay.delete(mark);
    }
  }

  async bytes(wish) {
    const session = await insist(this, () => ask(words.open, { method: "POST", body: wish }));
    const address = `${words.open}${session.id}/`;
    await this.parts(address, session.received);
    this.tell(words.sayCheck);
    const done = await insist(this, () => ask(`${address}finish/`, { method: "POST" }));
    this.end("is-done", words.sayDone, done.url);
  }

  async parts(address, from) {
    let at = from;
    while (at < this.file.size) {
      this.bar.value = at;
      this.tell(words.saySending);
      at = await insist(this, () => this.part(address, at));
    }
    this.bar.value = at;
  }

  // Where to go on. After a lost answer the server says how much is there.
  async part(address, at) {
    try {
      const told = await ask(address, {
        method: "POST",
        headers: { "Upload-Offset": String(at), "Content-Type": "application/octet-stream" },
        body: this.file.slice(at, at + PART),
      });
      return told.received;
    } catch (fault) {
      if (fault instanceof Refused && fault.code === "upload_offset") return fault.received;
      throw fault;
    }
  }
}

function enqueue(item) {
  queue.push(item);
  work();
}

async function work() {
  while (running < PARALLEL && queue.length) {
    const item = queue.shift();
    running += 1;
    item.send()
      .then(() => { arrived += 1; refresh(); }, (fault) => item.fail(fault))
      .finally(() => { running -= 1; finished(); work(); });
  }
}

function finished() {
  if (running || queue.length) return;
  said.textContent = arrived ? words.sayAll : "";
  if (arrived && !document.getElementById("files")) window.location.assign(words.list);
}

// The list of the page shows the new file; while files are in work it asks again by itself.
function refresh() {
  const files = document.getElementById("files");
  if (files) window.htmx.ajax("GET", files.dataset.files, { target: "#files", swap: "outerHTML" });
}

function take(files) {
  if (!files.length) {
    said.textContent = words.sayNone;
    return;
  }
  zone.scrollIntoView({ block: "nearest" });
  const most = Number(words.most);
  for (const file of files.slice(0, most)) {
    const item = new Item(file);
    if (!ENDINGS.test(file.name)) item.end("is-left", words.sayEnding);
    else if (file.size > Number(words.limit)) item.end("is-bad", words.sayLarge);
    else if (!file.size) item.end("is-bad", words.sayEmpty);
    else enqueue(item);
  }
  if (files.length > most) said.textContent = words.sayMany;
}

// Files in folders, however deep; a browser hands out a folder's names a hundred at a time.
async function filesOf(entry) {
  if (entry.isFile) return [await new Promise((done, fail) => entry.file(done, fail))];
  const reader = entry.createReader();
  const found = [];
  for (;;) {
    const part = await new Promise((done, fail) => reader.readEntries(done, fail));
    if (!part.length) return found;
    for (const inner of part) {
      if (!inner.name.startsWith(".")) found.push(...(await filesOf(inner)));
      if (found.length > Number(words.most)) return found;
    }
  }
}

async function dropped(transfer) {
  const entries = [...transfer.items]
    .map((item) => (item.kind === "file" && item.webkitGetAsEntry ? item.webkitGetAsEntry() : null))
    .filter(Boolean);
  if (!entries.length) return take([...transfer.files]);
  const found = [];
  for (const entry of entries) found.push(...(await filesOf(entry)));
  return take(found);
}

function listen() {
  const over = document.createElement("div");
  over.className = "drop-over";
  over.textContent = words.sayOver;
  let depth = 0;

  // A drop that another zone of the page takes (a receipt) is not a statement.
  const isOurs = (event) => event.dataTransfer && [...event.dataTransfer.types].includes("Files")
    && !(event.target instanceof Element && event.target.closest("[data-drop-own]"));

  window.addEventListener("dragenter", (event) => {
    if (!isOurs(event)) return;
    depth += 1;
    document.body.append(over);
  });
  window.addEventListener("dragleave", () => {
    depth = Math.max(depth - 1, 0);
    if (!depth) over.remove();
  });
  window.addEventListener("dragover", (event) => {
    if (isOurs(event)) event.preventDefault();
  });
  window.addEventListener("drop", (event) => {
    depth = 0;
    over.remove();
    if (!isOurs(event) || event.defaultPrevented) return;
    event.preventDefault();
    dropped(event.dataTransfer);
  });
  window.addEventListener("paste", (event) => {
    const files = [...(event.clipboardData ? event.clipboardData.files : [])];
    if (!files.length) return;
    event.preventDefault();
    take(files);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    take([...form.elements.file.files]);
    form.elements.file.value = "";
  });
}

// Who may only look has no zone on the page.
if (zone) listen();
