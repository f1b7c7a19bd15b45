"""The inference: from rows of cells to the profile that reads them, with reasons.

Here: the order of the steps. Not here: each step (layout, roles, moneycolumns, datecolumn) and
the reading itself (reading.py).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ledgerflow.core.errors import UnreadableFile
from ledgerflow.statements.tables.columns import ColumnLook, look
from ledgerflow.statements.tables.context import Surroundings, look_around
from ledgerflow.statements.tables.currency import find_currency, settle_dollars
from ledgerflow.statements.tables.datecolumn import carries_dates, decide_dates, runs_backwards
from ledgerflow.statements.tables.dateorder import DateClues
from ledgerflow.statements.tables.dates import looks_like_date
from ledgerflow.statements.tables.decimalmark import decide_decimal, shows_comma
from ledgerflow.statements.tables.headers import is_english, names_net
from ledgerflow.statements.tables.judge import Money, Sample
from ledgerflow.statements.tables.layout import Layout, find_layout, is_full, sample_rows
from ledgerflow.statements.tables.moneycolumns import choose_money, final_roles
from ledgerflow.statements.tables.profile import CsvProfile
from ledgerflow.statements.tables.roles import roles_by_content, roles_by_header
from ledgerflow.statements.tables.words import CARD_WORDS, fold

_CHAIN_ROWS = 1_500
_FOOTER_ROWS = 12
_WORDS = ("description", "counterparty", "type", "category", "check", "")


@dataclass(frozen=True, slots=True)
class Inference:
    """The profile, what stands around the table, and what remains open.

    `other_order` is the second possible date order. `unsure` is a reason why signs are unclear,
    `other_sign` the convention that fits too, `is_open` that a person has to choose. `fee` names
    a fee column: taken off the amounts where the profile says so, else not part of them.
    """

    profile: CsvProfile
    around: Surroundings
    other_order: str = ""
    unsure: str = ""
    other_sign: str = ""
    is_open: bool = False
    fee: str = ""


@dataclass(frozen=True, slots=True)
class _Seen:
    """The table as found: data rows, header texts, sampled rows and what the columns hold."""

    layout: Layout
    data: Sequence[list[str]]
    headers: list[str]
    sampled: list[list[str]]
    full: list[list[str]]
    looks: list[ColumnLook]
    around: Surroundings


def infer(
    rows: Sequence[list[str]],
    *,
    name: str = "",
    delimiter: str = "",
    stated: Mapping[str, Any] | None = None,
) -> Inference:
    """Infer how to read a table. `stated` holds single profile fields that a person gave.

    Raises UnreadableFile where there is no table with amounts and dates.
    """
    given = dict(stated or {})
    seen = _look_at(rows)
    by_header = bool(seen.headers)
    roles = roles_by_header(seen.headers, seen.looks) if by_header else roles_by_content(seen.looks)
    _check_money(roles, seen.headers, name)
    decimal, decimal_why = decide_decimal(seen.data, roles, delimiter, given)
    sample = _sample(seen, roles, decimal)
    money = choose_money(roles, seen.headers, sample, str(given.get("sign") or ""))
    roles = final_roles(roles, money, seen.looks)
    currency, currency_why = find_currency(
        seen.headers, roles, seen.full, decimal, seen.around, given
    )
    clues = DateClues(
        decimal if shows_comma(seen.full, roles) else "",
        currency,
        is_english(seen.headers),
        tuple(seen.around.dates),
        name,
    )
    dates = decide_dates(seen.data, roles, clues, given)
    profile = replace(
        _profile(seen, roles, money, decimal, dates.order),
        delimiter=delimiter,
        currency="" if currency in ("$", "kr") else currency,
        account_id=str(given.get("account_id") or seen.around.account_id),
        why={
            "layout": seen.layout.why,
            "decimal": decimal_why,
            "sign": money.why,
            "dates": dates.why,
            "currency": currency_why,
        },
    )
    return Inference(
        settle_dollars(profile, currency),
        seen.around,
        dates.other,
        money.unsure,
        money.other_sign,
        money.is_open,
        _fee_column(seen, roles, money),
    )


def columns_guess(rows: Sequence[list[str]]) -> CsvProfile:
    """Header and roles as far as they show, also where they make no statement yet."""
    seen = _look_at(rows)
    roles = (
        roles_by_header(seen.headers, seen.looks) if seen.headers else roles_by_content(seen.looks)
    )
    return CsvProfile(
        header_row=seen.layout.header,
        headers=tuple(seen.headers),
        roles=tuple(role or "ignore" for role in roles),
    )


def _profile(seen: _Seen, roles: list[str], money: Money, decimal: str, order: str) -> CsvProfile:
    """What follows from the columns alone."""
    newest = money.newest_first if money.held.links else None
    if newest is None:
        newest = runs_backwards(seen.data, roles, order)
    return CsvProfile(
        header_row=seen.layout.header,
        headers=tuple(seen.headers),
        roles=tuple(r or "ignore" for r in roles),
        date_order=order,
        decimal=decimal,
        sign=money.sign,
        flag_in=money.flag_in,
        flag_out=money.flag_out,
        newest_first=newest,
        balance_owed=money.owed,
        fee=money.fee,
        carry_dates=carries_dates(seen.sampled, roles, decimal),
        account_kind=seen.around.account_kind or ("card" if _is_card(seen) else ""),
    )


def _look_at(rows: Sequence[list[str]]) -> _Seen:
    layout = find_layout(rows)
    headers = [c.strip() for c in rows[layout.header]] if layout.header is not None else []
    sampled = sample_rows(rows, layout.first)
    full = [r for r in sampled if is_full(r)]
    looked = full or sampled
    width = max([layout.width, *(len(r) for r in looked[:50])], default=0)
    looks = [look(looked, column) for column in range(width)]
    around = around_table(rows, layout)
    return _Seen(layout, rows[layout.first :], headers, sampled, full, looks, around)


def around_table(rows: Sequence[list[str]], layout: Layout) -> Surroundings:
    """What stands around the table: above it first, then in rows at the end that are not full."""
    top = rows[: layout.header if layout.header is not None else layout.first]
    around = look_around(top)
    tail = [r for r in rows[max(layout.first, len(rows) - _FOOTER_ROWS) :] if not is_full(r)]
    return look_around(tail, around)


def _check_money(roles: list[str], headers: list[str], name: str) -> None:
    has_money = any(r in ("amount", "in", "out") for r in roles)
    if has_money and "date" in roles:
        return
    missing = "amounts" if not has_money else "dates"
    seen = ", ".join(h for h in headers if h)[:120] or "no row of column names"
    raise UnreadableFile(
        f"{name or 'The file'}: no column holds {missing}, so this is no statement ({seen}).",
        code="csv_no_amounts" if not has_money else "csv_no_dates",
        hint="Export the account's transactions with date and amount, or give a profile that "
        "names the columns.",
    )


def _sample(seen: _Seen, roles: list[str], decimal: str) -> Sample:
    """Dated rows from the top, unbroken, so that balances can be followed from row to row."""
    date = roles.index("date")
    rows = [
        r
        for r in seen.data[:_CHAIN_ROWS]
        if len(r) > 1 and date < len(r) and looks_like_date(r[date])
    ]
    groups = [i for i, r in enumerate(roles) if r in ("account", "currency")]
    return Sample(
        rows=rows,
        decimal=decimal,
        card=seen.around.account_kind == "card" or _is_card(seen),
        text_columns=tuple(
            i
            for i, r in enumerate(roles)
            if r in _WORDS and seen.looks[i].share(seen.looks[i].readable) < 0.5
        ),
        groups=tuple("|".join(r[g] for g in groups if g < len(r)) for r in rows),
        headers=tuple(seen.headers),
        fee=_fee_place(seen.looks, roles),
    )


def _fee_place(looks: list[ColumnLook], roles: list[str]) -> int | None:
    """The column of fees, where one holds any that is not zero."""
    fees = (i for i, r in enumerate(roles) if r == "fee")
    return next((i for i in fees if looks[i].negatives + looks[i].positives), None)


def _fee_column(seen: _Seen, roles: list[str], money: Money) -> str:
    """The name of a fee column that matters: amounts that are net have taken it already."""
    place = _fee_place(seen.looks, roles)
    if place is None or place >= len(seen.headers):
        return ""
    amount = money.amount
    if amount is not None and amount < len(seen.headers) and names_net(seen.headers[amount]):
        return ""
    if money.held.links and not money.fee and money.held.share == 1.0:
        return ""
    return seen.headers[place]


def _is_card(seen: _Seen) -> bool:
    """True where a column holds a card's number, holder or merchants; not amounts paid by card."""
    return any(
        fold(header) in CARD_WORDS and column.share(column.cents) < 0.5
        for header, column in zip(seen.headers, seen.looks, strict=False)
    )
