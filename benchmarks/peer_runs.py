"""Runs a reader's driver in a process and an environment of its own.

Here: the process, its answers, the median of several runs. Not here: the drivers (peers/), what
is read (format_files.py), comparing readers (bench_formats.py).
"""

import json
import os
import statistics
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PEERS = ROOT / "benchmarks" / "peers"
OURS = "ledgerflow"
OUR_PYTHON = ROOT / ".venv" / "bin" / "python"
PEER_PYTHON = ROOT / "build" / "bench-venv" / "bin" / "python"
SECONDS_MAX = 1800


@dataclass(frozen=True)
class Reading:
    """One reader's answer for one file; `error` names what it raised, then the rest is empty."""

    file: str
    seconds: float = 0.0
    rows: int = 0
    total: Decimal = Decimal(0)
    error: str = ""


def readings(reader: str, files: Sequence[Path]) -> dict[str, Reading]:
    """Each file's answer by its path; files after one that broke the process have an error."""
    python = OUR_PYTHON if reader == OURS else PEER_PYTHON
    command = [str(python), str(PEERS / f"read_{reader}.py"), *map(str, files)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)} if reader == OURS else dict(os.environ)
    found = subprocess.run(
        command,
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=SECONDS_MAX,
        check=False,
    )
    answers = [_reading(line) for line in found.stdout.splitlines() if line.startswith("{")]
    by_file = {answer.file: answer for answer in answers}
    broken = f"the process ended with {found.returncode}"
    return {str(f): by_file.get(str(f), Reading(str(f), error=broken)) for f in files}


def median_of(found: Sequence[Reading]) -> Reading:
    """The answer whose time is the median; the first error where there is any."""
    for one in found:
        if one.error:
            return one
    middle = statistics.median_low(one.seconds for one in found)
    return next(one for one in found if one.seconds == middle)


def _reading(line: str) -> Reading:
    found = json.loads(line)
    if "error" in found:
        return Reading(found["file"], error=found["error"])
    total = Decimal(found["total"])
    return Reading(found["file"], found["seconds"], found["rows"], total)
