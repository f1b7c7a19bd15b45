"""The demo's script as frozen records.

Here: reading script.toml. Not here: playing it (play.py).
"""

import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """A bank account with the balance a person states to start from."""

    name: str
    kind: str
    number: str
    balance: Decimal
    balance_date: dt.date


@dataclass(frozen=True, slots=True)
class DemoImport:
    """Files to import together; `account` names the bank account of files without a number."""

    files: tuple[str, ...]
    account: str = ""


@dataclass(frozen=True, slots=True)
class DemoRule:
    """A rule; `account` is a ledger account's key, `share` the business share in percent."""

    contains: str
    account: str
    share: int = 100
    direction: str = ""
    payee: str = ""


@dataclass(frozen=True, slots=True)
class DemoDecision:
    """What the demo's person decides for every waiting transaction with this text."""

    contains: str
    why: str
    account: str = ""
    as_suggested: bool = False


@dataclass(frozen=True, slots=True)
class DemoBusiness:
    """One business of the demo and all that is done in it."""

    name: str
    chart: str
    industry: str
    folder: str
    start: dt.date
    end: dt.date
    reports: tuple[str, ...]
    accounts: tuple[DemoAccount, ...]
    imports: tuple[DemoImport, ...]
    stops: tuple[str, ...]
    rules: tuple[DemoRule, ...]
    decisions: tuple[DemoDecision, ...]


@dataclass(frozen=True, slots=True)
class DemoScript:
    """The whole demo."""

    firm: str
    person: str
    businesses: tuple[DemoBusiness, ...]


def script_load() -> DemoScript:
    """Read the shipped script; a fault in it is a programming fault and raises."""
    text = files(__package__).joinpath("script.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    return DemoScript(data["firm"], data["person"], tuple(map(_business, data["business"])))


def _business(data: Mapping[str, Any]) -> DemoBusiness:
    return DemoBusiness(
        name=data["name"],
        chart=data["chart"],
        industry=data["industry"],
        folder=data["folder"],
        start=data["start"],
        end=data["end"],
        reports=tuple(data["reports"]),
        accounts=tuple(
            DemoAccount(**{**account, "balance": Decimal(account["balance"])})
            for account in data["accounts"]
        ),
        imports=tuple(DemoImport(tuple(i["files"]), i.get("account", "")) for i in data["imports"]),
        stops=tuple(data.get("stops", ())),
        rules=tuple(DemoRule(**rule) for rule in data["rules"]),
        decisions=tuple(DemoDecision(**decision) for decision in data["decisions"]),
    )
