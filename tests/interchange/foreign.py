"""What other programs say of an export: Beancount, hledger and ledger, the real ones.

Here: running them and their balances by account name. Not here: tests.
"""

import csv
import io
import os
import shutil
import subprocess
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

from beancount import loader
from beancount.core.data import Transaction

Balances = dict[tuple[str, str], Decimal]
"""(account name, currency) -> sum; zero sums are left out."""


def program(name: str) -> str:
    """Where the program is; tests that need it do not pass without it."""
    found = shutil.which(name)
    assert found, f"{name} is not installed: apt-get install {name}"
    return found


def beancount_entries(path: Path) -> tuple[list, list[str], dict]:
    """Directives, errors as text, options."""
    entries, errors, options = loader.load_file(str(path))
    return entries, [error.message for error in errors], options


def beancount_balances(path: Path) -> Balances:
    """Sums of all postings; the file must load without an error."""
    entries, errors, _ = beancount_entries(path)
    assert errors == []
    sums: defaultdict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for entry in entries:
        if isinstance(entry, Transaction):
            for posting in entry.postings:
                sums[posting.account, posting.units.currency] += posting.units.number
    return _moved(sums)


def hledger_balances(path: Path) -> Balances:
    """The trial balance of hledger."""
    said = _run("hledger", "-f", path, "bal", "-N", "--flat", "--layout=bare", "-O", "csv")
    rows = list(csv.DictReader(io.StringIO(said)))
    return _moved({(r["account"], r["commodity"]): Decimal(r["balance"]) for r in rows})


def hledger_says(path: Path, *arguments: str) -> str:
    """What another command of hledger prints."""
    return _run("hledger", "-f", path, *arguments)


def ledger_balances(path: Path) -> Balances:
    """The postings of ledger, summed: its own balance report rounds for display."""
    line = "%(quoted(account))\t%(commodity)\t%(quantity(amount))\n"
    sums: defaultdict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for row in _run("ledger", "-f", path, "--register-format", line, "register").splitlines():
        account, commodity, quantity = row.split("\t")
        sums[account.strip('"'), commodity.strip('"')] += Decimal(quantity)
    return _moved(sums)


def _moved(sums: dict[tuple[str, str], Decimal]) -> Balances:
    return {place: amount for place, amount in sums.items() if amount}


def _run(name: str, *arguments: object) -> str:
    done = subprocess.run(
        [program(name), *map(str, arguments)],
        capture_output=True,
        env=os.environ | {"LC_ALL": "C.UTF-8", "LEDGER_INIT": os.devnull},
        timeout=60,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert b"arning" not in done.stderr, done.stderr.decode()
    return done.stdout.decode()
