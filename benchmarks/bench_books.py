"""LedgerFlow's books beside its peers on one generated book: reads, posting, import, memory, disk.

Here: the order, the table and the JSON. Not here: the figures (books_steps.py,
books_text_peers.py), what must be reached (books_judge.py). One run on one server, whose settings
are printed. `make bench-books` runs it with a million entries; without --entries it has 10,000,
asks nothing and only shows that all of it works.
"""

import argparse
import json
import os
import platform
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks import books_judge, books_server, books_text_peers
from benchmarks.books_file import BookFiles, generate
from benchmarks.books_judge import LARGE, MIDDLE, SMALL, Row
from benchmarks.books_ours import Installation
from benchmarks.books_steps import SHORT, Effort, Steps
from benchmarks.peer_runs import PEER_PYTHON
from ledgerflow import embedded

DEFAULT_GENERATOR = Path("..") / "shared" / "bench" / "make_ledger.py"
FILES = Path("build") / "bench-books"
RESULT = Path("build") / "books.json"
FAST_PASSES, SLOW_PASSES = 3, 1
TEXT_PEERS = tuple(peer.name for peer in books_text_peers.PEERS)


def main(arguments: list[str] | None = None) -> int:
    """Measure and print; 0, or 1 where books are wrong or a promise is not kept."""
    options = _options(arguments)
    console = Console(width=max(150, Console().width))
    if not options.generator.exists():
        console.print(f"No generator at {options.generator}: nothing measured. Name one.")
        return 0
    if not PEER_PYTHON.exists():
        console.print("[red]The peers are not installed: make bench-books does it.[/red]")
        return 2
    begun = time.monotonic()
    found = _measured(
        options,
        lambda text: console.print(f"{time.monotonic() - begun:5.0f} s  {text}", style="dim"),
    )
    rows = books_judge.rows_of(found, options.entries)
    found["rows"] = [row.as_json() for row in rows]
    found["complaints"] = books_judge.complaints_of(rows, found["faults"], options.entries)
    _print(console, found, rows)
    _keep(options.json, found)
    return 1 if found["complaints"] else 0


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.bench_books", description=__doc__)
    parser.add_argument("--entries", type=int, default=SMALL, help="of the large book")
    parser.add_argument(
        "--quick", action="store_true", help=f"{SMALL:,} entries, few posts; {RESULT}"
    )
    parser.add_argument("--generator", type=Path, default=DEFAULT_GENERATOR)
    parser.add_argument(
        "--without", action="append", default=[], choices=TEXT_PEERS, help="leave this peer out"
    )
    parser.add_argument("--json", type=Path, default=RESULT)
    options = parser.parse_args(arguments)
    if options.quick:
        options.entries, options.json = SMALL, RESULT
    return options


def _measured(options: argparse.Namespace, tell: Callable[[str], None]) -> dict[str, Any]:
    sizes = sorted({SMALL, min(MIDDLE, options.entries), options.entries})
    tell(f"Books of {', '.join(f'{size:,}' for size in sizes)} entries")
    books = {size: generate(options.generator, size, FILES.resolve()) for size in sizes}
    found: dict[str, Any] = {"machine": _machine(), "book": _book(books[options.entries])}
    folder = Path(tempfile.mkdtemp(prefix="lfb-", dir="/tmp"))
    folder.chmod(0o755)  # the database's own user goes through
    state = folder / "state"
    try:
        with books_server.serving(state) as address:
            found["server"] = books_server.settings_shown(address)
            effort = SHORT if options.quick else Effort()
            steps = Steps(address, Installation(state), books, tell, effort)
            found |= {"ours": steps.ours, "peers": steps.peers, "faults": steps.faults}
            for step in _steps(steps, options.entries):
                step()
                _keep(options.json, found)
        embedded.reset(state, force=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    _text_peers(found, options, books, tell)
    return found


def _steps(steps: Steps, entries: int) -> list[Callable[[], None]]:
    """In this order: each size is read while no larger book is there."""
    sizes = sorted({SMALL, entries})
    reading = [lambda size=size: steps.book(size) for size in sizes]
    hordak = [lambda size=size: steps.hordak_reads(size) for size in sizes]
    return [
        steps.installation.found,
        *reading,
        lambda: steps.imports(min(MIDDLE, entries)),
        *hordak,
        steps.single_posts,
        steps.clients,
        steps.batches,
        steps.hordak_bulk,
        steps.django_ledger,
    ]


def _text_peers(
    found: dict[str, Any],
    options: argparse.Namespace,
    books: dict[int, BookFiles],
    tell: Callable[[str], None],
) -> None:
    for peer in books_text_peers.PEERS:
        if peer.name in options.without:
            found["peers"][peer.name] = {"error": "left out by --without"}
            continue
        for size in sorted({SMALL, options.entries}):
            passes = SLOW_PASSES if peer.slow and size >= LARGE else FAST_PASSES
            made = books_text_peers.measured(peer, books[size], passes, tell)
            found["peers"].setdefault(peer.name, {})[str(size)] = made
            found["faults"] += [f"{peer.name}: {one}" for one in made.get("faults", [])]
        _keep(options.json, found)


def _machine() -> dict[str, Any]:
    return {
        "processors": os.cpu_count(),
        "python": platform.python_version(),
        "load_before": round(os.getloadavg()[0], 2),
    }


def _book(book: BookFiles) -> dict[str, Any]:
    expected = book.expected()
    accounts = sum(cents != 0 for cents in expected["per_account_cents"].values())
    return {"entries": book.entries, "lines": expected["lines"], "accounts": accounts}


def _keep(path: Path, found: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


def _print(console: Console, found: dict[str, Any], rows: list[Row]) -> None:
    book = found["book"]
    console.print(
        f"{book['entries']:,} entries, {book['lines']:,} lines, {book['accounts']} accounts; "
        + ", ".join(f"{name} {value}" for name, value in found["server"].items())
    )
    table = Table("what", "unit", "asked", "reached", "", "best peer", "x better", "engine", "x")
    for row in rows:
        table.add_row(*_cells(row))
    console.print(table)
    for row in rows:
        if row.note:
            console.print(f"{row.what}: {row.note}", style="dim")
    for peer, made in found["peers"].items():
        if isinstance(made.get("error"), str):
            console.print(f"{peer}: {made['error']}")
    for complaint in found["complaints"]:
        console.print(f"[red]{complaint}[/red]")


def _cells(row: Row) -> list[str]:
    bound = "" if row.asked is None else f"{'>=' if row.at_least else '<='} {row.asked:,}"
    kept = {True: "kept", False: "[red]missed[/red]", None: ""}[row.kept]
    peer = "" if row.peer is None else f"{row.peer:,} {row.peer_name}"
    return [
        row.what,
        row.unit,
        bound,
        "-" if row.reached is None else f"{row.reached:,}",
        kept,
        peer,
        *(
            "" if figure is None else f"{figure:,}"
            for figure in (row.times_peer, row.limit, row.times_limit)
        ),
    ]


if __name__ == "__main__":
    sys.exit(main())
