"""How a table file is to be read: the profile that is shown, corrected and remembered.

Here: the frozen record and its JSON form. Not here: finding it (infer.py) or using it
(reading.py).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ledgerflow.core.errors import InputError

ROLES = [
    "date",
    "value_date",
    "transaction_date",
    "time",
    "description",
    "counterparty",
    "counterparty_account",
    "amount",
    "in",
    "out",
    "flag",
    "balance",
    "currency",
    "original_amount",
    "original_currency",
    "rate",
    "fee",
    "bank_id",
    "check",
    "type",
    "account",
    "status",
    "category",
    "ignore",
]

SIGNS = [
    "as_printed",
    "inverted",
    "columns",
    "columns_negative",
    "columns_swapped",
    "columns_inverted",
    "flag",
    "flag_times",
    "marks",
]
"""as_printed: the amount's own sign. inverted: charges are positive. columns: an in and an out
column. columns_negative: the out column is printed with a minus. columns_swapped: debit is money
in. columns_inverted: charges are positive and credits have a minus. flag: a word column gives the
sign of the absolute amount. flag_times: it multiplies the printed sign. marks: CR and DR behind the
amounts."""

FEES = ["", "subtract", "add"]
"""How a fee column changes the amounts: not at all, taken off, or added (printed with a minus)."""


@dataclass(frozen=True, slots=True)
class CsvProfile:
    """One reading of a table file. Columns are 0-based; `header_row` is 0-based or None.

    `roles` holds one role per column; `newest_first` is None where it does not show.
    `balance_owed`: balances are printed as debt (cards). `fee`: one of FEES.
    `carry_dates`: a blank date means the date of the row above.
    """

    encoding: str = ""
    delimiter: str = ""
    header_row: int | None = None
    headers: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    date_order: str = "ymd"
    decimal: str = "."
    sign: str = "as_printed"
    flag_in: tuple[str, ...] = ()
    flag_out: tuple[str, ...] = ()
    newest_first: bool | None = None
    balance_owed: bool = False
    fee: str = ""
    carry_dates: bool = False
    currency: str = ""
    account_id: str = ""
    account_kind: str = ""
    why: Mapping[str, str] = field(default_factory=dict)

    def column(self, role: str) -> int | None:
        """The first column with this role."""
        return self.roles.index(role) if role in self.roles else None

    def columns(self, role: str) -> tuple[int, ...]:
        """All columns with this role, in the file's order."""
        return tuple(i for i, r in enumerate(self.roles) if r == role)

    def because(self, **reasons: str) -> "CsvProfile":
        """The same profile with further reasons in plain words."""
        return replace(self, why={**self.why, **reasons})

    def to_json(self) -> dict[str, Any]:
        """A JSON-able dict that `from_json` reads back."""
        return {
            "encoding": self.encoding,
            "delimiter": self.delimiter,
            "header_row": self.header_row,
            "headers": list(self.headers),
            "roles": list(self.roles),
            "date_order": self.date_order,
            "decimal": self.decimal,
            "sign": self.sign,
            "flag_in": list(self.flag_in),
            "flag_out": list(self.flag_out),
            "newest_first": self.newest_first,
            "balance_owed": self.balance_owed,
            "fee": self.fee,
            "carry_dates": self.carry_dates,
            "currency": self.currency,
            "account_id": self.account_id,
            "account_kind": self.account_kind,
            "why": dict(self.why),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "CsvProfile":
        """Read a profile back. Raises InputError naming a value that is none."""
        try:
            profile = cls(
                encoding=str(data.get("encoding", "")),
                delimiter=str(data.get("delimiter", "")),
                header_row=data.get("header_row"),
                headers=tuple(map(str, data.get("headers", ()))),
                roles=tuple(map(str, data.get("roles", ()))),
                date_order=str(data.get("date_order", "ymd")),
                decimal=str(data.get("decimal", ".")),
                sign=str(data.get("sign", "as_printed")),
                flag_in=tuple(map(str, data.get("flag_in", ()))),
                flag_out=tuple(map(str, data.get("flag_out", ()))),
                newest_first=data.get("newest_first"),
                balance_owed=bool(data.get("balance_owed", False)),
                fee=str(data.get("fee", "")),
                carry_dates=bool(data.get("carry_dates", False)),
                currency=str(data.get("currency", "")),
                account_id=str(data.get("account_id", "")),
                account_kind=str(data.get("account_kind", "")),
                why={str(k): str(v) for k, v in dict(data.get("why", {})).items()},
            )
        except (TypeError, ValueError) as error:
            raise _wrong("profile", str(error)) from error
        check_choices(profile)
        return profile


def check_choices(profile: CsvProfile) -> None:
    """Raises InputError where a stated choice is none of the known ones."""
    for name, value, known in (
        ("date_order", profile.date_order, ("ymd", "dmy", "mdy")),
        ("decimal", profile.decimal, (".", ",")),
        ("sign", profile.sign, SIGNS),
        ("fee", profile.fee, FEES),
    ):
        if value not in known:
            raise _wrong(name, f"{value!r} is none of {', '.join(known)}")
    for role in profile.roles:
        if role not in ROLES:
            raise _wrong("roles", f"{role!r} is no role")
    _check_money_roles(profile)
    row = profile.header_row
    if row is not None and (not isinstance(row, int) or row < 0):
        raise _wrong("header_row", f"{row!r} is no row number")
    if profile.delimiter and len(profile.delimiter) != 1:
        raise _wrong("delimiter", f"{profile.delimiter!r} is not one character")


def _check_money_roles(profile: CsvProfile) -> None:
    """A profile that names columns must name those that its sign convention reads."""
    columns = profile.sign.startswith("columns")
    wanted = ["in", "out"] if columns else ["amount"]
    wanted += ["flag"] if profile.sign.startswith("flag") else []
    wanted += ["fee"] if profile.fee else []
    missing = [role for role in wanted if role not in profile.roles]
    if profile.roles and missing:
        raise _wrong("roles", f"no column is {missing[0]!r}, which {profile.sign!r} reads")


def _wrong(field_name: str, reason: str) -> InputError:
    return InputError(
        f"The remembered reading (profile) cannot be used: {field_name}: {reason}.",
        code="csv_profile",
        hint="Correct this field of the profile, or remove the profile to infer it anew.",
    )
