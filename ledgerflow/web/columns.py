"""The form of a table's columns: what it shows first, and what a person chose; pure but for words.

Here: fields to choices and back. Not here: reading with them (pipeline/mapping.py), the view.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ledgerflow.core.errors import InputError
from ledgerflow.pipeline.mapping import AS_FOUND, PRINTED, TURNED, Columns
from ledgerflow.statements.glances import TableTop
from ledgerflow.statements.tables.profile import ROLES

COLUMNS_MAX = 60
NO_HEADER = "none"


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """One column: its place from 0, its name in the file, the chosen role."""

    place: int
    name: str
    role: str


def role_words() -> list[tuple[str, str]]:
    """(role, word) in the order in which they are offered: what most tables need comes first."""
    words = {
        "ignore": _("Leave out"),
        "date": _("Day"),
        "description": _("Description"),
        "amount": _("Amount, with its sign"),
        "in": _("Money in"),
        "out": _("Money out"),
        "balance": _("Balance after it"),
        "counterparty": _("Other party"),
        "flag": _("In or out, in words"),
        "type": _("Kind of payment"),
        "bank_id": _("The bank's number of it"),
        "currency": _("Currency"),
        "fee": _("Fee"),
        "value_date": _("Value day"),
        "transaction_date": _("Day of the purchase"),
        "counterparty_account": _("Other party's account"),
        "check": _("Check number"),
        "status": _("Booked or pending"),
        "category": _("Category"),
        "account": _("Own account"),
        "time": _("Time"),
        "original_amount": _("Original amount"),
        "original_currency": _("Original currency"),
        "rate": _("Exchange rate"),
    }
    return [(role, words[role]) for role in words if role in ROLES]


def order_words() -> list[tuple[str, str]]:
    """Orders of day, month and year, with an example of each."""
    return [
        ("dmy", _("Day first: 31/12/2025")),
        ("mdy", _("Month first: 12/31/2025")),
        ("ymd", _("Year first: 2025-12-31")),
    ]


def decimal_words() -> list[tuple[str, str]]:
    """Decimal marks, with an example of each."""
    return [(".", _("Point: 1,234.56")), (",", _("Comma: 1.234,56"))]


def sign_words() -> list[tuple[str, str]]:
    """What a minus means."""
    return [
        (AS_FOUND, _("As the file shows")),
        (PRINTED, _("Money out has the minus")),
        (TURNED, _("The other way round")),
    ]


def columns_said(top: TableTop, said: Mapping[str, str]) -> Columns:
    """What the form says; where it says nothing, what the file or its profile shows.

    Raises InputError for a word that no field offers.
    """
    profile = top.profile
    width = width_of(top)
    known = list(profile.get("roles", ()))[:width]
    known += ["ignore"] * (width - len(known))
    roles = tuple(said.get(f"role_{place}", role) for place, role in enumerate(known))
    found = profile.get("header_row")
    header = said.get("header", NO_HEADER if found is None else str(found))
    order = said.get("date_order", str(profile.get("date_order") or "dmy"))
    decimal = said.get("decimal", str(profile.get("decimal") or "."))
    sign = said.get("sign", AS_FOUND)
    for value, offered in (
        *((role, ROLES) for role in roles),
        (order, [word for word, _words in order_words()]),
        (decimal, [word for word, _words in decimal_words()]),
        (sign, [word for word, _words in sign_words()]),
        (header, [NO_HEADER, *map(str, range(len(top.rows)))]),
    ):
        if value not in offered:
            raise InputError(
                f"{value[:30]!r} is none of the choices.",
                code="mapping_choice",
                hint="Choose from the lists on the page.",
            )
    return Columns(roles, None if header == NO_HEADER else int(header), order, decimal, sign)


def column_choices(top: TableTop, said: Columns) -> list[ColumnChoice]:
    """Each column with its name and role."""
    names = top.rows[said.header] if said.header is not None else ()
    return [
        ColumnChoice(place, names[place].strip() if place < len(names) else "", role)
        for place, role in enumerate(said.roles)
    ]


def width_of(top: TableTop) -> int:
    """How many columns the first rows have."""
    return min(max((len(row) for row in top.rows), default=0), COLUMNS_MAX)
