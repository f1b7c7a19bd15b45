"""Seeds single faults into proved statements: does the proof fail, and name the line at fault?

Here: running, counting, the table and the JSON. Not here: the faults (repair_faults.py) or the
statements (repair_statements.py). Run from the project's root: python -m benchmarks.bench_repairs
"""

import argparse
import json
import random
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.repair_faults import KINDS, Seeded, is_named, place_is_named, seed
from benchmarks.repair_statements import Proved, as_csv, invented, of_corpus
from ledgerflow.statements import formats
from ledgerflow.statements.proof import Proof, prove

CORPUS = Path("../shared/statements")
RESULTS = Path(__file__).parent / "results" / "repairs.json"
STATEMENTS = 200
FIRST_PROPOSALS = 3
EVIDENCES = ("running", "totals", "opening+closing")
SPEED_LINES = 200_000


def main(arguments: list[str] | None = None) -> int:
    """Measure and print; 1 when a fault stays proved or --require is not met."""
    options = _options(arguments)
    rng = random.Random(options.seed)  # noqa: S311 - reproducible, not secret
    statements = list(of_corpus(options.corpus)) if options.corpus.is_dir() else []
    from_corpus = len(statements)
    for number in range(max(0, options.statements - from_corpus)):
        statements.append(invented(rng, EVIDENCES[number % len(EVIDENCES)]))
    result: dict[str, Any] = {
        "seed": options.seed,
        "statements": len(statements),
        "of_corpus": from_corpus,
        "first_proposals": FIRST_PROPOSALS,
        "one_fault_each": {
            "file_wrong": _one_each(statements, options, keep_raw=False),
            "reading_wrong": _one_each(statements, options, keep_raw=True),
        },
        "every_kind": {
            "file_wrong": _every_kind(statements, options, keep_raw=False),
            "reading_wrong": _every_kind(statements, options, keep_raw=True),
        },
        "csv_read_again": _csv_read_again(statements, options),
        "lines_per_second": _speed(rng),
    }
    _print(Console(width=120), result)
    options.json.parent.mkdir(parents=True, exist_ok=True)
    options.json.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    missed = [
        name
        for name, found in result["one_fault_each"].items()
        if found["not_proved"] < 1 or found["named"] < options.require
    ]
    return 1 if missed else 0


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.bench_repairs", description=__doc__)
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    parser.add_argument("--statements", type=int, default=STATEMENTS)
    parser.add_argument("--rounds", type=int, default=10, help="faults of a kind per statement")
    parser.add_argument("--seed", type=int, default=4)
    parser.add_argument("--require", type=float, default=0.0, help="least share named, 0 to 1")
    parser.add_argument("--json", type=Path, default=RESULTS)
    return parser.parse_args(arguments)


def _one_each(
    statements: list[Proved], options: argparse.Namespace, *, keep_raw: bool
) -> dict[str, Any]:
    """One uniformly chosen fault in each statement, over several rounds."""
    rng = random.Random(f"one {options.seed}")  # noqa: S311
    counts: Counter[str] = Counter()
    for _ in range(options.rounds):
        for proved in statements:
            seeded = seed(proved.statement, rng.choice(KINDS), rng, keep_raw=keep_raw)
            if seeded is not None:
                counts.update(_outcome(seeded))
    return _rates(counts)


def _every_kind(
    statements: list[Proved], options: argparse.Namespace, *, keep_raw: bool
) -> list[dict[str, Any]]:
    """Each kind of fault in each statement, by what the statement prints."""
    rng = random.Random(f"every {options.seed}")  # noqa: S311
    cells: defaultdict[tuple[str, str, str], Counter[str]] = defaultdict(Counter)
    for proved in statements:
        source = "invented" if proved.source == "invented" else "corpus"
        for kind in KINDS:
            for _ in range(options.rounds):
                seeded = seed(proved.statement, kind, rng, keep_raw=keep_raw)
                if seeded is not None:
                    cells[source, proved.evidence, kind].update(_outcome(seeded))
    return [
        {"source": source, "evidence": evidence, "kind": kind, **_rates(counts)}
        for (source, evidence, kind), counts in sorted(cells.items())
    ]


