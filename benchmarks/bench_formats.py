"""LedgerFlow's readers and the libraries that read the same formats: how fast, how right.

Here: who reads what, the tables and the JSON. Not here: the files (format_files.py), the
processes (peer_runs.py). CPU seconds of one core are compared, readers in turns, the middle of
several runs. Other work on the machine only slows them down, so the best run is held against
what must be reached. Run by `make bench-formats`, which installs the peers; they are not part of
LedgerFlow. With a corpus, every reader also reads each of its files.
"""

import argparse
import json
import platform
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.format_files import BenchFile, build
from benchmarks.peer_runs import OURS, PEER_PYTHON, Reading, median_of, readings
from benchmarks.score import DEFAULT_CORPUS

COLUMNS = (
    "format",
    "reader",
    "a second",
    "best",
    "LedgerFlow is",
    "rows and sum",
    "files right",
    "malformed refused",
)
RUNS = 3
CENT_HALF = Decimal("0.005")
"""Nobody's rounding of floats is counted against him."""

FILES = Path("build") / "bench-files"
RESULT = Path("build") / "formats.json"


@dataclass(frozen=True)
class Case:
    """A format: size of its file, who reads it, what LedgerFlow must reach in units a second.

    `small` is the size for readers too slow for the large file; a base line is no competitor:
    it does only a part of the work. With `words_only` the peers find words and no amounts.
    """

    format_id: str
    units: int
    required: int
    peers: tuple[str, ...]
    base_lines: tuple[str, ...] = ()
    small: int = 0
    slow: tuple[str, ...] = ()
    words_only: bool = False


CASES = (
    Case(
        "ofx",
        20_000,
        100_000,
        ("ofxparse", "ofxtools", "bankstatementparser"),
        small=2_000,
        slow=("ofxparse",),
    ),
    Case("mt940", 20_000, 30_000, ("mt940", "bankstatementparser")),
    Case("qif", 20_000, 30_000, ("quiffen",)),
    Case("bai2", 20_000, 30_000, ("bai2", "bankstatementparser")),
    Case("camt", 20_000, 30_000, ("bankstatementparser",)),
    Case(
        "csv",
        1_000_000,
        150_000,
        ("bankstatementparser",),
        ("csv_module",),
        small=50_000,
        slow=("bankstatementparser",),
    ),
    Case(
        "pdf",
        100,
        100,
        ("pdfplumber",),
        ("pypdfium2",),
        small=10,
        slow=("pdfplumber",),
        words_only=True,
    ),
)


def main(arguments: list[str] | None = None) -> int:
    """Measure and print; 0, or 1 where LedgerFlow is behind or below what it must reach."""
    options = _options(arguments)
    console = Console(width=max(110, Console().width))
    if not PEER_PYTHON.exists():
        console.print("[red]The peers are not installed: make bench-formats does it.[/red]")
        return 2
    wanted = set(options.format)
    cases = [case for case in CASES if not wanted or case.format_id in wanted]
    loops = _loops()
    speed = {case.format_id: _speed(case, options, console) for case in cases}
    result = {
        "python": platform.python_version(),
        "runs": options.runs,
        "loops": loops,
        "speed": speed,
    }
    if (options.corpus / "manifest.json").exists():
        result["right"] = {case.format_id: _right(case, options.corpus) for case in cases}
    result["complaints"] = [text for case in cases for text in _complaints(case, result)]
    _print(console, result)
    options.json.parent.mkdir(parents=True, exist_ok=True)
    options.json.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    return 1 if result["complaints"] else 0


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.bench_formats", description=__doc__)
    parser.add_argument("--format", action="append", default=[], help="only this format's id")
    parser.add_argument("--runs", type=int, default=RUNS, help="processes for each figure")
    parser.add_argument("--corpus", type=Path, default=DEFAULT_CORPUS)
    parser.add_argument("--json", type=Path, default=RESULT)
    return parser.parse_args(arguments)


def _loops() -> int:
    """Turns of an empty loop in a CPU second: how fast the machine was just then."""
    began = time.process_time()
    for _ in range(10_000_000):
        pass
    return round(10_000_000 / (time.process_time() - began))


