"""The inference: from rows of cells to the profile that reads them, with reasons.

Here: the order of the steps. Not here: each step (layout, roles, judge, dateorder) and the
reading itself (reading.py).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ledgerflow.core.errors import UnreadableFile
from ledgerflow.statements.tables.amounts import mark_evidence, read_amount
from ledgerflow.statements.tables.columns import ColumnLook, look
from ledgerflow.statements.tables.context import Surroundings, look_around
from ledgerflow.statements.tables.currency import find_currency, settle_dollars
from ledgerflow.statements.tables.dateorder import DateClues, DateDecision, decide_order
from ledgerflow.statements.tables.dates import looks_like_date, read_date
from ledgerflow.statements.tables.headers import header_roles
from ledgerflow.statements.tables.judge import Money, Sample
from ledgerflow.statements.tables.layout import Layout, find_layout, is_full, sample_rows
from ledgerflow.statements.tables.moneycolumns import choose_money
from ledgerflow.statements.tables.profile import CsvProfile
from ledgerflow.statements.tables.roles import roles_by_content, roles_by_header
from ledgerflow.statements.tables.words import CARD_WORDS, fold

_CHAIN_ROWS = 1_500
_DISTINCT_AMOUNTS = 3_000
_FOOTER_ROWS = 12
_ENGLISH = frozenset(
    """date amount description balance debit credit details transaction type account reference
    payee currency deposit withdrawal memo narrative particulars value posting label""".split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True)
class Inference:
    """The profile, what stands around the table, and what remains open.

    `other_order` is the second possible date order; `unsure` a reason why signs are unclear;
    `fee` the name of a fee column that is not part of the amounts.
    """

    profile: CsvProfile
    around: Surroundings
    other_order: str = ""
    unsure: str = ""
    fee: str = ""


def infer(
    rows: list[list[str]],
    *,
    name: str = "",
    delimiter: str = "",
    stated: Mapping[str, Any] | None = None,
) -> Inference:
    """Infer how to read a table. `stated` holds single profile fields that a person gave.

    Raises UnreadableFile where there is no table with amounts and dates.
    """
    given = dict(stated or {})
    layout = find_layout(rows)
    headers = [c.strip() for c in rows[layout.header]] if layout.header is not None else []
    sampled = sample_rows(rows, layout.first)
    full = [r for r in sampled if is_full(r)]
    looks = _looks(full or sampled, layout)
    roles = roles_by_header(headers, looks) if headers else roles_by_content(looks)
    around = _around(rows, layout)
    _check_money(roles, headers, name)
    decimal, decimal_why = _decimal(rows, layout, roles, delimiter, given)
    money = _money(rows, layout, roles, headers, decimal, around)
    roles = _final_roles(roles, money, headers, looks)
    currency, currency_why = find_currency(headers, roles, full, decimal, around, given)
    decision = _dates(
        rows,
        layout,
        roles,
        DateClues(
            decimal if _commas(full, roles) else "",
            currency,
            _is_english(headers),
            tuple(around.dates),
            name,
        ),
        given,
    )
    profile = CsvProfile(
        delimiter=delimiter,
        header_row=layout.header,
        headers=tuple(headers),
        roles=tuple(r or "ignore" for r in roles),
        date_order=decision.order,
        decimal=decimal,
        sign=str(given.get("sign") or money.sign),
        flag_in=money.flag_in,
        flag_out=money.flag_out,
        newest_first=_direction(rows, layout, roles, decision.order, money),
        balance_owed=money.owed,
        carry_dates=_carries_dates(sampled, roles, decimal),
        currency="" if currency in ("$", "kr") else currency,
        account_id=str(given.get("account_id") or around.account_id),
        account_kind=around.account_kind or ("card" if _is_card(headers) else ""),
        why={
            "layout": layout.why,
            "decimal": decimal_why,
            "sign": "stated" if given.get("sign") else money.why,
            "dates": decision.why,
            "currency": currency_why,
        },
    )
    profile = settle_dollars(profile, currency)
    unsure = "" if given.get("sign") else money.unsure
    fees = [
        headers[i]
        for i, r in enumerate(roles)
        if r == "fee" and i < len(headers) and looks[i].negatives + looks[i].positives
    ]
    return Inference(profile, around, decision.other, unsure, fees[0] if fees else "")


def _looks(rows: list[list[str]], layout: Layout) -> list[ColumnLook]:
    width = max([layout.width, *(len(r) for r in rows[:50])], default=0)
    return [look(rows, column) for column in range(width)]


def _around(rows: list[list[str]], layout: Layout) -> Surroundings:
    """The preamble first, then rows at the end that are no full rows."""
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


def _column_texts(
    rows: Sequence[Sequence[str]], layout: Layout, columns: Sequence[int], limit: int
) -> list[str]:
    """Distinct stripped texts of some columns below the header."""
    seen: dict[str, None] = {}
    for row in rows[layout.first :]:
        for column in columns:
            if column < len(row) and row[column]:
                seen[row[column].strip()] = None
        if len(seen) > limit:
            break
    seen.pop("", None)
    return list(seen)


def _decimal(
    rows: list[list[str]],
    layout: Layout,
    roles: list[str],
    delimiter: str,
    given: Mapping[str, Any],
) -> tuple[str, str]:
    if given.get("decimal") in (".", ","):
        return str(given["decimal"]), "stated"
    columns = [i for i, r in enumerate(roles) if r in ("amount", "in", "out", "balance")]
    texts = _column_texts(rows, layout, columns, _DISTINCT_AMOUNTS)
    texts = [t for t in texts if not looks_like_date(t)]
    votes = mark_evidence(texts)
    if votes["."] == votes[","]:
        mark = "," if delimiter == ";" else "."
        return mark, f"nothing in the amounts decides it; '{mark}' goes with this file's form"
    mark = "." if votes["."] > votes[","] else ","
    return (
        mark,
        f"'{mark}' is the decimal mark: {votes[mark]} points for it, {min(votes.values())} against",
    )


def _money(
    rows: list[list[str]],
    layout: Layout,
    roles: list[str],
    headers: list[str],
    decimal: str,
    around: Surroundings,
) -> Money:
    chain_rows = [
        r
        for r in rows[layout.first : layout.first + _CHAIN_ROWS]
        if len(r) > 1 and _dated(r, roles)
    ]
    groups = [i for i, r in enumerate(roles) if r in ("account", "currency")]
    sample = Sample(
        rows=chain_rows,
        decimal=decimal,
        card=around.account_kind == "card" or _is_card(headers),
        text_columns=tuple(
            i
            for i, r in enumerate(roles)
            if r in ("description", "counterparty", "type", "category")
        ),
        groups=tuple("|".join(r[g] for g in groups if g < len(r)) for r in chain_rows),
    )
    return choose_money(roles, headers, sample)


def _dated(row: list[str], roles: list[str]) -> bool:
    date = roles.index("date")
    return date < len(row) and looks_like_date(row[date])


def _is_card(headers: list[str]) -> bool:
    return any(fold(h) in CARD_WORDS for h in headers)


def _final_roles(
    roles: list[str], money: Money, headers: list[str], looks: list[ColumnLook]
) -> list[str]:
    """Roles after the verdict: only the columns that are used keep a money role."""
    used = {
        money.amount: "amount",
        money.money_in: "in",
        money.money_out: "out",
        money.balance: "balance",
        money.flag: "flag",
    }
    final = []
    for i, role in enumerate(roles):
        if i in used:
            final.append(used[i])
        elif role in ("amount", "in", "out", "balance", "flag"):
            final.append("type" if role == "flag" else "ignore")
        else:
            final.append(role)
    _one_bank_id(final, looks)
    return final


def _one_bank_id(roles: list[str], looks: list[ColumnLook]) -> None:
    """A bank id differs on every row that has one; other references stay in the raw row."""
    kept = False
    for i, role in enumerate(roles):
        if role == "bank_id":
            unique = looks[i].filled > 0 and len(looks[i].values) == looks[i].filled
            if kept or not unique:
                roles[i] = "ignore"
            kept = kept or unique


def _commas(rows: list[list[str]], roles: list[str]) -> bool:
    """True where an amount really shows its decimal mark."""
    columns = [i for i, r in enumerate(roles) if r in ("amount", "in", "out", "balance")]
    return any(
        read_amount(r[c].strip(), ".") is None for r in rows for c in columns if c < len(r) and r[c]
    )


def _is_english(headers: list[str]) -> bool:
    """True unless known headers exist and none has an English word."""
    known = [h for h in headers if header_roles(h)]
    return not known or any(set(fold(h).split()) & _ENGLISH for h in known)


def _dates(
    rows: list[list[str]],
    layout: Layout,
    roles: list[str],
    clues: DateClues,
    given: Mapping[str, Any],
) -> DateDecision:
    if given.get("date_order") in ("ymd", "dmy", "mdy"):
        return DateDecision(str(given["date_order"]), "stated")
    date = roles.index("date")
    value = roles.index("value_date") if "value_date" in roles else None
    texts: list[str] = []
    values: list[str] = []
    for row in rows[layout.first :]:
        if date < len(row) and row[date]:
            texts.append(row[date].strip())
            values.append(row[value].strip() if value is not None and value < len(row) else "")
    keep = {t: looks_like_date(t) for t in dict.fromkeys(texts)}
    pairs = [(t, v) for t, v in zip(texts, values, strict=True) if keep[t]]
    if not pairs:
        return DateDecision("ymd", "no row has a date")
    return decide_order([t for t, _ in pairs], clues, [v for _, v in pairs])


def _direction(
    rows: list[list[str]], layout: Layout, roles: list[str], order: str, money: Money
) -> bool | None:
    """Newest first by the balances, else by the dates of the first and last rows."""
    if money.newest_first is not None and money.held.links:
        return money.newest_first
    column = roles.index("date")
    dates = (
        read_date(r[column], order) for r in rows[layout.first :] if column < len(r) and r[column]
    )
    first = next((d for d in dates if d), None)
    backwards = (
        read_date(r[column], order)
        for r in reversed(rows[layout.first :])
        if column < len(r) and r[column]
    )
    last = next((d for d in backwards if d), None)
    return None if first is None or last is None or first == last else first > last


def _carries_dates(rows: list[list[str]], roles: list[str], decimal: str) -> bool:
    """True where a day's date stands on its first row only."""
    date = roles.index("date")
    money = [i for i, r in enumerate(roles) if r in ("amount", "in", "out")]
    texts = [i for i, r in enumerate(roles) if r in ("description", "counterparty")]
    bare = 0
    for row in rows:
        blank = date < len(row) and not row[date].strip()
        paid = any(i < len(row) and read_amount(row[i].strip(), decimal) for i in money)
        named = any(i < len(row) and row[i].strip() for i in texts)
        bare += blank and paid and named
    return bare >= 3 and bare >= 0.15 * len(rows)
