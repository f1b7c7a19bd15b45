"""One contestant on one task, in a process of its own; prints one line of JSON.

Here: the protocols. Not here: files (evaluate_data.py), the whole table (evaluate.py). Threads
of numerical libraries are held at one by the environment that evaluate.py sets. Run as
python -m benchmarks.evaluate_run FILE --name TASK --target COLUMN --protocol P --contestant C.
"""

import argparse
import json
import resource
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks.evaluate_clients import CLIENTS
from benchmarks.evaluate_contestants import CONTESTANTS, Contestant
from benchmarks.evaluate_data import Rows, Task, rows_of
from ledgerflow.classification.evaluation.records import Example, Outcome
from ledgerflow.classification.evaluation.report import figures, how_right, learn_times
from ledgerflow.classification.evaluation.stream import Stream
from ledgerflow.classification.payees import normalise

TIMED_ROWS = 5_000


def main(arguments: list[str] | None = None) -> int:
    """Evaluate and print; errors are raised to whoever started the process."""
    options = _options(arguments)
    task = Task(options.name, options.file, options.target, options.protocol)
    contestant = CONTESTANTS[options.contestant]
    clients = min(options.clients, contestant.clients_max or options.clients)
    only = options.rows if task.protocol == "batch" else 0
    rows = rows_of(task, clients=clients, only=only)
    print(json.dumps(evaluate(task, rows, contestant, whole_chart=options.whole_chart)))
    return 0


def evaluate(
    task: Task, rows: Rows, contestant: Contestant, *, whole_chart: bool = False
) -> dict[str, Any]:
    """All figures of a contestant on a task; `parts` by name, the first one is the figure asked.

    "test" is the test split asked of what has learned train and learns no more; "test online"
    the same rows, learned one after the other; "all" every row streamed.
    """
    began = time.process_time()
    stream = Stream(contestant.maker(), rows.accounts, whole_chart=whole_chart)
    parts: dict[str, list[Outcome]] = {}
    learned = rows.train[-contestant.train_max :] if contestant.train_max else rows.train
    if task.protocol == "batch":
        stream.learn(learned)
        parts["test"] = stream.ask(rows.test)
        if contestant.learns_at_once:
            parts["test online"] = stream.run(rows.test)
    else:
        parts["all"] = stream.run(rows.all)
        if rows.test:
            later = {one.facts.id for one in rows.test}
            pairs = zip(rows.all, parts["all"], strict=True)
            parts["test part"] = [out for one, out in pairs if one.facts.id in later]
    told = figures if contestant.is_sure else how_right
    return {
        "task": task.name,
        "protocol": task.protocol,
        "clients": len({one.client for one in rows.all}),
        "learned": len(stream.learn_seconds),
        "sampled": _is_sampled(task, rows, contestant),
        "sure": contestant.is_sure,
        "parts": {name: told(outcomes) for name, outcomes in parts.items()},
        **learn_times(stream.learn_seconds),
        "rows_a_second": _speed(stream, rows.all),
        "cpu_seconds": round(time.process_time() - began, 1),
        "peak_megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def _is_sampled(task: Task, rows: Rows, contestant: Contestant) -> bool:
    """Whether the contestant was spared a part of what others got."""
    if task.protocol == "clients":
        return contestant.clients_max > 0
    return task.protocol == "batch" and 0 < contestant.train_max < len(rows.train)


def _speed(stream: Stream, examples: list[Example]) -> int:
    """Rows a CPU second of the client with most rows, payees normalised anew each."""
    by_client: dict[str, list[Example]] = {}
    for one in examples:
        by_client.setdefault(one.client, []).append(one)
    client, asked = max(by_client.items(), key=lambda pair: len(pair[1]))
    asked = asked[-TIMED_ROWS:]
    learner = stream.learner(client)
    normalise.cache_clear()
    began = time.process_time()
    learner.suggest_many([(one.facts, normalise(one.facts.description)) for one in asked])
    return round(len(asked) / max(time.process_time() - began, 1e-9))


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.evaluate_run", description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--name", required=True)
    parser.add_argument("--target", default="label")
    parser.add_argument("--protocol", choices=("clients", "batch", "online"), required=True)
    parser.add_argument("--contestant", choices=CONTESTANTS, required=True)
    parser.add_argument("--clients", type=int, default=CLIENTS)
    parser.add_argument("--rows", type=int, default=0)
    parser.add_argument("--whole-chart", action="store_true")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
