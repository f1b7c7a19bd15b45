"""A CSV file of a million lines: read, proved and de-duplicated, how fast and in how much memory.

Here: each measurement in a process of its own, the table and the JSON. Not here: the files
(million_lines.py). Run from the project's root: python -m benchmarks.bench_csv_million
"""

import argparse
import csv
import gc
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.million_lines import LAYOUTS, write
from ledgerflow.statements import formats
from ledgerflow.statements.containment import read_contained
from ledgerflow.statements.dedupe import match
from ledgerflow.statements.figures import amounts_of, days_of, texts_of
from ledgerflow.statements.knownlines import KnownLine, KnownList
from ledgerflow.statements.parsed import ParsedLine, SourceFile
from ledgerflow.statements.proof import prove

RESULTS = Path(__file__).parent / "results" / "csv_million.json"
LINES = 1_000_000
Figures = dict[str, Any]


def main(arguments: list[str] | None = None) -> int:
    """Measure and print; 1 when --speed or --memory is not met."""
    options = _options(arguments)
    if options.part:
        print(json.dumps(PARTS[options.part](options.file)))
        return 0
    layouts = {}
    with tempfile.TemporaryDirectory() as folder:
        for layout in options.layout or LAYOUTS:
            path = Path(folder) / f"{layout}.csv"
            write(layout, options.lines, path)
            layouts[layout] = _measure(path, options.lines, options.times)
            path.unlink()
    result = {"lines": options.lines, "best_of": options.times, "layouts": layouts}
    _print(Console(width=130), layouts)
    options.json.parent.mkdir(parents=True, exist_ok=True)
    options.json.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    slow = [name for name, f in layouts.items() if f["lines_per_second"] < options.speed]
    large = [name for name, f in layouts.items() if f["most_mb"] > options.memory]
    return 1 if slow or large else 0


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=LINES)
    parser.add_argument("--layout", action="append", choices=list(LAYOUTS))
    parser.add_argument("--times", type=int, default=3, help="take the fastest of so many")
    parser.add_argument("--speed", type=int, default=0, help="lines a second that are required")
    parser.add_argument("--memory", type=int, default=10_000, help="MB that are allowed")
    parser.add_argument("--json", type=Path, default=RESULTS)
    parser.add_argument("--part", choices=list(PARTS), help=argparse.SUPPRESS)
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    return parser.parse_args(arguments)


def _measure(path: Path, lines: int, times: int) -> Figures:
    found: Figures = {"mb": round(path.stat().st_size / 1e6, 1)}
    for part in PARTS:
        runs = [_in_a_process(part, path) for _ in range(times)]
        for name in runs[0]:
            found[name] = min(run[name] for run in runs)
    if found["lines"] != lines or not found["proved"]:
        raise SystemExit(f"{path.name}: {found['lines']} lines read, proved: {found['proved']}")
    whole = found["read_s"] + found["prove_s"] + found["match_s"]
    again = found["read_s"] + found["prove_s"] + found["rematch_s"]
    found["lines_per_second"] = round(lines / whole)
    found["lines_per_second_again"] = round(lines / again)
    found["most_mb"] = max(found["alone_mb"], found["child_mb"], found["parent_mb"])
    return found


def _in_a_process(part: str, path: Path) -> Figures:
    command = [sys.executable, "-m", "benchmarks.bench_csv_million", "--part", part]
    done = subprocess.run(
        [*command, "--file", str(path)], capture_output=True, check=True, text=True
    )
    return dict(json.loads(done.stdout))


def _csv_alone(path: Path) -> Figures:
    """The standard library splits the file into cells, and nothing else."""
    start = time.process_time()
    with path.open(encoding="utf-8", newline="") as file:
        delimiter = ";" if ";" in file.readline() else ","
        for _ in csv.reader(file, delimiter=delimiter):
            pass
    return {"csv_alone_s": round(time.process_time() - start, 2)}


def _alone(path: Path) -> Figures:
    """Everything in one process, which collects no garbage, as the reader's does not."""
    gc.disable()
    data = path.read_bytes()
    seconds = [time.process_time()]
    parsed = formats.read(SourceFile(path.name, data))
    seconds.append(time.process_time())
    (statement,) = parsed.statements
    proof = prove(statement, parsed.errors)
    seconds.append(time.process_time())
    match(KnownList(), statement.lines, currency=statement.currency)
    seconds.append(time.process_time())
    peak = _peak_mb(resource.RUSAGE_SELF)
    matches = match(Known(statement.lines), statement.lines, currency=statement.currency)
    seconds.append(time.process_time())
    names = ("read_s", "prove_s", "match_s", "rematch_s")
    spent = (round(b - a, 2) for a, b in pairwise(seconds))
    return {
        **dict(zip(names, spent, strict=True)),
        "alone_mb": peak,
        "rematch_mb": _peak_mb(resource.RUSAGE_SELF),
        "lines": len(statement.lines),
        "proved": proof.verdict == "proved" and not any(True for _ in matches.new()),
    }


def _contained(path: Path) -> Figures:
    """In a child with limits, as imports do; the parent takes the lines."""
    start, own = time.perf_counter(), time.process_time()
    read_contained(SourceFile(path.name, path.read_bytes()))
    child = resource.getrusage(resource.RUSAGE_CHILDREN)
    return {
        "contained_wall_s": round(time.perf_counter() - start, 2),
        "child_s": round(child.ru_utime + child.ru_stime, 2),
        "parent_s": round(time.process_time() - own, 2),
        "child_mb": _peak_mb(resource.RUSAGE_CHILDREN),
        "parent_mb": _peak_mb(resource.RUSAGE_SELF),
    }


PARTS: dict[str, Callable[[Path], Figures]] = {
    "csv_alone": _csv_alone,
    "alone": _alone,
    "contained": _contained,
}


class Known:
    """The lines of a statement as those that are known already, made as a database gives them."""

    def __init__(self, lines: Sequence[ParsedLine]) -> None:
        self._lines = lines

    def __iter__(self) -> Iterator[KnownLine]:
        """All of them; the invented files are in order of days."""
        days, amounts = days_of(self._lines), amounts_of(self._lines)
        texts, ids = texts_of(self._lines, "description"), texts_of(self._lines, "bank_id")
        rows = zip(days, amounts, texts, ids, strict=True)
        for number, (day, amount, text, bank_id) in enumerate(rows, 1):
            yield KnownLine(number, day, amount, text, bank_id, 1)

    def of_amounts(self, amounts: Collection[Decimal]) -> Iterator[KnownLine]:
        """Those of these amounts, by day."""
        return (line for line in self if line.amount in amounts)


def _peak_mb(who: int) -> int:
    return round(resource.getrusage(who).ru_maxrss / 1024)


def _print(console: Console, layouts: dict[str, Figures]) -> None:
    table = Table(title="CSV: read, proved and de-duplicated")
    columns = {
        "layout": "",
        "MB": "mb",
        "csv alone s": "csv_alone_s",
        "read s": "read_s",
        "prove s": "prove_s",
        "match s": "match_s",
        "again s": "rematch_s",
        "lines/s": "lines_per_second",
        "lines/s again": "lines_per_second_again",
        "alone MB": "alone_mb",
        "child MB": "child_mb",
        "parent MB": "parent_mb",
    }
    for title in columns:
        table.add_column(title, justify="left" if title == "layout" else "right")
    for layout, found in layouts.items():
        table.add_row(layout, *(f"{found[name]:,}" for name in columns.values() if name))
    console.print(table)


if __name__ == "__main__":
    sys.exit(main())
