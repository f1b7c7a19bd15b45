"""Scores the statement readers on a corpus: right, wrong, refused, silently accepted.

Here: running, counting, the table and the JSON. Not here: what "right" means for one file
(score_judge.py). Run from the project's root: python -m benchmarks.score --corpus DIR.
"""

import argparse
import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.score_judge import Judged, judge
from ledgerflow.core.errors import InputError
from ledgerflow.statements import formats

# The corpus' names of formats -> the id of the reader; the same word unless listed.
OUR_NAMES = {"qfx": "ofx", "qbo": "ofx", "tsv": "csv", "mt942": "mt940", "pdf-synthetic": "pdf"}
DEFAULT_CORPUS = Path("../shared/statements")
WIDTH_MIN = 110
COLUMNS = (
    ("readable", "readable"),
    ("right", "right"),
    ("wrong", "wrong"),
    ("malformed", "malformed"),
    ("refused", "refused"),
    ("silent", "accepted silently"),
    ("unverified", "unverified"),
    ("missing_file", "missing"),
)


def main(arguments: list[str] | None = None) -> int:
    """Score and print; 0, or 1 when --require is not met, or 2 when there is no corpus."""
    options = _options(arguments)
    console = Console()
    if console.width < WIDTH_MIN:
        console = Console(width=WIDTH_MIN)
    try:
        rows = _manifest(options.corpus)
    except (OSError, ValueError) as fault:
        console.print(f"[red]{options.corpus}/manifest.json cannot be read: {fault}[/red]")
        return 2
    judged, not_read = _run(options.corpus, rows)
    summary = _summary(judged)
    _print(console, summary, judged, not_read)
    _write(options.json, options.corpus, summary, judged, not_read)
    complaints = _complaints(options.require, summary)
    for complaint in complaints:
        console.print(f"[red]{complaint}[/red]")
    return 1 if complaints else 0


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.score", description=__doc__)
    parser.add_argument("--corpus", type=Path, default=DEFAULT_CORPUS)
    parser.add_argument("--json", type=Path, default=Path("build/score.json"))
    parser.add_argument(
        "--require",
        type=_requirement,
        action="append",
        default=[],
        metavar="FORMAT=N",
        help="fail under N right files, and when a malformed file is accepted silently",
    )
    return parser.parse_args(arguments)


def _requirement(text: str) -> tuple[str, int]:
    name, _, number = text.partition("=")
    if not name or not number.isdigit():
        raise argparse.ArgumentTypeError(f"{text!r} is not FORMAT=N, such as ofx=62")
    return name, int(number)


def _manifest(corpus: Path) -> list[dict[str, Any]]:
    rows = json.loads((corpus / "manifest.json").read_text(encoding="utf-8"))
    if isinstance(rows, dict):
        rows = next((v for v in rows.values() if isinstance(v, list)), None)
    if not isinstance(rows, list):
        raise ValueError("it is no list of files")  # noqa: TRY004 - told as one kind of fault
    return [row for row in rows if isinstance(row, dict) and row.get("path")]


def _run(corpus: Path, rows: list[dict[str, Any]]) -> tuple[list[Judged], Counter[str]]:
    known = {f.id for f in formats.FORMATS}
    judged: list[Judged] = []
    not_read: Counter[str] = Counter()
    for row in rows:
        named = str(row.get("format") or Path(row["path"]).suffix.lstrip(".")).lower()
        ours = OUR_NAMES.get(named, named)
        if ours in known:
            judged.append(judge(corpus, row, ours))
        else:
            not_read[named] += 1
    return judged, not_read


def _summary(judged: list[Judged]) -> dict[str, Counter[str]]:
    """Counts of each format."""
    summary: dict[str, Counter[str]] = {}
    for item in judged:
        counts = summary.setdefault(item.format, Counter())
        counts[item.outcome] += 1
        counts["readable"] += item.outcome in ("right", "wrong")
        counts["malformed"] += item.outcome in ("refused", "silent")
        counts["proof_agrees"] += item.proof_agrees is True
        counts["proof_given"] += item.proof_agrees is not None
        counts["proof_too_good"] += item.proof_too_good
    return summary


def _print(
    console: Console,
    summary: dict[str, Counter[str]],
    judged: list[Judged],
    not_read: Counter[str],
) -> None:
    table = Table(title="Statement readers on the corpus")
    table.add_column("format")
    for _, title in COLUMNS:
        table.add_column(title, justify="right")
    table.add_column("proof agrees", justify="right")
    for name, counts in sorted(summary.items()):
        figures = [str(counts[key]) for key, _ in COLUMNS]
        table.add_row(name, *figures, f"{counts['proof_agrees']} of {counts['proof_given']}")
    console.print(table)
    for item in judged:
        if item.outcome in ("wrong", "silent", "missing_file") or item.proof_agrees is False:
            console.print(f"{item.outcome}: {item.path}", markup=False, soft_wrap=True)
            for difference in item.differences:
                console.print(f"    {difference}", markup=False, soft_wrap=True)
    if not_read:
        listed = ", ".join(f"{name} {number}" for name, number in sorted(not_read.items()))
        console.print(f"Not read yet: {listed}.")


def _write(
    path: Path,
    corpus: Path,
    summary: dict[str, Counter[str]],
    judged: list[Judged],
    not_read: Counter[str],
) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    result = {
        "corpus": corpus.name,
        "formats": {name: dict(counts) for name, counts in sorted(summary.items())},
        "not_read_yet": dict(sorted(not_read.items())),
        "files": [item.as_dict() for item in judged],
    }
    path.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


def _complaints(requirements: list[tuple[str, int]], summary: dict[str, Counter[str]]) -> list[str]:
    if not requirements:
        return []
    out: list[str] = []
    for name, number in requirements:
        right = summary.get(name, Counter())["right"]
        if right < number:
            out.append(f"{name}: {right} files are right, {number} are required.")
    silent = sum(counts["silent"] for counts in summary.values())
    if silent:
        out.append(f"{silent} malformed files are accepted silently.")
    return out


if __name__ == "__main__":
    try:
        sys.exit(main())
    except InputError as fault:
        sys.exit(fault.message)
