"""The pages on a million transactions and 400 businesses: server time, queries, CPU, strokes.

Here: the order of the measurements, the table and the JSON. Not here: what runs inside the
installation (web_child.py), fifty people at once (load_web.py). As shipped: `ledgerflow serve`
with its embedded database, one visitor. Run from the project's root, on a folder that
`ledgerflow seed` filled (it is seeded where it is empty):
python -m benchmarks.bench_web --state FOLDER.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.seeding import seed
from benchmarks.visitor import latency
from tests.served import EMAIL, PASSWORD, ROOT, Served

RESULT = Path("build") / "web.json"
REQUESTS = 40
ROUNDS = 5
QUERIES_MAX, CPU_MS_MAX, P95_MS_MAX = 12, 25.0, 150.0
STROKES_MAX = {"1": 100.0, "10": 100.0, "50": 100.0, "1000": 2000.0}


@dataclass
class PageTimes:
    """One page: what it costs inside the process, and its times over HTTP in milliseconds."""

    path: str
    status: int
    queries: int
    cpu_ms: float
    kilobytes: float
    p50: float = 0.0
    p95: float = 0.0

    @property
    def holds(self) -> bool:
        """True within the budget of a page."""
        return (
            self.status == 200
            and self.queries <= QUERIES_MAX
            and self.cpu_ms <= CPU_MS_MAX
            and self.p95 <= P95_MS_MAX
        )


@dataclass
class Measured:
    """All that was measured; `strokes`: milliseconds by how many are decided at once."""

    machine: dict[str, Any] = field(default_factory=dict)
    place: dict[str, Any] = field(default_factory=dict)
    pages: dict[str, PageTimes] = field(default_factory=dict)
    strokes: dict[str, dict[str, float]] = field(default_factory=dict)

    @property
    def faults(self) -> list[str]:
        """What does not hold, in words."""
        found = [f"{name} is beyond its budget" for name, p in self.pages.items() if not p.holds]
        found += [
            f"deciding {count} takes {self.strokes[count]['decide_ms']} ms"
            for count, most in STROKES_MAX.items()
            if count in self.strokes and self.strokes[count]["decide_ms"] > most
        ]
        return found


def main(arguments: list[str] | None = None) -> int:
    """Measure and print; 0, or 1 where a budget is not kept."""
    options = _options(arguments)
    with tempfile.TemporaryDirectory(prefix="lfw-") as folder:
        served = Served(Path(folder), more={"LEDGERFLOW_STATE_DIR": str(options.state)})
        if not options.state.exists():
            seed(
                served,
                options.transactions,
                options.businesses,
                *("--waiting", str(options.waiting)),
            )
        load = os.getloadavg()[0]
        found = _inside(served, options)
        served.start()
        try:
            _over_http(served, found)
        finally:
            served.stop()
    found.machine = {
        "processors": os.cpu_count(),
        "python": platform.python_version(),
        "load_before": round(load, 2),
    }
    _show(found)
    options.json.parent.mkdir(parents=True, exist_ok=True)
    options.json.write_text(json.dumps(_as_dict(found), indent=1) + "\n")
    return 1 if found.faults else 0


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--state", type=Path, required=True, help="folder of the installation")
    parser.add_argument("--transactions", type=int, default=1_000_000)
    parser.add_argument("--businesses", type=int, default=400)
    parser.add_argument("--waiting", type=int, default=20_000)
    parser.add_argument("--json", type=Path, default=RESULT)
    return parser.parse_args(arguments)


def _inside(served: Served, options: argparse.Namespace) -> Measured:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.web_child", str(options.state), str(ROUNDS)],
        cwd=ROOT,
        env=served.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(done.stderr)
    said = json.loads(done.stdout.splitlines()[-1])
    pages = {name: PageTimes(**page) for name, page in said["pages"].items()}
    return Measured(place=said["place"], pages=pages, strokes=said["strokes"])


def _over_http(served: Served, found: Measured) -> None:
    """Each page opened forty times by one visitor, after once that does not count."""
    fields = {"username": EMAIL, "password": PASSWORD, "login": EMAIL}
    served.post("/sign-in/", "/sign-in/", fields)
    for page in found.pages.values():
        served.get(page.path)
        times = []
        for _ in range(REQUESTS):
            begun = time.monotonic()
            answer = served.get(page.path)
            times.append(time.monotonic() - begun)
            page.status = answer.status
        seen = latency(times)
        page.p50, page.p95 = seen.p50, seen.p95


def _show(found: Measured) -> None:
    console = Console(width=max(110, Console().width))
    title = f"{found.place['transactions']:,} transactions, {found.place['businesses']} businesses"
    table = Table(title=title)
    for name in ("page", "queries", "CPU ms", "p50 ms", "p95 ms", "kB", ""):
        table.add_column(name, justify="left" if name == "page" else "right")
    for name, p in found.pages.items():
        figures = (str(p.queries), str(p.cpu_ms), str(p.p50), str(p.p95), str(p.kilobytes))
        table.add_row(name, *figures, "" if p.holds else f"✗ {p.status}")
    console.print(table)
    for count, stroke in found.strokes.items():
        console.print(
            f"deciding {count} at once: {stroke['decide_ms']} ms; back: {stroke['undo_ms']} ms"
        )
    for fault in found.faults:
        console.print(f"✗ {fault}")


def _as_dict(found: Measured) -> dict[str, Any]:
    """The JSON; who owns the books is nobody's business."""
    place = {name: found.place[name] for name in ("transactions", "businesses")}
    return {**asdict(found), "place": place, "faults": found.faults}


if __name__ == "__main__":
    sys.exit(main())
