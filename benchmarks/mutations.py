"""Damaged statement files by the thousand: no reader crashes, hangs, or proves another sum.

Here: going through a corpus, counting, the table and the JSON. Not here: the damage and what may
become of it (tests/properties). Run from the project's root: python -m benchmarks.mutations.
"""

import argparse
import faulthandler
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.score import DEFAULT_CORPUS, OUR_NAMES
from ledgerflow.statements import formats
from ledgerflow.statements.pdf.scanned import recognition
from tests.properties.mutations import mutant
from tests.properties.oracle import BAD, Fate, Judged, Whole, judge

MUTATIONS = 2000
STUCK_SECONDS = 120
FATES: tuple[Fate, ...] = (
    "refused",
    "flagged",
    "unproved",
    "same",
    "fewer",
    "consistent",
    "wrong",
    "crashed",
    "hung",
)


@dataclass(slots=True)
class Tally:
    """What became of one format's damaged files."""

    files: int = 0
    mutations: int = 0
    fates: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0
    slowest_file: str = ""
    bad: list[dict[str, Any]] = field(default_factory=list)

    def add(self, path: str, number: int, kind: str, judged: Judged) -> None:
        """Count one damaged file."""
        self.mutations += 1
        self.fates[judged.fate] += 1
        if judged.seconds > self.slowest:
            self.slowest, self.slowest_file = judged.seconds, path
        if judged.fate in BAD:
            self.bad.append(
                {
                    "file": path,
                    "number": number,
                    "kind": kind,
                    "fate": judged.fate,
                    "why": judged.why,
                }
            )


def main(arguments: list[str] | None = None) -> int:
    """Damage and read; 0, or 1 where a reader failed, or 2 when there is no corpus."""
    options = _options(arguments)
    console = Console(width=max(130, Console().width))
    files = list(corpus_files(options.corpus, set(options.format)))
    if not files:
        console.print(f"[red]No corpus at {options.corpus}: nothing was damaged.[/red]")
        return 2
    recognition.leave_to_another()
    tallies = _run(files, options)
    _print(console, tallies)
    options.json.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(_result(tallies, options.mutations), indent=1, ensure_ascii=False)
    options.json.write_text(text + "\n", encoding="utf-8")
    return 1 if any(t.bad for t in tallies.values()) else 0


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.mutations", description=__doc__)
    parser.add_argument("--corpus", type=Path, default=DEFAULT_CORPUS)
    parser.add_argument("--mutations", type=int, default=MUTATIONS, help="at least, per format")
    parser.add_argument("--first", type=int, default=0, help="number of a file's first mutation")
    parser.add_argument("--format", action="append", default=[], help="only this format's id")
    parser.add_argument("--json", type=Path, default=Path("build/mutations.json"))
    return parser.parse_args(arguments)


def corpus_files(corpus: Path, wanted: set[str]) -> Iterable[tuple[str, str, bytes]]:
    """(format's id, path below the corpus, bytes) of each file that its manifest lists."""
    manifest = corpus / "manifest.json"
    if not manifest.exists():
        return
    known = {f.id for f in formats.FORMATS}
    for row in json.loads(manifest.read_text(encoding="utf-8")):
        ours = OUR_NAMES.get(row["format"], row["format"])
        path = corpus / row["path"]
        if ours in known and (not wanted or ours in wanted) and path.exists():
            yield ours, row["path"], path.read_bytes()


def _run(files: list[tuple[str, str, bytes]], options: argparse.Namespace) -> dict[str, Tally]:
    counts = Counter(format_id for format_id, _, data in files if data)
    tallies: defaultdict[str, Tally] = defaultdict(Tally)
    for format_id, path, data in files:
        tally = tallies[format_id]
        tally.files += 1
        whole = Whole.read(data, path)
        each = -(-options.mutations // counts[format_id]) if data else 0
        for number in range(options.first, options.first + each):
            faulthandler.dump_traceback_later(STUCK_SECONDS, exit=True)
            kind, damaged = mutant(data, path, number)
            tally.add(path, number, kind, judge(whole, damaged, Path(path).name, format_id))
    faulthandler.cancel_dump_traceback_later()
    return dict(tallies)


def _print(console: Console, tallies: dict[str, Tally]) -> None:
    table = Table(title="Damaged statement files")
    for name in ("format", "files", "damaged", *FATES, "slowest ms"):
        table.add_column(name, justify="left" if name == "format" else "right")
    for format_id, tally in sorted(tallies.items()):
        counts = [str(tally.fates[fate]) for fate in FATES]
        slowest = f"{tally.slowest * 1000:.0f}"
        table.add_row(format_id, str(tally.files), str(tally.mutations), *counts, slowest)
    console.print(table)
    for tally in tallies.values():
        for one in tally.bad[:20]:
            console.print(f"[red]{one['file']} #{one['number']} ({one['kind']}): {one['fate']}: "
                          f"{one['why']}[/red]")  # fmt: skip


def _result(tallies: dict[str, Tally], mutations: int) -> dict[str, Any]:
    return {
        "mutations_per_format": mutations,
        "formats": {
            format_id: {
                "files": tally.files,
                "mutations": tally.mutations,
                **{fate: tally.fates[fate] for fate in FATES},
                "slowest_ms": round(tally.slowest * 1000),
                "slowest_file": tally.slowest_file,
                "bad": tally.bad,
            }
            for format_id, tally in sorted(tallies.items())
        },
    }


if __name__ == "__main__":
    sys.exit(main())
