"""One account: candidates judged, the best made into a statement.

Here: from an account's collected rows to its ParsedStatement and faults. Not here: which
candidates there are, how they are judged.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import pairwise
from typing import Any

from ledgerflow.statements.parsed import Balance, Fault, ParsedLine, ParsedStatement
from ledgerflow.statements.pdf.accounts import Account, Item, Printed
from ledgerflow.statements.pdf.balances import printed_balances
from ledgerflow.statements.pdf.candidates import Candidate, candidates, signed_rows
from ledgerflow.statements.pdf.currencies import bare_dollar, currency_of, currency_of_number
from ledgerflow.statements.pdf.dating import Calendar
from ledgerflow.statements.pdf.identity import kind_of
from ledgerflow.statements.pdf.judging import Verdict, judge
from ledgerflow.statements.pdf.layouts import Layout
from ledgerflow.statements.pdf.lines import Signed, lines_of, unread_faults
from ledgerflow.statements.pdf.scanning import Scan
from ledgerflow.statements.tables.words import fold

_NUMBER_MIN, _NAMING_MAX = 6, 7


@dataclass(frozen=True, slots=True)
class Chosen:
    """The statement of one account, its faults and how it was understood, in words.

    `is_closed` tells that a closing balance is printed beside the running ones, `is_carried` that
    it is one "carried forward", which another page should follow.
    """

    statement: ParsedStatement
    faults: tuple[Fault, ...] = ()
    explained: dict[str, Any] = field(default_factory=dict)
    is_closed: bool = True
    is_carried: bool = False


@dataclass(frozen=True, slots=True)
class _Judged:
    candidate: Candidate
    verdict: Verdict
    rows: Signed

    @property
    def amounts(self) -> tuple[Decimal | None, ...]:
        return tuple(a for _, a, _ in self.rows)


def choose(
    account: Account, layouts: Sequence[Layout], calendar: Calendar, scans: Sequence[Scan]
) -> Chosen:
    """Judge the candidate readings of an account and keep the best; two that differ are a fault."""
    texts = frozenset(id(r) for i in [*account.items, *account.pending] for r in i.rows)
    outside = [s.row.folded for s in account.scans if id(s.row) not in texts]
    kind = kind_of([*account.heads, *_naming(account, scans, texts)], outside)
    judged = [_judge(account, c, calendar) for c in candidates(account, layouts, kind)]
    best = max(judged, key=lambda j: j.verdict.worth)  # the first of equals
    lines, faults = lines_of(_with_amounts(best.rows), calendar)
    faults += unread_faults(account)
    faults += _rivals(best, judged)
    statement = _statement(account, best, lines, calendar, kind)
    statement = replace(statement, currency=_currency(account, best, texts, calendar, scans))
    faults += _without_lines(statement, faults)
    explained = {
        "account": account.number,
        "roles": [list(r) for _, r in best.candidate.roles],
        "sign": best.candidate.sign,
        "balances": "owed" if best.candidate.owed else "held",
        "running_balances": f"{best.verdict.held} of {best.verdict.links} follow",
    }
    closing = best.verdict.closing
    is_carried = closing is not None and _is_only_carried(account, closing)
    return Chosen(statement, tuple(faults), explained, closing is not None, is_carried)


def _is_only_carried(account: Account, closing: Balance) -> bool:
    value = abs(closing.amount)
    kinds = {p.kind for p in account.printed if abs(p.figure.value) == value}
    return "carried" in kinds and not kinds & {"closing", "balance", "total"}


def _naming(account: Account, scans: Sequence[Scan], texts: frozenset[int]) -> list[str]:
    """The short rows of the whole document that name the account's number, as a summary does.

    Long ones may tell of another account, such as a loan that is paid from this one.
    """
    number = fold(account.number)
    if len(number) < _NUMBER_MIN:
        return []
    own = [s for s in scans if f" {number} " in f" {s.row.folded} "]
    return [
        s.row.folded for s in own if id(s.row) not in texts and len(s.label_words) <= _NAMING_MAX
    ]


def _judge(account: Account, candidate: Candidate, calendar: Calendar) -> _Judged:
    rows = _with_amounts(signed_rows(account, candidate))

    def role_of(printed: Printed) -> str:
        return candidate.role(printed.layout, printed.column)

    def date_of(printed: Printed) -> dt.date | None:
        return calendar.date(printed.day.day) if printed.day else None

    printed = printed_balances(account, role_of, date_of, owed=candidate.owed)
    verdict = judge([a for _, a, _ in rows], [b for _, _, b in rows], printed)
    return _Judged(candidate, verdict, rows)


def _with_amounts(rows: Signed) -> Signed:
    """Rows that print only a balance give it to the row before."""
    out: list[tuple[Item, Decimal | None, Decimal | None]] = []
    for item, amount, balance in rows:
        if amount is None and balance is not None and not item.description:
            if out and out[-1][2] is None:
                before = out[-1]
                out[-1] = (before[0], before[1], balance)
            continue
        out.append((item, amount, balance))
    return out


def _rivals(best: _Judged, judged: Iterable[_Judged]) -> list[Fault]:
    """A fault where another reading proves too and gives other lines."""
    if not best.verdict.proves:
        return []
    turned = tuple(None if a is None else -a for a in best.amounts)
    for other in judged:
        if not other.verdict.proves or other.amounts in (best.amounts, turned):
            continue
        if other.candidate.owed != best.candidate.owed or other.candidate.sign == "balance":
            continue  # settled by words; the running balances themselves give no second reading
        if other.verdict.worth != best.verdict.worth:
            continue
        return [
            Fault(
                "pdf_two_readings",
                "The rows can be read in two ways that both agree with the printed figures.",
                "Compare the amounts with the page and import the statement in another format.",
            )
        ]
    return []


def _without_lines(statement: ParsedStatement, faults: Sequence[Fault]) -> list[Fault]:
    """A fault where nothing was read although balances moved or one of them is missing."""
    is_told = any(f.severity == "error" for f in faults)
    if statement.lines or statement.stated_empty or is_told:
        return []
    edges = [b.amount for b in (statement.opening, statement.closing) if b]
    if len(edges) > 1 and edges[0] == edges[1]:
        return []
    return [
        Fault(
            "pdf_no_table",
            "Balances were found, but none of the transactions that lead from one to the other.",
            "Check that all pages are there; else export it as OFX, CAMT, MT940 or CSV.",
        )
    ]


def _statement(
    account: Account,
    best: _Judged,
    lines: Sequence[ParsedLine],
    calendar: Calendar,
    kind: str,
) -> ParsedStatement:
    verdict = best.verdict
    first = min((i.date for i in lines), default=None)
    start = calendar.start or first
    pending_rows = signed_rows(replace(account, items=account.pending), best.candidate)
    pending, _ = lines_of(pending_rows, calendar, len(lines) + 1)
    newest = verdict.newest_first or _falls(lines)
    closing = verdict.closing or _last_running(lines, newest_first=newest)
    return ParsedStatement(
        account_id=account.number,
        currency="",
        lines=tuple(lines),
        account_kind=kind,
        opening=_dated(verdict.opening, start),
        closing=_dated(closing, calendar.end or max((i.date for i in lines), default=None)),
        period_start=calendar.start,
        period_end=calendar.end,
        totals=verdict.totals,
        pending=tuple(pending),
        newest_first=newest,
        stated_empty=account.states_empty and not account.items,
    )


def _currency(
    account: Account,
    best: _Judged,
    texts: frozenset[int],
    calendar: Calendar,
    scans: Sequence[Scan],
) -> str:
    dollar = bare_dollar((s.row for s in scans), is_month_first=calendar.order == "mdy")
    role = best.candidate.role
    figures = [f for i in account.items for c, f in i.figures.items() if role(i.layout, c)]
    figures += [p.figure for p in account.printed]
    own = [s.row for s in account.scans if id(s.row) not in texts]
    every = [s.row for s in scans if id(s.row) not in texts]
    known = {id(r) for r in every}
    others = [f for s in scans if id(s.row) in known for f in s.figures]
    return (
        currency_of(figures, own, dollar)
        or currency_of(figures or others, every, dollar)
        or currency_of_number(account.number)
        or currency_of(others, every, dollar)
    )


def _dated(balance: Balance | None, day: dt.date | None) -> Balance | None:
    """A printed balance has a day: its own, or the edge of the period that it stands for."""
    if balance is None or balance.date is not None:
        return balance
    return Balance(balance.amount, day)


def _last_running(lines: Sequence[ParsedLine], *, newest_first: bool) -> Balance | None:
    """Without a closing balance, the one that is printed beside the last line closes."""
    if not lines:
        return None
    last = lines[0] if newest_first else lines[-1]
    return None if last.balance is None else Balance(last.balance, last.date)


def _falls(lines: Sequence[ParsedLine]) -> bool:
    steps = [(a.date, b.date) for a, b in pairwise(lines) if a.date != b.date]
    return bool(steps) and all(a > b for a, b in steps)
