"""Single conditions of a person's rules."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from ledgerflow.classification.conditions import Condition, RowTexts
from ledgerflow.classification.facts import PayeeName, TransactionFacts
from ledgerflow.core.errors import InputError, RuleError

ROW = RowTexts.of(
    TransactionFacts(
        id=1,
        bank_account_id=7,
        account_kind="card",
        date=dt.date(2025, 3, 2),
        amount=Decimal("-86.10"),
        currency="USD",
        description="THE  HOME   Depot #7114",
        bank_type="DEBIT",
    ),
    PayeeName("home depot", "Home Depot"),
)


@pytest.mark.parametrize(
    ("field", "op", "value"),
    [
        ("description", "contains", "home depot"),
        ("description", "equals", "the home depot #7114"),
        ("description", "starts", "The Home"),
        ("description", "regex", r"depot\s#\d{4}$"),
        ("payee", "equals", "HOME DEPOT"),
        ("bank_type", "equals", "debit"),
        ("amount", "is", "86.10"),
        ("amount", "between", ["80", "90"]),
        ("amount", "gte", "86.10"),
        ("amount", "lte", "86.10"),
        ("date", "between", ["2025-03-01", "2025-03-31"]),
        ("date", "is", "2025-03-02"),
        ("account", "is", 7),
        ("currency", "is", "usd"),
        ("direction", "is", "out"),
    ],
)
def test_a_condition_that_holds(field: str, op: str, value: Any) -> None:
    condition = Condition.from_dict({"field": field, "op": op, "value": value})
    assert condition.holds(ROW)
    assert Condition.from_dict(condition.to_dict()) == condition


@pytest.mark.parametrize(
    ("field", "op", "value"),
    [
        ("description", "starts", "home"),
        ("description", "regex", "lowes"),
        ("payee", "contains", "lowes"),
        ("amount", "is", "86.11"),
        ("amount", "lte", "86.09"),
        ("date", "gte", "2025-03-03"),
        ("account", "is", 8),
        ("currency", "is", "EUR"),
        ("direction", "is", "in"),
    ],
)
def test_a_condition_that_does_not_hold(field: str, op: str, value: Any) -> None:
    assert not Condition.from_dict({"field": field, "op": op, "value": value}).holds(ROW)


@pytest.mark.parametrize(
    ("field", "op", "value", "fault", "says"),
    [
        ("memo", "contains", "x", RuleError, "cannot ask for"),
        ("amount", "contains", "8", RuleError, "does not work on amount"),
        ("description", "regex", "(", RuleError, "missing )"),
        ("description", "regex", r"(a)\1", RuleError, "invalid escape"),
        ("description", "regex", "a" * 501, RuleError, "500 are allowed"),
        ("description", "contains", "  ", InputError, "no text"),
        ("amount", "is", "twelve", InputError, "not an amount"),
        ("amount", "is", "-12", InputError, "zero or more"),
        ("amount", "between", "12", InputError, "two values"),
        ("amount", "is", ["1", "2"], InputError, "one value"),
        ("amount", "between", ["9", "1"], InputError, "backwards"),
        ("date", "is", "03/02/2025", InputError, "not a date"),
        ("account", "is", "checking", InputError, "bank account's id"),
        ("direction", "is", "up", InputError, "direction"),
        ("description", "contains", None, InputError, "cannot be NoneType"),
        ("amount", "between", ["1", "2", "3"], InputError, "two values"),
    ],
)
def test_what_cannot_be_a_condition_says_why(
    field: str, op: str, value: Any, fault: type[Exception], says: str
) -> None:
    with pytest.raises(fault) as caught:
        Condition.from_dict({"field": field, "op": op, "value": value})
    assert says in str(caught.value)
    assert getattr(caught.value, "hint", "")


def test_a_condition_needs_exactly_three_parts() -> None:
    with pytest.raises(InputError):
        Condition.from_dict({"field": "payee", "op": "equals"})


def test_a_pattern_that_would_backtrack_for_ever_ends_at_once() -> None:
    row = RowTexts.of(
        TransactionFacts(1, 1, "card", dt.date(2025, 1, 1), Decimal(-1), "USD", "a" * 20_000 + "!"),
        PayeeName("", ""),
    )
    assert not Condition("description", "regex", "^(a+)+$").holds(row)
