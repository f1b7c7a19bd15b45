"""LedgerFlow in the books benchmark: an installation and the processes that work in it.

Here: starting tasks and clients in processes of their own. Not here: what a task does
(books_child.py and what it imports) or the order of everything (bench_books.py).
"""

import csv
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.books_file import BookFiles
from benchmarks.peer_runs import ROOT

SECONDS_MAX = 3600
CLIENTS = 8
KINDS = {
    "AS": "asset",
    "LI": "liability",
    "EQ": "equity",
    "IN": "income",
    "EX": "expense",
}


@dataclass
class Installation:
    """A state folder with an embedded database; `firm` and `user` once it is founded."""

    state_dir: Path
    firm: int = 0
    user: int = 0

    @property
    def environment(self) -> dict[str, str]:
        """That of a process which works in it, with nothing of a surrounding database."""
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("DATABASE_", "PG", "PYTEST"))
        }
        return kept | {
            "LEDGERFLOW_STATE_DIR": str(self.state_dir),
            "DJANGO_SETTINGS_MODULE": "ledgerflow.settings.embedded",
        }

    def found(self) -> None:
        """Make tables, a person and his firm."""
        made = self.do("found")
        self.firm, self.user = made["firm"], made["user"]

    def open(self, book: BookFiles, names: Sequence[str]) -> list[int]:
        """Businesses with the accounts of a book; their ids."""
        with (book.folder / "accounts.csv").open(encoding="utf-8", newline="") as file:
            accounts = [[row["account"], KINDS[row["type"]]] for row in csv.DictReader(file)]
        return list(self.do("open_businesses", names=list(names), accounts=accounts)["businesses"])

    def do(self, doing: str, **task: Any) -> dict[str, Any]:
        """One task in a process of its own; RuntimeError with its last words if it fails."""
        child = self._start(doing, task)
        answer, said = child.communicate(timeout=SECONDS_MAX)
        if child.returncode != 0:
            raise RuntimeError(f"LedgerFlow: {doing} failed\n{said[-2000:]}")
        return dict(json.loads(answer.splitlines()[-1]))

    def clients(self, businesses: Sequence[int], file: Path, seconds: float) -> float:
        """Eight clients that post at once for so long: entries a second of all together."""
        common = {"businesses": list(businesses), "file": str(file), "seconds": seconds}
        children = [self._start("client", {**common, "number": n}) for n in range(CLIENTS)]
        try:
            for child in children:
                assert child.stdout is not None
                assert child.stdout.readline() == "ready\n", child.communicate()[1][-2000:]
            for child in children:
                assert child.stdin is not None
                child.stdin.write("go\n")
                child.stdin.flush()
            found = [json.loads(child.communicate(timeout=SECONDS_MAX)[0]) for child in children]
        finally:
            for child in children:
                child.kill()
                child.wait()
        return float(round(sum(one["posts"] / one["seconds"] for one in found), 1))

    def _start(self, doing: str, task: dict[str, Any]) -> "subprocess.Popen[str]":
        whole = {"do": doing, "firm": self.firm, "user": self.user, **task}
        return subprocess.Popen(
            [sys.executable, "-m", "benchmarks.books_child", json.dumps(whole)],
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
