"""Ledger, hledger and Beancount on the benchmark's book: whole commands, from file to figures.

Here: their commands, how long each takes and how much memory, whether their trial balance is the
book's. Not here: peers with a database (books_database_peers.py). A peer that is not installed
is told as such.
"""

import csv
import os
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.books_file import BUSY_ACCOUNT, YEAR, BookFiles, sum_faults
from benchmarks.peer_runs import PEER_PYTHON

TRIAL, MONTHS, REGISTER = "trial_balance", "months", "register"
NOT_THERE = "not there"
BEAN_QUERY = str(PEER_PYTHON.parent / "bean-query")
BEAN_MONTHS = (
    "SELECT account, month, sum(number) AS total WHERE year = {year}"
    " AND (account ~ '^Income' OR account ~ '^Expenses') GROUP BY account, month ORDER BY 1, 2"
)
BEAN_REGISTER = (
    "SELECT date, payee, position, balance WHERE account = '{account}' ORDER BY date DESC LIMIT 50"
)
BEAN_TRIAL = "SELECT account, sum(number) AS total GROUP BY account ORDER BY account"


@dataclass(frozen=True)
class Timed:
    """One command's wall and CPU seconds, its peak memory and where its output is."""

    seconds: float
    cpu: float
    rss_mb: int
    output: Path


@dataclass(frozen=True)
class TextPeer:
    """A program, its commands by report and how its trial balance reads.

    `slow` ones run once on a large book.
    """

    name: str
    program: str
    version: tuple[str, ...]
    commands: Callable[[BookFiles], dict[str, list[str]]]
    balances: Callable[[Path], dict[str, str]]
    slow: bool = False


def measured(
    peer: TextPeer, book: BookFiles, passes: int, tell: Callable[[str], None]
) -> dict[str, Any]:
    """Each report's middle time of so many passes; "error" where it is not there."""
    if shutil.which(peer.program) is None:
        return {"error": NOT_THERE}
    found: dict[str, Any] = {"version": _version(peer)}
    for report, command in peer.commands(book).items():
        tell(f"{peer.name}: {report}, {book.entries:,} entries")
        with tempfile.TemporaryDirectory() as folder:
            runs = [_timed(command, Path(folder) / "out") for _ in range(passes)]
            found[report] = {
                "ms": round(statistics.median(one.seconds for one in runs) * 1000, 1),
                "cpu_ms": round(statistics.median(one.cpu for one in runs) * 1000, 1),
                "rss_mb": max(one.rss_mb for one in runs),
                "passes": passes,
            }
            if report == TRIAL:
                found["faults"] = sum_faults(book, peer.balances(runs[-1].output))[:5]
    return found


def _version(peer: TextPeer) -> str:
    done = subprocess.run(peer.version, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()[0]


def _timed(command: Sequence[str], output: Path) -> Timed:
    environment = {**os.environ, "BEANCOUNT_DISABLE_LOAD_CACHE": "1"}
    with output.open("wb") as file:
        begun = time.perf_counter()
        child = subprocess.Popen(command, stdout=file, env=environment)
        _, status, used = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - begun
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise RuntimeError(f"{' '.join(command[:3])} ... ended with {child.returncode}")
    cpu = used.ru_utime + used.ru_stime
    return Timed(seconds, cpu, round(used.ru_maxrss / 1024), output)


def _ledger(book: BookFiles) -> dict[str, list[str]]:
    command = ["ledger", "--args-only", "-f", str(book.journal)]
    balance = ["balance", "--flat", "--no-total", "--format", "%(account),%(quantity(total))\n"]
    year = ["--begin", f"{YEAR}-01-01", "--end", f"{YEAR + 1}-01-01"]
    return {
        TRIAL: [*command, *balance],
        MONTHS: [*command, "register", "--monthly", *year, "^Income", "^Expenses"],
        REGISTER: [*command, "register", "--tail", "50", f"^{BUSY_ACCOUNT}$"],
    }


def _hledger(book: BookFiles) -> dict[str, list[str]]:
    command = ["hledger", "-f", str(book.journal)]
    return {
        TRIAL: [*command, "balance", "--flat", "--no-total", "--output-format", "csv"],
        MONTHS: [*command, "incomestatement", "--monthly", "--period", str(YEAR)],
        REGISTER: [*command, "register", f"^{BUSY_ACCOUNT}$"],
    }


def _beancount(book: BookFiles) -> dict[str, list[str]]:
    command = [BEAN_QUERY, "--format", "csv", str(book.beancount)]
    return {
        TRIAL: [*command, BEAN_TRIAL],
        MONTHS: [*command, BEAN_MONTHS.format(year=YEAR)],
        REGISTER: [*command, BEAN_REGISTER.format(account=BUSY_ACCOUNT)],
    }


def _csv_balances(output: Path) -> dict[str, str]:
    """Account and amount in the first two cells; a header or a currency may be there."""
    with output.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.reader(file) if row and row[0] != "account"]
    return {account.strip(): amount.split()[0] for account, amount, *_ in rows if amount.strip()}


PEERS = (
    TextPeer("ledger", "ledger", ("ledger", "--version"), _ledger, _csv_balances),
    TextPeer("hledger", "hledger", ("hledger", "--version"), _hledger, _csv_balances, slow=True),
    TextPeer(
        "beancount", BEAN_QUERY, (BEAN_QUERY, "--version"), _beancount, _csv_balances, slow=True
    ),
)
