"""django-hordak and django-ledger beside LedgerFlow: same book, same server, own databases.

Here: their processes. Not here: what they do (peers/books_hordak.py, peers/books_django_ledger.py)
or when (bench_books.py).
"""

import json
import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from benchmarks.peer_runs import PEER_PYTHON, ROOT

RUNNER = "benchmarks.peers.books_django"
SECONDS_MAX = 3600


@dataclass(frozen=True)
class DatabasePeer:
    """A peer's name and the database it works in, as PG* variables."""

    name: str
    place: Mapping[str, str]

    def do(self, doing: str, **task: Any) -> dict[str, Any]:
        """Run one task in a process of its own; RuntimeError with its last words if it fails."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        done = subprocess.run(
            [str(PEER_PYTHON), "-m", RUNNER, self.name, json.dumps({"do": doing, **task})],
            cwd=ROOT,
            env=kept | {"PYTHONWARNINGS": "ignore", **self.place},
            capture_output=True,
            text=True,
            timeout=SECONDS_MAX,
            check=False,
        )
        if done.returncode != 0:
            raise RuntimeError(f"{self.name}: {doing} failed\n{done.stderr[-1500:]}")
        return dict(json.loads(done.stdout.splitlines()[-1]))
