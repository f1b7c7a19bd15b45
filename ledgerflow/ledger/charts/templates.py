"""Chart templates: frozen records, read from TOML and checked before anyone may use them.

Here: what a template is and which rules it must meet. Not here: the data (the .toml files), the
list of templates (__init__.py) or creating a business's accounts from one (ledger/services.py).
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from ledgerflow.ledger.charts.standard_keys import STANDARD_HEADINGS, STANDARD_KEYS

type AccountType = Literal["asset", "liability", "equity", "income", "expense"]

ACCOUNT_TYPES: tuple[str, ...] = get_args(AccountType.__value__)

BANK_CODES = range(1010, 1100)
"""Codes that templates leave free for the ledger accounts of a business's bank accounts."""

CARD_CODES = range(2010, 2100)
"""The same for its credit cards and other money owed to a bank."""

_FIELDS = {"code", "name", "type", "key", "parent", "heading", "description"}


class ChartError(ValueError):
    """A shipped template breaks a rule: a fault of LedgerFlow's data, not of a person's input."""


@dataclass(frozen=True, slots=True)
class ChartAccount:
    """One account of a template. `key` is the meaning that tax forms and services refer to.

    `parent_code` is "" at the top level; a heading collects accounts and is never posted to.
    """

    code: str
    name: str
    type: AccountType
    key: str
    parent_code: str = ""
    is_heading: bool = False
    description: str = ""


@dataclass(frozen=True, slots=True)
class ChartTemplate:
    """A whole chart. `country` is ISO 3166 alpha-2 or ""; `tax_regime` a tax form's id or ""."""

    id: str
    title: str
    country: str
    tax_regime: str
    accounts: tuple[ChartAccount, ...]

    def account(self, key: str) -> ChartAccount:
        """The account with this key; KeyError when the template has none."""
        for account in self.accounts:
            if account.key == key:
                return account
        raise KeyError(key)


def chart_load(path: Path) -> ChartTemplate:
    """Read and check one template file; raises ChartError naming every broken rule."""
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    chart = ChartTemplate(
        id=raw["id"],
        title=raw["title"],
        country=raw["country"],
        tax_regime=raw["tax_regime"],
        accounts=tuple(_account(row, path.name) for row in raw["accounts"]),
    )
    faults = chart_faults(chart)
    if faults:
        raise ChartError(f"{path.name}: " + "; ".join(faults))
    return chart


def chart_faults(chart: ChartTemplate) -> list[str]:
    """Every rule that a template breaks, in words; empty when it may be used."""
    return [
        *_repeated("code", [a.code for a in chart.accounts]),
        *_repeated("key", [a.key for a in chart.accounts]),
        *_account_faults(chart.accounts),
        *_standard_faults({a.key: a for a in chart.accounts}),
    ]


def _account(row: Mapping[str, Any], where: str) -> ChartAccount:
    unknown = set(row) - _FIELDS
    if unknown:
        raise ChartError(f"{where}: account {row.get('code')} has unknown fields {sorted(unknown)}")
    return ChartAccount(
        code=row["code"],
        name=row["name"],
        type=row["type"],
        key=row["key"],
        parent_code=row.get("parent", ""),
        is_heading=row.get("heading", False),
        description=row.get("description", ""),
    )


def _repeated(what: str, values: Sequence[str]) -> list[str]:
    return [f"{what} {v} is used twice" for v in sorted({v for v in values if values.count(v) > 1})]


def _account_faults(accounts: Sequence[ChartAccount]) -> list[str]:
    by_code = {a.code: a for a in accounts}
    faults = []
    for account in accounts:
        where = f"account {account.code}"
        if account.type not in ACCOUNT_TYPES:
            faults.append(f"{where} has the unknown type {account.type}")
        if not (account.code.isdigit() and account.name and account.key):
            faults.append(f"{where} needs a code of digits, a name and a key")
        elif int(account.code) in BANK_CODES or int(account.code) in CARD_CODES:
            faults.append(f"{where} takes a code kept free for bank accounts and cards")
        if account.parent_code:
            faults.extend(_parent_faults(account, by_code.get(account.parent_code), where))
    return faults


def _parent_faults(account: ChartAccount, parent: ChartAccount | None, where: str) -> list[str]:
    if parent is None:
        return [f"{where} has no such parent {account.parent_code}"]
    faults = []
    if not parent.is_heading:
        faults.append(f"{where} has the parent {parent.code}, which is not a heading")
    if parent.type != account.type:
        faults.append(f"{where} is {account.type} under {parent.code}, which is {parent.type}")
    # One level of headings: deeper nesting would need cycle checks and serves no report.
    if parent.parent_code:
        faults.append(f"{where} is nested deeper than one heading")
    return faults


def _standard_faults(by_key: Mapping[str, ChartAccount]) -> list[str]:
    faults = []
    for key, kind in STANDARD_KEYS.items():
        account = by_key.get(key)
        if account is None:
            faults.append(f"the standard key {key} is missing")
        elif account.type != kind:
            faults.append(f"the standard key {key} must be {kind}, not {account.type}")
        elif account.is_heading != (key in STANDARD_HEADINGS):
            expected = "a heading" if key in STANDARD_HEADINGS else "an account, not a heading"
            faults.append(f"the standard key {key} must be {expected}")
    return faults
