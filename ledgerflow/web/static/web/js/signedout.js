// Somebody's session ended while a page was open: nothing that was typed is lost.
// A panel leads to signing in within a second tab; then the same form is sent again with a fresh
// token. Without scripts the server keeps the form instead (kept_forms.py).

const panel = document.getElementById("signed-out");
const line = panel.querySelector(".signed-out-said");
const title = panel.querySelector("h2");
const sure = new WeakSet();
let waiting = null;
let before = null;

function styled() {
  const here = [...document.styleSheets].some((sheet) => sheet.href && sheet.href.endsWith(panel.dataset.css));
  if (!here && !panel.dataset.styled) {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = panel.dataset.css;
    document.head.append(link);
    panel.dataset.styled = "yes";
  }
}

function open(resend, word = "") {
  waiting = resend || waiting;
  line.textContent = word;
  if (panel.hidden) {
    before = document.activeElement;
    styled();
    panel.hidden = false;
    title.focus();
  }
}

function close() {
  panel.hidden = true;
  if (before && before.isConnected) {
    before.focus();
  }
}

// Tokens of this page are older than the new session: all of them are replaced.
function refresh(token) {
  for (const input of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) {
    input.value = token;
  }
  const meta = document.querySelector("meta[name=csrf-token]");
  if (meta) {
    meta.content = token;
  }
  for (const element of document.querySelectorAll("[hx-headers*=X-CSRFToken]")) {
    const headers = JSON.parse(element.getAttribute("hx-headers"));
    headers["X-CSRFToken"] = token;
    element.setAttribute("hx-headers", JSON.stringify(headers));
  }
}

// "ready" where the same person is signed in (again), with tokens replaced; else why not.
async function look() {
  try {
    const answer = await fetch(panel.dataset.csrf, { headers: { Accept: "application/json" }, cache: "no-store" });
    const now = await answer.json();
    if (now.user === null) {
      return "still";
    }
    if (String(now.user) !== panel.dataset.user) {
      return "other";
    }
    refresh(now.token);
    return "ready";
  } catch {
    return "offline";
  }
}

async function send() {
  const state = await look();
  if (state !== "ready") {
    line.textContent = panel.dataset[state];
    return;
  }
  const resend = waiting;
  waiting = null;
  close();
  if (resend) {
    resend();
  }
}

panel.querySelector("[data-send]").addEventListener("click", send);
panel.querySelector("[data-close]").addEventListener("click", close);
window.addEventListener("focus", async () => {
  if (!panel.hidden && (await look()) === "ready") {
    line.textContent = panel.dataset.ready;
  }
});

// A fragment was refused: the server says so in a header, on the element that asked.
document.body.addEventListener("signed-out", (event) => {
  const element = event.detail && event.detail.elt ? event.detail.elt : event.target;
  const form = element instanceof HTMLFormElement ? element : element.closest && element.closest("form");
  open(form ? () => form.requestSubmit() : () => element.click());
});

// A plain form on a page that has been open for long: ask first whether its session still lives.
async function check(form, submitter) {
  const again = () => {
    sure.add(form);
    form.requestSubmit(submitter && submitter.isConnected ? submitter : undefined);
  };
  try {
    const answer = await fetch(panel.dataset.alive, { cache: "no-store" });
    if ((await answer.json()).alive) {
      again();
    } else {
      open(again);
    }
  } catch {
    open(again, panel.dataset.offline);
  }
}

document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    const old = performance.now() > Number(panel.dataset.afterSeconds) * 1000;
    const plain = form.method === "post" && !form.matches("[hx-post], [hx-put], [hx-delete]");
    if (!plain || !old || !form.matches("[data-keep], main form")) {
      return;
    }
    if (sure.delete(form)) {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    check(form, event.submitter);
  },
  true,
);
