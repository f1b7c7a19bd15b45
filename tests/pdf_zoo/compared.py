"""What a reader found in a statement against what is true.

Here: the differences, in words. Not here: judging which of them matter.
"""

from decimal import Decimal
from typing import Any

from ledgerflow.statements.parsed import ParsedFile, ParsedStatement
from ledgerflow.statements.proof import prove
from tests.pdf_zoo.draft import Truth

Row = tuple[str, Decimal, str]


def differences(truth: Truth, found: ParsedFile) -> list[str]:
    """Every difference, the account it belongs to first; an exact reading has none."""
    accounts, statements = truth["accounts"], found.statements
    if len(accounts) != len(statements):
        return [f"{len(statements)} statements, not {len(accounts)}; faults: {_told(found)}"]
    differing: list[str] = []
    for account, statement in zip(accounts, statements, strict=True):
        said = [*_heads(account, statement), *_rows(account, statement)]
        verdict = prove(statement, found.errors)
        if verdict.verdict != account["proof"]:
            said.append(f"{verdict.verdict}, not {account['proof']}: {verdict.reason}")
        differing += [f"{account['account_id']}: {text}" for text in said]
    return differing


def _told(found: ParsedFile) -> str:
    return "; ".join(fault.message for fault in found.faults[:3]) or "none"


def _heads(account: Truth, statement: ParsedStatement) -> list[str]:
    sign = -1 if account["balance_convention"] == "owed" else 1
    differing: list[str] = []
    for name, printed in (("opening", statement.opening), ("closing", statement.closing)):
        expected = account[f"{name}_balance"]
        if expected is None:
            continue
        if printed is None or printed.amount != sign * Decimal(expected):
            differing.append(f"{name} {printed and printed.amount}, not {expected}")
    if not _same_number(account["account_id"], statement.account_id):
        differing.append(f"account number {statement.account_id!r}")
    if statement.currency not in ("", account["currency"]):
        differing.append(f"currency {statement.currency}, not {account['currency']}")
    return differing


def _same_number(true: str, found: str) -> bool:
    true, found = ("".join(c for c in text if c.isalnum()).upper() for text in (true, found))
    return bool(found) and (found.endswith(true) or true.endswith(found))


def _rows(account: Truth, statement: ParsedStatement) -> list[str]:
    """Rows in any order: sections print them otherwise than by day.

    A truth may name texts that are `also` right: with a code from a column of its own.
    """
    rows = account["transactions"]
    plain = {also: row["description"] for row in rows for also in row.get("also", ())}
    expected = [_key(row) for row in rows]
    found: list[Any] = [
        (i.date.isoformat(), i.amount, plain.get(i.description, i.description), i.balance)
        for i in statement.lines
    ]
    read = [row[:3] for row in found]
    missing, extra = _without(expected, read), _without(read, expected)
    differing = [f"missing {row}" for row in missing] + [f"not there: {row}" for row in extra]
    if differing:
        return differing
    sign = -1 if account["balance_convention"] == "owed" else 1
    balances = [(*_key(row), sign * Decimal(row["balance"])) for row in rows if row["balance"]]
    return [f"balance missing or wrong: {row}" for row in _without(balances, found)]


def _key(row: Truth) -> Row:
    return row["date"], Decimal(row["amount"]), row["description"]


def _without(rows: list[Any], others: list[Any]) -> list[Any]:
    """The rows that the others do not hold, counted by occurrence."""
    left = list(others)
    missing = []
    for row in rows:
        if row in left:
            left.remove(row)
        else:
            missing.append(row)
    return missing
