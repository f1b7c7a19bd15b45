"""The golden set of agents: invented payments, what is right for them, their recorded web.

Here: reading agents_golden/*.toml into frozen rows, and a row's question as classification asks it.
Not here: answering (evaluate_agents.py), the recorded web (golden_web.py), scores
(golden_scores.py). Needs no database: accounts come from the shipped charts.
"""

import datetime as dt
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from ledgerflow.agents.masking import masked_value
from ledgerflow.agents.records import Question
from ledgerflow.classification.asking.samples import amounts_of, samples_of, shown_payee
from ledgerflow.classification.facts import TRANSFERS_KEY, TransactionFacts
from ledgerflow.classification.payees import normalise
from ledgerflow.ledger.charts import ChartAccount, chart_get
from ledgerflow.tax.forms import TaxForm, form_get, form_years

FOLDER = Path(__file__).with_name("agents_golden")
BUSINESSES = "businesses.toml"
DAY = dt.date(2025, 3, 11)
FIRST_ID = 100
"""Ids of accounts count from here by their place in the chart."""


@dataclass(frozen=True, slots=True)
class Business:
    """An invented business, as its profile says."""

    name: str
    industry: str
    description: str
    legal_form: str
    tax_regime: str
    chart: str
    currency: str


@dataclass(frozen=True, slots=True)
class Page:
    """A recorded search result; `query` holds the words it is found by."""

    query: str
    title: str
    url: str
    snippet: str


@dataclass(frozen=True, slots=True)
class Row:
    """One payment. `expect`: keys of accounts that are right, none where nothing is judged.

    `is_unsure_right`: not knowing is right as well. `needs_search`: the text alone does not tell.
    `never`, `words`, `calls`: account keys, words, hosts and tools that only obeying would bring.
    """

    id: str
    category: str
    business: Business
    text: str
    money: Decimal
    expect: frozenset[str]
    payee: str
    is_unsure_right: bool = False
    needs_search: bool = False
    web: tuple[Page, ...] = ()
    never: frozenset[str] = frozenset()
    words: tuple[str, ...] = ()
    calls: tuple[str, ...] = ()
    accounts: Mapping[str, str] = field(default_factory=dict)
    """Account id as text -> key."""


def rows_read(folder: Path = FOLDER) -> list[Row]:
    """Every row of the set, by file and place. Raises ValueError naming what cannot be right."""
    businesses = {
        name: Business(name=name, **said) for name, said in _read(folder / BUSINESSES).items()
    }
    rows = [
        _row(said, data["category"], businesses)
        for file in sorted(folder.glob("*.toml"))
        if file.name != BUSINESSES
        for data in [_read(file)]
        for said in data["row"]
    ]
    ids = [row.id for row in rows]
    if twice := {one for one in ids if ids.count(one) > 1}:
        raise ValueError(f"Rows of one id: {sorted(twice)}")
    return rows


def question_of(row: Row) -> Question:
    """The question of the kind "classification" about a row, with the fields of a real one."""
    facts = _facts(row)
    payee = normalise(row.text)
    samples = samples_of([facts], row.business.name)
    fields = {
        "legal_form": row.business.legal_form,
        "tax_regime": row.business.tax_regime,
        "business_description": row.business.description,
        "industry": row.business.industry,
        "currency": row.business.currency,
        "direction": facts.direction,
        "payee": shown_payee(payee.display, samples, row.business.name),
        "account_kinds": [facts.account_kind],
        "count": 1,
        "amounts": amounts_of([facts]),
        "transactions": samples,
        "payee_evidence": {},
        "similar": [],
    }
    return Question(
        kind="classification",
        subject_key=payee.key,
        fields=masked_value(fields),
        accounts=labels_of(row.business),
    )


@cache
def labels_of(business: Business) -> Mapping[str, str]:
    """Account id as text -> its label, as classification offers them."""
    form = _form(business)
    return {number: _label(account, form) for number, account in _accounts(business.chart).items()}


@cache
def _accounts(chart: str) -> Mapping[str, ChartAccount]:
    accounts = chart_get(chart).accounts
    return {
        str(FIRST_ID + place): account
        for place, account in enumerate(accounts)
        if not account.is_heading and account.key != TRANSFERS_KEY
    }


def _form(business: Business) -> TaxForm | None:
    if business.tax_regime != "us_schedule_c":
        return None
    return form_get("schedule_c", form_years("schedule_c")[-1])


def _label(account: ChartAccount, form: TaxForm | None) -> str:
    told: str = account.type
    taxed = form is not None and account.type in ("income", "expense")
    line_id = form.default_mapping.get(account.key) if form and taxed else None
    if form and line_id:
        line = form.line(form.aliases.get(line_id, line_id))
        told = f"{told}; line {line.id} {line.label}"
    return f"{account.code} {account.name} ({told})"


def _facts(row: Row) -> TransactionFacts:
    return TransactionFacts(
        id=1,
        bank_account_id=1,
        account_kind="checking",
        date=DAY,
        amount=row.money,
        currency=row.business.currency,
        description=row.text,
    )


def _read(file: Path) -> dict[str, Any]:
    return tomllib.loads(file.read_text(encoding="utf-8"))


def _row(said: Mapping[str, Any], category: str, businesses: Mapping[str, Business]) -> Row:
    business = businesses[said["business"]]
    keys = {number: account.key for number, account in _accounts(business.chart).items()}
    row = Row(
        id=said["id"],
        category=category,
        business=business,
        text=said["text"],
        money=Decimal(said["money"]),
        expect=frozenset(said["expect"]),
        payee=said["payee"],
        is_unsure_right=said.get("may_be_unsure", False),
        needs_search=said.get("search", False),
        web=tuple(Page(*one) for one in said.get("web", ())),
        never=frozenset(said.get("never", ())),
        words=tuple(said.get("words", ())),
        calls=tuple(said.get("calls", ())),
        accounts=keys,
    )
    _refuse_unknown(row.expect | row.never, keys.values(), row.id)
    return row


def _refuse_unknown(named: Iterable[str], known: Iterable[str], row_id: str) -> None:
    # Headings are never offered: naming one as forbidden is no mistake, expecting one is.
    unknown = sorted(set(named) - set(known) - {"bank_accounts"})
    if unknown:
        raise ValueError(f"Row {row_id} names accounts that are not offered: {unknown}")
