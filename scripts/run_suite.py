"""Run the suite in two halves at the same time, each with a database server of its own.

Here: which folders go where, two processes, their reports. Not here: the counting
(check_skips.py). One half starts and kills programs, and mostly waits for them; the other computes.
Run as `python scripts/run_suite.py [pytest's arguments]`; arguments that name tests run in one
process, as there is nothing to share out.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from ledgerflow import embedded

ROOT = Path(__file__).resolve().parents[1]
BUILD = ROOT / "build"
STARTERS = ("tests/cli", "tests/embedded", "tests/faults", "tests/ops")
"""Folders whose tests start programs and wait for them."""

SUITE = ("-m", "not browser and not thousand and not docker")
NO_TESTS = 5
"""pytest's exit code where nothing was selected."""

COMPUTING_REPORT, STARTING_REPORT = BUILD / "tests.xml", BUILD / "tests-starters.xml"


def names_tests(arguments: list[str]) -> bool:
    """True where the arguments say which files to run."""
    return any(one.startswith("tests") and "=" not in one for one in arguments)


def command_of(arguments: list[str], report: Path) -> list[str]:
    """pytest with a report."""
    return [sys.executable, "-m", "pytest", *SUITE, f"--junitxml={report}", *arguments]


def worst_of(codes: list[int]) -> int:
    """The exit code of halves: nothing selected is a fault only where it is so in both."""
    told = [code for code in codes if code != NO_TESTS]
    return max(told, key=abs) if told else NO_TESTS


def run_whole(arguments: list[str]) -> int:
    """One process."""
    return subprocess.run(command_of(arguments, COMPUTING_REPORT), cwd=ROOT, check=False).returncode


def run_halves(arguments: list[str]) -> int:
    """Both at once; the second one's words come when it has ended."""
    state = Path(tempfile.mkdtemp(prefix="lf-suite-", dir="/tmp"))
    state.chmod(0o755)  # the database's own user passes through
    log = BUILD / "tests-starters.log"
    ignored = [f"--ignore={folder}" for folder in STARTERS]
    try:
        with log.open("wb") as out:
            starting = subprocess.Popen(
                command_of([*STARTERS, "-p", "no:cacheprovider", *arguments], STARTING_REPORT),
                cwd=ROOT,
                env=os.environ | {"LEDGERFLOW_STATE_DIR": str(state / "state")},
                stdout=out,
                stderr=subprocess.STDOUT,
            )
            computing = subprocess.run(
                command_of(["tests", *ignored, *arguments], COMPUTING_REPORT),
                cwd=ROOT,
                check=False,
            )
            starting.wait()
        sys.stdout.write(log.read_text(errors="replace"))
        return worst_of([computing.returncode, starting.returncode])
    finally:
        if (state / "state").exists():
            embedded.reset(state / "state", force=True)
        shutil.rmtree(state, ignore_errors=True)


def main(arguments: list[str]) -> int:
    """pytest's exit code."""
    BUILD.mkdir(exist_ok=True)
    for report in (COMPUTING_REPORT, STARTING_REPORT):
        report.unlink(missing_ok=True)
    return run_whole(arguments) if names_tests(arguments) else run_halves(arguments)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
