"""A first look at a whole journal in CSV: which accounts it uses, how it writes its days.

Here: everything that must be known before the first row is posted. Not here: rows (rows.py).
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ledgerflow.core.spreadsheets import text_restored
from ledgerflow.interchange.journals.accounttypes import type_by_name
from ledgerflow.interchange.journals.csv.blocks import blocks_of
from ledgerflow.interchange.journals.csv.header import Header, Role
from ledgerflow.interchange.journals.currencies import currency_of
from ledgerflow.interchange.journals.faults import Faults
from ledgerflow.interchange.journals.finishing import YEARS
from ledgerflow.interchange.journals.parsed import JournalAccount
from ledgerflow.statements.tables.dates import date_orders, read_date

_TYPES = {"asset", "liability", "equity", "income", "expense"}
_ACCOUNT_ROLES: tuple[Role, ...] = ("account", "currency", "name", "type")
_HINT_DATE = "Write dates as 2025-01-31."
_ORDERS = ("ymd", "dmy", "mdy")


@dataclass(frozen=True, slots=True)
class Survey:
    """`days` maps each date as written to its ISO form; `currencies` likewise to ISO codes.
    `first_lines` maps each ISO day to the first line that has it.

    Accounts carry the account cell as their name (`code` of LedgerFlow's own export), the
    currency of their rows and where they stand first.
    """

    accounts: tuple[JournalAccount, ...]
    days: dict[str, str]
    currencies: dict[str, str]
    first_lines: dict[str, int]


def survey_of(data: bytes, start: int, header: Header, currency: str, faults: Faults) -> Survey:
    """Look at every row's account, currency and date; what cannot be read becomes faults."""
    roles = [role for role in _ACCOUNT_ROLES if role in header.places]
    dates: dict[str, int] = {}
    accounts: dict[tuple[str, ...], int] = {}
    for block in blocks_of(data, start, header, ["date", *roles]):
        _firsts(block.columns[0], block.lines, dates)
        if not set(zip(*block.columns[1:], strict=True)) <= accounts.keys():
            _firsts(list(zip(*block.columns[1:], strict=True)), block.lines, accounts)
    currencies = _currencies(accounts, roles, currency, faults)
    days = _days(dates, header, faults)
    firsts: dict[str, int] = {}
    for text, line in dates.items():
        firsts[days[text]] = min(line, firsts.get(days[text], line))
    firsts.pop("", None)
    return Survey(_accounts(accounts, roles, currencies, faults), days, currencies, firsts)


def _firsts[Cell: str | tuple[str, ...]](
    cells: Sequence[Cell], lines: Sequence[int], known: dict[Cell, int]
) -> None:
    """Note for each cell that is new in which line it stands first."""
    if set(cells) <= known.keys():
        return
    # Backwards, so that of equal cells the first line stays.
    for cell, line in dict(zip(reversed(cells), reversed(lines), strict=True)).items():
        known.setdefault(cell, line)


def _currencies(
    accounts: dict[tuple[str, ...], int], roles: Sequence[Role], stated: str, faults: Faults
) -> dict[str, str]:
    found: dict[str, str] = {}
    place = roles.index("currency") if "currency" in roles else -1
    for row, line in accounts.items():
        text = row[place] if place >= 0 else ""
        if text in found:
            continue
        found[text] = currency_of(text_restored(text.strip()), stated)
        if not found[text]:
            what = f"{text!r} is no currency of ISO 4217" if text else "an amount has no currency"
            hint = "Write a code such as USD, or say it with --currency USD."
            faults.add("currency", line, what, hint, column="currency")
    return found


def _accounts(
    rows: dict[tuple[str, ...], int],
    roles: Sequence[Role],
    currencies: dict[str, str],
    faults: Faults,
) -> tuple[JournalAccount, ...]:
    found: dict[tuple[str, str], JournalAccount] = {}
    for row, line in rows.items():
        cells = dict(zip(roles, row, strict=True))
        cell = cells["account"]
        key = (cell, currencies[cells.get("currency", "")])
        if not cell.strip():
            faults.once("no_account", "", line, "the account is missing", "Name the account.")
        if key in found:
            continue
        title = text_restored(cells.get("name", "")).strip()
        kind = cells.get("type", "").strip().lower()
        name = text_restored(cell).strip()
        found[key] = JournalAccount(
            name=name,
            type=kind if kind in _TYPES else type_by_name(name),
            currency=key[1],
            line=line,
            title=title,
            cell=cell,
        )
    return tuple(sorted(found.values(), key=lambda account: account.line))


def _days(dates: dict[str, int], header: Header, faults: Faults) -> dict[str, str]:
    """Every date in ISO form; one order of day, month and year fits a whole file, or none is."""
    column = header.column("date")
    days: dict[str, str] = {}
    others: dict[str, int] = {}
    for text, line in dates.items():
        try:
            days[text] = dt.date.fromisoformat(text.strip()).isoformat() if text[4:5] == "-" else ""
        except ValueError:
            days[text] = ""
        if not days[text]:
            others[text] = line
    if others:
        days |= _ordered(others, column, faults)
    for text, line in dates.items():
        if days[text] and int(days[text][:4]) not in YEARS:
            what = f"the date {text} lies before {YEARS.start} or after {YEARS.stop - 1}"
            faults.add("date_out_of_range", line, what, "Correct the year.", column=column)
    return days


def _ordered(dates: dict[str, int], column: str, faults: Faults) -> dict[str, str]:
    orders = set(_ORDERS)
    days: dict[str, str] = {}
    for text, line in dates.items():
        fits = set(date_orders(text.strip())) if not faults.is_hopeless else set()
        if not fits:
            faults.add("date", line, f"{text[:40]!r} is no date", _HINT_DATE, column=column)
            days[text] = ""
        else:
            orders &= fits
    readable = {text: line for text, line in dates.items() if text not in days}
    if not readable:
        return days
    first = min(readable.values())
    readings = {order: _read_in(order, readable) for order in sorted(orders)}
    if not readings:
        what = "no one order of day and month fits all dates"
    elif all(reading == next(iter(readings.values())) for reading in readings.values()):
        return days | next(iter(readings.values()))
    else:
        what = "the dates can be read with the day first or the month first"
    faults.add("date_order", first, what, _HINT_DATE, column=column)
    return days | dict.fromkeys(readable, "")


def _read_in(order: str, texts: Iterable[str]) -> dict[str, str]:
    found = {text: read_date(text.strip(), order) for text in texts}
    return {text: day.isoformat() if day else "" for text, day in found.items()}
