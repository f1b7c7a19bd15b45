"""Times readings in this process: CPU seconds around the parser and its amounts, no more.

No reader is charged for Python's search for cycles: LedgerFlow's child process does without it.
A file is read three times, slow ones once, and the middle time is told: the first reading of a
process also pays for memory and for what a parser loads on first use.

Here: what every driver in this folder shares. Not here: any parser. A driver runs as
`python DRIVER FILE...` in the environment of its parser. For each file it prints one line of
JSON: {"file", "seconds", "rows", "total"}, or {"file", "error"}; rows are pages for a PDF.
"""

import contextlib
import gc
import io
import json
import logging
import signal
import statistics
import sys
import time
import warnings
from collections.abc import Callable, Iterable
from decimal import Decimal

SECONDS_MAX = 600
REPEATS = 3
ENOUGH_SECONDS = 10.0

AmountsOf = Callable[[str], Iterable[object]]


def timed(amounts_of: AmountsOf) -> None:
    """Time `amounts_of(path)` until its last amount was taken, for each path given."""
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    signal.signal(signal.SIGALRM, _stop)
    gc.disable()
    for path in sys.argv[1:]:
        print(json.dumps({"file": path, **_reading(amounts_of, path)}), flush=True)


def _reading(amounts_of: AmountsOf, path: str) -> dict[str, object]:
    quiet = io.StringIO()
    times: list[float] = []
    signal.alarm(SECONDS_MAX)
    try:
        while len(times) < REPEATS and sum(times) < ENOUGH_SECONDS:
            gc.collect()
            with contextlib.redirect_stdout(quiet), contextlib.redirect_stderr(quiet):
                began = time.process_time()
                amounts = list(amounts_of(path))
                times.append(time.process_time() - began)
        total = sum((Decimal(str(amount)) for amount in amounts), Decimal(0))
    except Exception as fault:  # noqa: BLE001 - whatever a parser raises is its answer
        return {"error": type(fault).__name__}
    finally:
        signal.alarm(0)
    return {"seconds": statistics.median(times), "rows": len(amounts), "total": f"{total:f}"}


def _stop(_signal: int, _frame: object) -> None:
    raise TimeoutError