def _speed(case: Case, options: argparse.Namespace, console: Console) -> dict[str, Any]:
    """Units a second of each reader, and whether its amounts are those of the file."""
    large = build(case.format_id, case.units, FILES)
    small = build(case.format_id, case.small, FILES) if case.small else large
    files = {r: small if r in case.slow else large for r in (OURS, *case.peers, *case.base_lines)}
    answers: dict[str, list[Reading]] = {reader: [] for reader in files}
    for number in range(1, options.runs + 1):  # in turns: the machine is not always as fast
        for reader, file in files.items():
            console.print(f"{case.format_id}: {reader}, run {number}", style="dim")
            answers[reader].append(readings(reader, [file.path])[str(file.path)])
    rates = {reader: _rate(file, answers[reader]) for reader, file in files.items()}
    return {"units": case.units, "bytes": large.path.stat().st_size, **rates}


def _rate(file: BenchFile, answers: Sequence[Reading]) -> dict[str, Any]:
    """The middle of several runs, the best of them, and whether rows and sum are the file's."""
    reading = median_of(answers)
    if reading.error:
        return {"error": reading.error}
    same = reading.rows == file.rows and abs(reading.total - file.total) < CENT_HALF
    return {
        "units": file.units,
        "seconds": round(reading.seconds, 3),
        "rate": round(file.units / reading.seconds),
        "best": round(file.units / min(one.seconds for one in answers)),
        "same": same,
    }


def _right(case: Case, corpus: Path) -> dict[str, Any]:
    """Files of the corpus whose rows and sum each reader gets; damaged ones that it refuses."""
    rows = json.loads((corpus / "manifest.json").read_text(encoding="utf-8"))
    expected = {
        corpus / row["path"]: row["expected"]
        for row in rows
        if row["format"] == case.format_id and row.get("expected")
    }
    good = {f: e for f, e in expected.items() if not e.get("error") and "sum" in e}
    bad = [f for f, e in expected.items() if e.get("error")]
    found: dict[str, Any] = {"readable": len(good), "malformed": len(bad)}
    if case.words_only:
        return found
    for reader in (OURS, *case.peers):
        answers = readings(reader, [*good, *bad])
        right = sum(_is_right(answers[str(f)], e) for f, e in good.items())
        refused = sum(bool(answers[str(f)].error) for f in bad)
        found[reader] = {"right": right, "refused": refused}
    return found


def _is_right(answer: Reading, expected: dict[str, Any]) -> bool:
    if answer.error or answer.rows != expected["transactions"]:
        return False
    return abs(answer.total - Decimal(expected["sum"])) < CENT_HALF


def _complaints(case: Case, result: dict[str, Any]) -> list[str]:
    speed = result["speed"][case.format_id]
    ours = speed[OURS]
    if "error" in ours or not ours["same"]:
        return [f"{case.format_id}: LedgerFlow does not read the file right: {ours}."]
    out = []
    if ours["best"] < case.required:
        out.append(f"{case.format_id}: {ours['best']:,} a second, {case.required:,} are required.")
    out += [
        f"{case.format_id}: {peer} is faster."
        for peer in case.peers
        if (speed[peer].get("same") or case.words_only)
        and speed[peer].get("rate", 0) > ours["rate"]
    ]
    return out


def _print(console: Console, result: dict[str, Any]) -> None:
    table = Table(title="Rows (PDF: pages) a second, one core")
    for name in COLUMNS:
        table.add_column(name, justify="left" if name in ("format", "reader") else "right")
    for format_id, speed in result["speed"].items():
        right = result.get("right", {}).get(format_id, {})
        for reader, found in speed.items():
            if isinstance(found, dict):
                table.add_row(format_id, reader, *_cells(reader, found, speed, right))
        table.add_section()
    console.print(table)
    for complaint in result["complaints"]:
        console.print(f"[red]{complaint}[/red]")


def _cells(
    reader: str, found: dict[str, Any], speed: dict[str, Any], right: dict[str, Any]
) -> list[str]:
    ours = speed[OURS].get("rate", 0)
    if "error" in found:
        cells = [found["error"], "", "", ""]
    else:
        ratio = "" if reader == OURS else f"{ours / found['rate']:.1f} x"
        speeds = [f"{found['rate']:,}", f"{found['best']:,}"]
        cells = [*speeds, ratio, "right" if found["same"] else "differ or none"]
    corpus = right.get(reader)
    if corpus is None:
        return [*cells, "", ""]
    return [
        *cells,
        f"{corpus['right']} of {right['readable']}",
        f"{corpus['refused']} of {right['malformed']}",
    ]


if __name__ == "__main__":
    sys.exit(main())
