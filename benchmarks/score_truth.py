"""A statement against the whole truth about it: each transaction's date, amount and description.

Here: comparing with a truth file (accounts with their transactions) where the corpus has one.
Not here: what a manifest row states (score_judge.py).
"""

import json
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

from ledgerflow.statements.parsed import ParsedFile, ParsedStatement

SHOWN_MAX = 5


def truth_differences(file: ParsedFile, path: Path) -> list[str]:
    """What differs, the first few of each statement; rows are compared in any order.

    Sections print the rows of one account apart from each other, a truth file has them by day.
    """
    accounts = json.loads(path.read_text(encoding="utf-8"))["accounts"]
    if len(accounts) != len(file.statements):
        return [f"truth: {len(accounts)} accounts, found {len(file.statements)}"]
    out: list[str] = []
    for account, statement in zip(accounts, file.statements, strict=True):
        out += _balances(account, statement) + _rows(account, statement)
    return out


def _balances(account: dict[str, Any], statement: ParsedStatement) -> list[str]:
    sign = -1 if account.get("balance_convention") == "owed" else 1
    out: list[str] = []
    for name, found in (("opening", statement.opening), ("closing", statement.closing)):
        wanted = account.get(f"{name}_balance")
        if wanted is not None and (found is None or found.amount != sign * Decimal(wanted)):
            shown = None if found is None else found.amount
            out.append(f"truth: {name} balance {wanted}, found {shown}")
    return out


def _rows(account: dict[str, Any], statement: ParsedStatement) -> list[str]:
    wanted = Counter(
        (row["date"], Decimal(row["amount"]), row["description"]) for row in account["transactions"]
    )
    found = Counter((str(line.date), line.amount, line.description) for line in statement.lines)
    missing, more = wanted - found, found - wanted
    out = [f"truth: missing {row}" for row in list(missing)[:SHOWN_MAX]]
    return out + [f"truth: not there {row}" for row in list(more)[:SHOWN_MAX]]
