"""LedgerFlow's learner and its peers on folders of labelled transactions.

Here: what is run, one process each, and the JSON. Not here: the protocols (evaluate_run.py), the
files (evaluate_data.py), the tables (evaluate_table.py). Run by `make evaluate DATA=folder`,
which installs the peers; they are not part of LedgerFlow.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.evaluate_clients import CLIENTS
from benchmarks.evaluate_contestants import CONTESTANTS, OURS
from benchmarks.evaluate_data import Task, tasks_of
from benchmarks.evaluate_table import console_wide, show_checks, show_task
from benchmarks.evaluate_targets import checks
from benchmarks.peer_runs import OUR_PYTHON, PEER_PYTHON, ROOT

DEFAULT_DATA = Path("../shared/labelled")
SECONDS_MAX = 3_600
QUICK_CLIENTS, QUICK_ROWS = 12, 6_000
ONE_THREAD = {
    f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL", "NUMEXPR", "VECLIB_MAXIMUM")
}


def main(arguments: list[str] | None = None) -> int:
    """Evaluate and print; 0, 1 with --strict where a bound is not reached, 2 without data."""
    options = _options(arguments)
    console = console_wide()
    tasks = _tasks(options)
    if not tasks:
        console.print(f"No labelled transactions to evaluate in {options.data}.", style="red")
        return 2
    if not options.no_peers and not options.peer_python.exists():
        console.print("The peers are not installed (make evaluate does it): they are left out.")
        options.no_peers = True
    results: dict[str, dict[str, Any]] = {}
    for task in tasks:
        runs = results[task.name] = {}
        for name in _contestants(task, options):
            console.print(f"{task.name}: {name}", style="dim")
            runs[name] = _run(task, name, options)
        show_task(console, task.name, runs)
    found = [one for runs in results.values() for one in checks_of(runs)]
    if not options.quick:
        show_checks(console, found)
    _write(options, results, [vars(one) for one in found])
    broken = any("error" in run for runs in results.values() for run in runs.values())
    return int(options.strict and (broken or not all(one.reached for one in found)))


def checks_of(runs: dict[str, Any]) -> Iterator[Any]:
    """The bounds held against LedgerFlow's own run of one task, when it has one."""
    run = runs.get(OURS)
    if run and "error" not in run:
        yield from checks(run)


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.evaluate", description=__doc__)
    parser.add_argument("--data", type=Path, default=DEFAULT_DATA, help="folder of CSV files")
    parser.add_argument("--only", action="append", default=[], help="only this task; repeatable")
    parser.add_argument("--contestant", action="append", default=[], choices=CONTESTANTS)
    parser.add_argument("--no-peers", action="store_true", help="only LedgerFlow's learner")
    parser.add_argument("--quick", action="store_true", help="a part of the clients and rows")
    parser.add_argument("--whole-chart", action="store_true", help="accounts known from the start")
    parser.add_argument("--strict", action="store_true", help="fail where a bound is not reached")
    parser.add_argument("--clients", type=int, default=CLIENTS, help="small clients streamed")
    parser.add_argument("--peer-python", type=Path, default=PEER_PYTHON)
    parser.add_argument("--json", type=Path, default=Path("build/evaluate.json"))
    options = parser.parse_args(arguments)
    options.rows = QUICK_ROWS if options.quick else 0
    options.clients = min(options.clients, QUICK_CLIENTS) if options.quick else options.clients
    return options


def _tasks(options: argparse.Namespace) -> list[Task]:
    if not options.data.is_dir():
        return []
    found = tasks_of(options.data)
    wanted = set(options.only)
    return [one for one in found if not wanted or one.name in wanted]


def _contestants(task: Task, options: argparse.Namespace) -> list[str]:
    return [
        name
        for name, one in CONTESTANTS.items()
        if task.protocol in one.protocols
        and (one.is_ours or not options.no_peers)
        and (not options.contestant or name in options.contestant)
    ]


def _run(task: Task, name: str, options: argparse.Namespace) -> dict[str, Any]:
    """What evaluate_run.py says of one contestant, or {"error": why not}."""
    python = OUR_PYTHON if CONTESTANTS[name].is_ours else options.peer_python
    command = [str(python), "-m", "benchmarks.evaluate_run", str(task.file.resolve())]
    command += ["--name", task.name, "--target", task.target, "--protocol", task.protocol]
    command += ["--contestant", name, "--clients", str(options.clients)]
    command += ["--rows", str(options.rows)]
    command += ["--whole-chart"] if options.whole_chart else []
    environment = {**os.environ, **ONE_THREAD, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "0"}
    try:
        found = subprocess.run(
            command,
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            timeout=SECONDS_MAX,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return {"error": f"not done after {SECONDS_MAX} seconds"}
    if found.returncode:
        last = found.stderr.strip().splitlines()[-1:] or ["no word"]
        return {"error": f"the process ended with {found.returncode}: {last[0]}"}
    answer: dict[str, Any] = json.loads(found.stdout.splitlines()[-1])
    return answer


def _write(
    options: argparse.Namespace, results: dict[str, dict[str, Any]], found: list[dict[str, Any]]
) -> None:
    options.json.parent.mkdir(parents=True, exist_ok=True)
    result = {
        "data": options.data.resolve().name,
        "python": platform.python_version(),
        "quick": options.quick,
        "clients": options.clients,
        "whole_chart": options.whole_chart,
        "tasks": results,
        "bounds": found,
    }
    options.json.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
