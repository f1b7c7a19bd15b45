"""How long `ledgerflow serve` takes until its first page: on nothing, and with what is there.

Here: one first start, several second starts, the table and the JSON. Not here: what a start does
(ledgerflow/cli/serve.py). Each time stands beside what Python needs on the same machine to load
the project (`django.setup()` in a process of its own). Run from the project's root:
python -m benchmarks.bench_start.
"""

import argparse
import json
import platform
import statistics
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console

from tests.served import ROOT, Served

RESULT = Path("build") / "start.json"
STARTS = 5
SECONDS_MAX = 5.0
"""Of a second start, in the middle of STARTS."""

LOADING = "import django; django.setup()"


def seconds_to_load(served: Served) -> float:
    """Python and the project's apps, and nothing more."""
    began = time.perf_counter()
    subprocess.run(
        [sys.executable, "-c", LOADING], cwd=ROOT, env=served.environment, check=True, timeout=60
    )
    return time.perf_counter() - began


def measure(starts: int) -> dict[str, object]:
    """The figures of one installation, in seconds."""
    served = Served.make()
    try:
        first = served.start().seconds_to_first_page
        served.stop()
        later, loads = [], []
        for _ in range(starts):
            loads.append(seconds_to_load(served))
            later.append(served.start().seconds_to_first_page)
            served.stop()
    finally:
        served.discard()
    middle = statistics.median(later)
    return {
        "measured": datetime.now(tz=UTC).date().isoformat(),
        "python": platform.python_version(),
        "first_start_seconds": round(first, 2),
        "second_start_seconds": [round(one, 2) for one in later],
        "second_start_middle": round(middle, 2),
        "loading_middle": round(statistics.median(loads), 2),
        "times_of_loading": round(middle / statistics.median(loads), 2),
        "most_allowed": SECONDS_MAX,
        "holds": middle <= SECONDS_MAX,
    }


def main() -> int:
    """Print and write; 1 where a second start takes longer than it may."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--starts", type=int, default=STARTS)
    parser.add_argument("--json", type=Path, default=RESULT)
    asked = parser.parse_args()
    found = measure(asked.starts)
    Console().print_json(data=found)
    asked.json.parent.mkdir(parents=True, exist_ok=True)
    asked.json.write_text(json.dumps(found, indent=1) + "\n")
    return 0 if found["holds"] else 1


if __name__ == "__main__":
    raise SystemExit(main())