def _csv_read_again(statements: list[Proved], options: argparse.Namespace) -> list[dict[str, Any]]:
    """Faults in the bytes of a CSV with running balances, read and proved from the start.

    Nothing in such a file tells the amount of its first row, or that an edge row is lacking:
    those faults are counted apart, by how many of them stay proved.
    """
    rng = random.Random(f"csv {options.seed}")  # noqa: S311
    invented_ones = [p for p in statements if p.source == "invented" and p.evidence == "running"]
    inner: defaultdict[str, Counter[str]] = defaultdict(Counter)
    at_edge: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for proved in invented_ones:
        for kind in KINDS:
            for _ in range(options.rounds):
                seeded = seed(proved.statement, kind, rng, keep_raw=False)
                if seeded is not None:
                    parsed = formats.read(as_csv(seeded.statement))
                    outcome = _outcome(seeded, prove(parsed.statements[0], parsed.errors))
                    (at_edge if _is_at_edge(seeded) else inner)[kind].update(outcome)
    return [
        {"rows": rows, "kind": kind, **_rates(counts)}
        for rows, cells in (("inner", inner), ("edge", at_edge))
        for kind, counts in sorted(cells.items())
    ]


def _is_at_edge(seeded: Seeded) -> bool:
    if seeded.kind == "line_dropped":
        return None in (seeded.before, seeded.after)
    return seeded.kind != "line_doubled" and seeded.before is None


def _outcome(seeded: Seeded, proof: Proof | None = None) -> Counter[str]:
    proof = proof or prove(seeded.statement)
    first = proof.repairs[:FIRST_PROPOSALS]
    return Counter(
        faults=1,
        not_proved=proof.verdict == "not_proved",
        named=is_named(seeded, first),
        named_first=is_named(seeded, proof.repairs[:1]),
        place_named=place_is_named(seeded, first),
    )


def _rates(counts: Counter[str]) -> dict[str, Any]:
    faults = counts["faults"] or 1
    names = ("not_proved", "named", "named_first", "place_named")
    return {"faults": counts["faults"], **{n: round(counts[n] / faults, 4) for n in names}}


def _speed(rng: random.Random) -> int:
    """Lines proved in a second of CPU, with running balances in every row."""
    proved = invented(rng, "running", SPEED_LINES)
    while len(proved.statement.lines) < SPEED_LINES // 2:
        proved = invented(rng, "running", SPEED_LINES)
    started = time.process_time()
    prove(proved.statement)
    return round(len(proved.statement.lines) / (time.process_time() - started))


def _print(console: Console, result: dict[str, Any]) -> None:
    for told, rows in result["every_kind"].items():
        table = Table(title=f"Single faults, {told.replace('_', ' ')}")
        for title in ("source", "evidence", "fault", "faults", "not proved", "in first 3", "first"):
            table.add_column(title, justify="left" if title in ("source", "fault") else "right")
        for row in rows:
            shares = [f"{row[n]:.1%}" for n in ("not_proved", "named", "named_first")]
            table.add_row(row["source"], row["evidence"], row["kind"], str(row["faults"]), *shares)
        console.print(table)
    for row in result["csv_read_again"]:
        console.print(
            f"CSV read again, {row['kind']} at {row['rows']} rows: {row['faults']} faults,"
            f" {row['not_proved']:.1%} not proved, {row['named']:.1%} named."
        )
    for told, found in result["one_fault_each"].items():
        console.print(
            f"{told}: one fault in each of {result['statements']} statements"
            f" ({result['of_corpus']} of the corpus): {found['not_proved']:.2%} not proved,"
            f" {found['named']:.2%} named in the first {result['first_proposals']}."
        )
    console.print(f"{result['lines_per_second']:,} lines proved a second.")


if __name__ == "__main__":
    sys.exit(main())
