"""The tables of an evaluation: how often right, how sure, how fast, what was to be reached.

Here: rendering. Not here: measuring (evaluate_run.py), bounds (evaluate_targets.py).
"""

from collections.abc import Callable, Iterable
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.evaluate_targets import Check

WIDTH_MIN = 132
LEFT_OUT = "test part"
"""Of a stream this part is told in the JSON only: it is short, and no bound is about it."""

Figures = dict[str, Any]
RIGHT: tuple[tuple[str, Callable[[Figures], str]], ...] = (
    ("rows", lambda p: f"{p['rows']:,}"),
    ("right %", lambda p: percent(p["accuracy"])),
    ("in top 3 %", lambda p: percent(p["among_best"])),
    ("new payees %", lambda p: percent(p["new_payees"])),
    ("first 10 %", lambda p: percent(p["first_rows"])),
    ("macro-F1 %", lambda p: percent(p["macro_f1"])),
    (
        "to correct of 1,000",
        lambda p: "" if p["corrections"] is None else f"{p['corrections']:.0f}",
    ),
)
SURE: tuple[tuple[str, Callable[[Figures], str]], ...] = (
    ("ECE", lambda p: _plain(p["calibration_error"])),
    ("accepted at 0.95 (achieved)", lambda p: _promise(p, 0.95)),
    ("at 0.99 (achieved)", lambda p: _promise(p, 0.99)),
    ("at 0.995 (achieved)", lambda p: _promise(p, 0.995)),
    ("worst below promise, points", lambda p: percent(p["shortfall"])),
    ("hindsight 95", lambda p: percent(p["hindsight"]["confidence"]["0.95"])),
    ("hindsight 99", lambda p: percent(p["hindsight"]["confidence"]["0.99"])),
)


def console_wide() -> Console:
    """A console that is wide enough for the tables, wherever it writes to."""
    found = Console()
    return found if found.width >= WIDTH_MIN else Console(width=WIDTH_MIN)


def show_task(console: Console, task: str, runs: dict[str, Figures]) -> None:
    """Two tables for one task: contestant -> what evaluate_run.py gave, or its error."""
    answered = {name: run for name, run in runs.items() if "error" not in run}
    if answered:
        run = next(iter(answered.values()))
        clients = f", {run['clients']} clients" if run["protocol"] == "clients" else ""
        title = f"{task} ({run['protocol']}{clients})"
        console.print(_table(f"{title}: how often right", RIGHT, answered))
        sure = {name: run for name, run in answered.items() if run["sure"]}
        console.print(_table(f"{title}: how sure", SURE, sure))
        console.print(_speeds(answered))
    for name, run in runs.items():
        if "error" in run:
            console.print(f"{task}, {name}: {run['error']}", style="red", markup=False)


def show_checks(console: Console, found: Iterable[Check]) -> None:
    """What was to be reached, best baseline beside it; figures as rates or as they are."""
    table = Table(title="To be reached by LedgerFlow")
    for name in ("task", "figure", "best baseline", "reach", "reached", ""):
        table.add_column(name, justify="left" if name in ("task", "figure", "") else "right")
    for one in found:
        said = "-" if one.found is None else _number(one.found)
        best = "" if one.best is None else _number(one.best)
        style, word = ("green", "yes") if one.reached else ("red", "NO")
        row = (one.task, one.figure, best, _number(one.reach), said, word)
        table.add_row(*row, style=style)
    console.print(table)


def percent(rate: float | None) -> str:
    """A rate of 0..1 in percent with one decimal; "" for None."""
    return "" if rate is None else f"{100 * rate:.1f}"


def _table(
    title: str, columns: tuple[tuple[str, Callable[[Figures], str]], ...], runs: dict[str, Figures]
) -> Table:
    table = Table(title=title)
    table.add_column("contestant", no_wrap=True)
    table.add_column("part", no_wrap=True)
    for name, _ in columns:
        table.add_column(name, justify="right")
    for name, run in runs.items():
        mark = "*" if run["sampled"] else ""
        shown = {part: found for part, found in run["parts"].items() if part != LEFT_OUT}
        for number, (part, figures) in enumerate(shown.items()):
            first = name + mark if number == 0 else ""
            table.add_row(first, part, *(cell(figures) for _, cell in columns))
    if any(run["sampled"] for run in runs.values()):
        table.caption = "* only a part: of a batch the newest rows of train, of many clients some"
    return table


def _speeds(runs: dict[str, Figures]) -> Table:
    table = Table(title="one core")
    names = ("contestant", "learned", "learn ms p50", "p95", "rows a second", "CPU s", "peak MB")
    for name in names:
        table.add_column(name, justify="left" if name == "contestant" else "right")
    for name, run in runs.items():
        table.add_row(
            name,
            f"{run['learned']:,}",
            _plain(run["learn_ms_p50"]),
            _plain(run["learn_ms_p95"]),
            f"{run['rows_a_second']:,}",
            f"{run['cpu_seconds']:.0f}",
            f"{run['peak_megabytes']:,}",
        )
    return table


def _promise(figures: Figures, promised: float) -> str:
    row = next(one for one in figures["promises"] if one["promised"] == promised)
    achieved = "-" if row["achieved"] is None else percent(row["achieved"])
    return f"{percent(row['coverage'])} ({achieved})"


def _plain(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3f}"
