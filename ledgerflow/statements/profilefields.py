"""The fields of a CSV reading as a person writes them: `date_order=dmy`, `column.3=balance`; pure.

Here: from such words to a profile, each fault naming its field, and back to words. Not here:
keeping a profile (profiles.py), or what its fields do (tables/profile.py).
"""

import codecs
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ledgerflow.core.errors import InputError
from ledgerflow.statements.tables.profile import FEES, ROLES, SIGNS, CsvProfile
from ledgerflow.statements.tables.words import fold

COLUMN = "column."
DELIMITER_WORDS = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|"}
YES_NO = {"yes": True, "true": True, "no": False, "false": False}
KINDS = ("checking", "savings", "card", "loan", "investment")


def corrected(profile: Mapping[str, Any], words: Sequence[str]) -> dict[str, Any]:
    """The fields that `field=value` words set, in the profile's JSON form.

    `column.N=role` (N counts from 1) and `column.NAME=role` give one column another role;
    `field=` alone sets nothing: it takes the field out (None). Raises InputError naming the field
    that is unknown, or whose value cannot be.
    """
    if not words:
        raise InputError(
            "Nothing is to be set.",
            code="csv_profile",
            hint=f"Write field=value; the fields are {', '.join([*_READ, 'column.N'])}.",
        )
    changes: dict[str, Any] = {}
    for word in words:
        name, equals, value = (
            word.rpartition("=") if word.startswith(COLUMN) else (word.partition("="))
        )
        if not equals or not name:
            raise wrong(word, "this is not field=value")
        if name.startswith(COLUMN):
            roles = changes.get("roles") or list(profile.get("roles", ()))
            changes["roles"] = _with_role(name, value, roles, profile.get("headers", ()))
        elif name not in _READ:
            raise wrong(name, f"there is no such field; there are {', '.join([*_READ, COLUMN])}N")
        else:
            changes[name] = _READ[name](name, value) if value else None
    return changes


def wrong(field: str, reason: str) -> InputError:
    """The fault of one field."""
    return InputError(
        f"{field}: {reason}.",
        code="csv_profile",
        hint="`ledgerflow profile show` lists the fields and their values.",
    )


def answers(reading: Mapping[str, Any]) -> list[tuple[str, list[str]]]:
    """The fields that a file leaves open, each with its possible values, the likeliest first."""
    candidates = reading.get("candidates", ())
    found = []
    for field in FIELDS:
        values = list(dict.fromkeys(in_words(field, one.get(field)) for one in candidates))
        if len(values) > 1:
            found.append((field, values))
    return found


def in_words(field: str, value: Any) -> str:
    """A value as `corrected` reads it."""
    if field == "delimiter":
        return next((word for word, sign in DELIMITER_WORDS.items() if sign == value), value)
    if field == "header_row":
        return "none" if value is None else str(value + 1)
    if value is None:
        return "as the file shows"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ",".join(value) if isinstance(value, list) else str(value)


def _with_role(name: str, role: str, roles: Sequence[str], headers: Sequence[str]) -> list[str]:
    column = name.removeprefix(COLUMN)
    if role not in ROLES:
        raise wrong(name, f"{role!r} is no role; the roles are {', '.join(ROLES)}")
    folded = [fold(header) for header in headers]
    if folded.count(fold(column)) == 1:
        place = folded.index(fold(column))
    elif column.isascii() and column.isdigit() and 1 <= int(column) <= len(roles):
        place = int(column) - 1
    else:
        known = ", ".join(f"{n} {header}" for n, header in enumerate(headers, 1)) or "none"
        raise wrong(name, f"there is no such column; the columns are {known}")
    changed = list(roles)
    changed[place] = role
    return changed


def _choice(known: Sequence[str]) -> Callable[[str, str], str]:
    def read(field: str, value: str) -> str:
        if value not in known:
            raise wrong(field, f"{value!r} is none of {', '.join(filter(None, known))}")
        return value

    return read


def _yes_no(field: str, value: str) -> bool:
    if value.casefold() not in YES_NO:
        raise wrong(field, f"{value!r} is neither yes nor no")
    return YES_NO[value.casefold()]


def _delimiter(field: str, value: str) -> str:
    sign = DELIMITER_WORDS.get(value.casefold(), value)
    if len(sign) != 1 or sign.isalnum():
        raise wrong(field, f"{value!r} is none of {', '.join(DELIMITER_WORDS)}, nor one sign")
    return sign


def _encoding(field: str, value: str) -> str:
    try:
        return codecs.lookup(value).name
    except (LookupError, ValueError) as error:
        raise wrong(field, f"{value!r} is no encoding, such as utf-8 or cp1252") from error


def _currency(field: str, value: str) -> str:
    if len(value) != 3 or not value.isascii() or not value.isalpha():
        raise wrong(field, f"{value!r} is no currency code, such as USD or EUR")
    return value.upper()


def _list(_field: str, value: str) -> list[str]:
    return [part.strip() for part in value.split(",") if part.strip()]


def _roles(field: str, value: str) -> list[str]:
    roles = _list(field, value)
    for role in roles:
        if role not in ROLES:
            raise wrong(field, f"{role!r} is no role; the roles are {', '.join(ROLES)}")
    return roles


_READ: dict[str, Callable[[str, str], Any]] = {
    "date_order": _choice(("dmy", "mdy", "ymd")),
    "decimal": _choice((".", ",")),
    "sign": _choice(SIGNS),
    "currency": _currency,
    "delimiter": _delimiter,
    "encoding": _encoding,
    "roles": _roles,
    "flag_in": _list,
    "flag_out": _list,
    "fee": _choice(FEES),
    "newest_first": _yes_no,
    "balance_owed": _yes_no,
    "carry_dates": _yes_no,
    "account_kind": _choice(KINDS),
}
FIELDS = tuple(_READ)

EMPTY = CsvProfile().to_json()
"""Every field of a profile with its value where nothing is said."""
