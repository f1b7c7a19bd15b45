"""The coverage grid of a business: which months of which bank account statements cover.

Here: loading what coverage.py needs, with a fixed number of queries. Not here: what a state means
(coverage.py), or how the grid looks (cli/coverage.py).
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection

from ledgerflow.firms.models import Business
from ledgerflow.statements.coverage import Beginning, Cover, Month, months_covered, sharing
from ledgerflow.statements.models import BankAccount, Statement, StatementFile

WAITING = (
    StatementFile.State.NOT_PROVED,
    StatementFile.State.NEEDS_ACCOUNT,
    StatementFile.State.NEEDS_PASSWORD,
    StatementFile.State.FAILED,
)

QUIET = dt.timedelta(31)


@dataclass(frozen=True, slots=True)
class AccountCoverage:
    """The months of one bank account, oldest first."""

    account: BankAccount
    months: tuple[Month, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """The grid; `names` are its files', `unplaced` are files that wait beside it."""

    accounts: tuple[AccountCoverage, ...]
    names: Mapping[int, str]
    unplaced: tuple[StatementFile, ...]


def coverage_of(
    business: Business, *, today: dt.date, account: BankAccount | None = None, year: int = 0
) -> Coverage:
    """The grid of all accounts, or of one; `year` keeps only its months.

    Call in the firm of the business. Files that wait for a person stand in the grid where their
    account and days are known, else beside it.
    """
    accounts = list(BankAccount.objects.filter(business=business))
    covers, names = _live(business)
    unplaced = []
    for file in StatementFile.objects.filter(business=business, state__in=WAITING).order_by("pk"):
        placed = list(_waiting(file, accounts))
        for account_id, cover in placed:
            covers[account_id].append(cover)
        names[file.pk] = file.name
        unplaced += [] if placed else [file]
    shown = [a for a in accounts if account is None or a.pk == account.pk]
    return Coverage(
        tuple(AccountCoverage(a, _months(a, covers[a.pk], today, year)) for a in shown),
        names,
        tuple(unplaced),
    )


def _live(business: Business) -> tuple[dict[int, list[Cover]], dict[int, str]]:
    """The live statements of each account, and the names of their files."""
    covers: dict[int, list[Cover]] = defaultdict(list)
    names: dict[int, str] = {}
    rows = Statement.objects.filter(business=business, withdrawn_by=None)
    for row in rows.exclude(start=None).exclude(end=None).values(
        "pk", "bank_account", "file", "file__name", "start", "end", "verdict", "line_count",
        "opening", "closing", "closing_date", "lines_sum",
    ):  # fmt: skip
        names[row["file"]] = row["file__name"]
        covers[row["bank_account"]].append(_cover(row))
    shared = [sharing(of_account) for of_account in covers.values()]
    repeated = set[int]().union(*shared) - _telling(
        [cover for cover in of_account if cover.id in ids]
        for of_account, ids in zip(covers.values(), shared, strict=True)
    )
    for account_id, of_account in covers.items():
        covers[account_id] = [replace(c, repeated=c.id in repeated) for c in of_account]
    return covers, names


def _cover(row: Mapping[str, Any]) -> Cover:
    """A proved statement reaches to the day of its closing balance, from the opening that implies.

    A day long after its last line is more likely misread than quiet, so it counts for nothing.
    """
    opening, closing, end = row["opening"], row["closing"], row["end"]
    if opening is None and closing is not None:
        opening = closing - row["lines_sum"]
    closes = row["closing_date"] or end
    if row["verdict"] == Statement.Verdict.PROVED and end < closes <= end + QUIET:
        end = closes
    return Cover(
        id=row["pk"],
        file=row["file"],
        start=row["start"],
        end=end,
        verdict=row["verdict"],
        lines=row["line_count"],
        opening=opening,
        closing=closing,
    )


_TELLING_SQL = """
SELECT DISTINCT statement_id FROM (
    SELECT min(l.statement_id) AS statement_id
      FROM "statements_linematch" m
      JOIN "statements_statementline" l ON l.firm_id = m.firm_id AND l.id = m.line_id
     WHERE l.statement_id = ANY(%(statements)s)
       AND m.transaction_id IN (
           SELECT am.transaction_id
             FROM "statements_linematch" am
             JOIN "statements_statementline" al ON al.firm_id = am.firm_id AND al.id = am.line_id
            WHERE al.statement_id = ANY(%(asked)s))
     GROUP BY m.transaction_id
    HAVING min(l.statement_id) = max(l.statement_id)
) told
"""


def _telling(accounts: Iterable[Sequence[Cover]]) -> set[int]:
    """Those of each account's statements that report something which no other of them does.

    Whoever repeats a line covers its day as well, so these are all that need to be looked at. One
    with more lines than all others together must be one of them: the lines of a month's statement
    are not read for some days that were sent again.
    """
    statements: set[int] = set()
    told: set[int] = set()
    for covers in accounts:
        statements.update(cover.id for cover in covers)
        largest = max(covers, key=lambda cover: cover.lines, default=None)
        if largest and 2 * largest.lines > sum(cover.lines for cover in covers):
            told.add(largest.id)
    asked = statements - told
    if not asked:
        return told
    with connection.cursor() as cursor:
        cursor.execute(_TELLING_SQL, {"statements": sorted(statements), "asked": sorted(asked)})
        return told.union(row[0] for row in cursor.fetchall())


def _waiting(file: StatementFile, accounts: Sequence[BankAccount]) -> Iterable[tuple[int, Cover]]:
    """Account and days of the statements in a file that waits, where both are known."""
    for told in file.outcome.get("statements", ()):
        account = file.bank_account_id or _account_of(told, accounts)
        start = told.get("period_start") or told.get("first_date")
        end = told.get("period_end") or told.get("last_date")
        if account and start and end:
            days = dt.date.fromisoformat(start), dt.date.fromisoformat(end)
            yield account, Cover(-file.pk, file.pk, *days, told["proof"]["verdict"], is_live=False)


def _account_of(told: Mapping[str, Any], accounts: Sequence[BankAccount]) -> int | None:
    """The one account with these last digits; of a file that waits no more is kept."""
    last4 = told.get("account_id")
    fits = [
        a
        for a in accounts
        if last4 and a.number_last4 == last4 and told.get("currency") in ("", a.currency)
    ]
    return fits[0].pk if len(fits) == 1 else None


def _months(
    account: BankAccount, covers: Sequence[Cover], today: dt.date, year: int
) -> tuple[Month, ...]:
    beginning = None
    if account.stated_balance is not None and account.stated_balance_date is not None:
        beginning = Beginning(account.stated_balance_date, account.stated_balance)
    found = months_covered(covers, today=today, beginning=beginning)
    return tuple(month for month in found if not year or month.first.year == year)
