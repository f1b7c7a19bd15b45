// Charts beside the tables they are drawn from; nothing is drawn that no table says.
// Not here: the figures. Without Chart.js, or without this file, the table stands alone.
//
// <table data-chart="bar"> with a caption, a head row and rows whose first cell is a
// <th scope="row">: each further column is a series, named by its head cell. A cell's figure is its
// data-value (plain digits). "bar" and "line" are known.

const TONES = ["accent", "warn", "good", "quiet", "bad"];
const KINDS = new Set(["bar", "line"]);
const still = window.matchMedia("(prefers-reduced-motion: reduce)");
const drawn = new Map();

// Variables hold light-dark(…); only a drawn element says which of the two it is.
function colour(name) {
  const probe = document.createElement("span");
  probe.style.color = `var(--lf-${name})`;
  document.body.append(probe);
  const found = window.getComputedStyle(probe).color;
  probe.remove();
  return found;
}

function seriesOf(table, line) {
  const heads = [...table.tHead.rows[table.tHead.rows.length - 1].cells].slice(1);
  const rows = [...table.tBodies].flatMap((body) => [...body.rows]);
  return heads.map((head, at) => {
    const tone = colour(TONES[at % TONES.length]);
    return {
      label: head.textContent.trim(),
      data: rows.map((row) => figureOf(row.cells[at + 1])),
      backgroundColor: tone,
      borderColor: tone,
      borderWidth: line ? 2 : 0,
      pointRadius: line ? 2 : 0,
      tension: 0,
      maxBarThickness: 36,
    };
  });
}

function figureOf(cell) {
  return cell && cell.dataset.value !== undefined ? Number(cell.dataset.value) : null;
}

function labelsOf(table) {
  return [...table.tBodies].flatMap((body) => [...body.rows].map((row) => row.cells[0].textContent.trim()));
}

function canvasFor(table) {
  const frame = document.createElement("div");
  frame.className = "chart";
  const canvas = document.createElement("canvas");
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", table.caption?.textContent.trim() || "");
  frame.append(canvas);
  (table.closest(".table-responsive") || table).before(frame);
  return canvas;
}

function options(many, language) {
  const grid = { color: colour("line"), drawTicks: false };
  const ticks = { color: colour("quiet"), padding: 6 };
  const short = new Intl.NumberFormat(language, { notation: "compact" });
  const whole = new Intl.NumberFormat(language);
  return {
    animation: still.matches ? false : { duration: 200 },
    responsive: true,
    maintainAspectRatio: false,
    interaction: { mode: "index", intersect: false },
    plugins: {
      legend: { display: many, align: "start", labels: { color: colour("text"), boxWidth: 12, boxHeight: 12 } },
      tooltip: { callbacks: { label: (item) => ` ${item.dataset.label}: ${whole.format(item.parsed.y)}` } },
    },
    scales: {
      x: { grid: { display: false }, border: { color: colour("line-strong") }, ticks },
      y: { grid, border: { display: false }, ticks: { ...ticks, maxTicksLimit: 6, callback: (value) => short.format(value) } },
    },
  };
}

function draw(table) {
  const kind = table.dataset.chart;
  if (!KINDS.has(kind) || !table.tHead || drawn.has(table)) return;
  const datasets = seriesOf(table, kind === "line");
  const chart = new window.Chart(canvasFor(table), {
    type: kind,
    data: { labels: labelsOf(table), datasets },
    options: options(datasets.length > 1, document.documentElement.lang),
  });
  drawn.set(table, chart);
}

function clear(table) {
  const chart = drawn.get(table);
  const frame = chart.canvas.parentElement;
  chart.destroy();
  frame.remove();
  drawn.delete(table);
}

function drawAll() {
  if (!window.Chart) return;
  for (const table of [...drawn.keys()]) if (!table.isConnected) drawn.delete(table);
  document.querySelectorAll("table[data-chart]").forEach(draw);
}

// Other colours mean other pictures.
function anew() {
  [...drawn.keys()].filter((table) => table.isConnected).forEach(clear);
  drawAll();
}

window.addEventListener("lf:theme", anew);
window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", anew);
document.addEventListener("htmx:afterSettle", drawAll);
drawAll();
