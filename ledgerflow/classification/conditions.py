"""One condition of a person's rule: a field, an operator and a value; pure.

Here: what each field can be asked, how stored values are read, and the comparison. Not here:
how conditions combine and what a rule sets (rules.py).

Text is compared without regard to case and with single spaces. Regular expressions run through
RE2, which cannot backtrack. Amounts are compared without their sign: the direction is a
condition of its own.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from decimal import Decimal, InvalidOperation
from typing import Any, Final

import re2

from ledgerflow.classification.facts import PayeeName, TransactionFacts
from ledgerflow.core.errors import InputError, RuleError

MAX_PATTERN = 500
MAX_TEXT = 500
_RE2_MEMORY = 1 << 20

TEXT_OPS: Final = ("contains", "equals", "starts", "regex")
RANGE_OPS: Final = ("is", "equals", "between", "gte", "lte")
OPS_BY_FIELD: Final[Mapping[str, tuple[str, ...]]] = {
    "description": TEXT_OPS,
    "payee": TEXT_OPS,
    "bank_type": TEXT_OPS,
    "amount": RANGE_OPS,
    "date": RANGE_OPS,
    "account": ("is", "equals"),
    "currency": ("is", "equals"),
    "direction": ("is", "equals"),
}

Value = str | int | tuple[str, str]


@dataclass(frozen=True, slots=True)
class RowTexts:
    """A transaction's texts, folded once for all rules."""

    facts: TransactionFacts
    description: str
    payee: tuple[str, str]
    bank_type: str

    @classmethod
    def of(cls, facts: TransactionFacts, payee: PayeeName) -> "RowTexts":
        """Fold what conditions compare with."""
        return cls(
            facts,
            fold_spaces(facts.description),
            (payee.key, fold_spaces(payee.display)),
            fold_spaces(facts.bank_type),
        )


Test = Callable[[RowTexts], bool]


@dataclass(frozen=True, slots=True)
class Condition:
    """`field op value`, checked and compiled when it is made.

    `value` is text, a bank account's id (field "account"), or a pair for "between" (both ends
    belong to it). Amounts and dates are text ("12.50", "2025-03-31"). Raises InputError for a
    value that cannot be read and RuleError for a combination or pattern that is not allowed.
    """

    field: str
    op: str
    value: Value
    test: Test = dataclass_field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        ops = OPS_BY_FIELD.get(self.field)
        if ops is None:
            raise RuleError(
                f"A rule cannot ask for “{self.field}”.",
                hint=f"Use one of: {', '.join(OPS_BY_FIELD)}.",
            )
        if self.op not in ops:
            raise RuleError(
                f"“{self.op}” does not work on {self.field}.",
                hint=f"For {self.field} use one of: {', '.join(ops)}.",
            )
        object.__setattr__(self, "test", _compile(self.field, self.op, self.value))

    def holds(self, row: RowTexts) -> bool:
        """True when the row meets this condition."""
        return self.test(row)

    def to_dict(self) -> dict[str, Any]:
        """JSON-able: {"field", "op", "value"}; a pair becomes a list."""
        value = list(self.value) if isinstance(self.value, tuple) else self.value
        return {"field": self.field, "op": self.op, "value": value}

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> "Condition":
        """Read what `to_dict` wrote; raises InputError when the shape is another."""
        if not isinstance(stored, Mapping) or set(stored) != {"field", "op", "value"}:
            raise InputError(
                "A condition needs exactly field, op and value.",
                hint='For example {"field": "description", "op": "contains", "value": "rent"}.',
            )
        return cls(str(stored["field"]), str(stored["op"]), _stored_value(stored["value"]))


def fold_spaces(text: str) -> str:
    """Case-folded text with single spaces."""
    return " ".join(text.casefold().split())


def _stored_value(value: Any) -> Value:
    if isinstance(value, list | tuple):
        if len(value) == 2 and all(isinstance(v, str | int) for v in value):
            return (str(value[0]), str(value[1]))
        raise InputError(
            "A condition's list must hold two values: from and to.",
            hint='For example ["10.00", "20.00"].',
        )
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise InputError(
            f"A condition's value cannot be {type(value).__name__}.",
            hint="Give text, a bank account's id, or a list of two for a range.",
        )
    return value


def _compile(name: str, op: str, value: Value) -> Test:
    if name in ("description", "payee", "bank_type"):
        return _text_test(name, op, value)
    if name in ("amount", "date"):
        return _range_test(name, op, value)
    if name == "account":
        account_id = _account_id(value)
        return lambda row: row.facts.bank_account_id == account_id
    text = _text(name, value).upper()
    if name == "currency":
        return lambda row: row.facts.currency.upper() == text
    if text not in ("IN", "OUT"):
        raise InputError(
            f"A direction is “in” or “out”, not “{value}”.", hint="Money in or money out."
        )
    direction = text.lower()
    return lambda row: row.facts.direction == direction


def _text(name: str, value: Value) -> str:
    text = str(value) if isinstance(value, str | int) else ""
    if not text.strip():
        raise InputError(f"The condition on {name} has no text.", hint="Say what to look for.")
    if len(text) > MAX_TEXT:
        raise RuleError(
            f"The text for {name} is {len(text)} characters long; {MAX_TEXT} are allowed.",
            hint="Shorten it to the words that decide.",
        )
    return text


def _text_test(name: str, op: str, value: Value) -> Test:
    text = _text(name, value)
    if op == "regex":
        search = compile_pattern(text).search
        if name == "payee":
            return lambda row: any(search(t) is not None for t in row.payee)
        if name == "description":
            return lambda row: search(row.description) is not None
        return lambda row: search(row.bank_type) is not None
    wanted = fold_spaces(text)
    if name == "payee":
        return lambda row: any(_compare(op, t, wanted) for t in row.payee)
    if op == "contains" and name == "description":
        return lambda row: wanted in row.description
    return lambda row: _compare(op, getattr(row, name), wanted)


def _compare(op: str, text: str, wanted: str) -> bool:
    if op == "contains":
        return wanted in text
    return text == wanted if op == "equals" else text.startswith(wanted)


def compile_pattern(pattern: str) -> Any:
    """A case-insensitive RE2 pattern; RuleError when too long or not understood."""
    if len(pattern) > MAX_PATTERN:
        raise RuleError(
            f"The pattern is {len(pattern)} characters long; {MAX_PATTERN} are allowed.",
            hint="Use several conditions with match “any” instead.",
        )
    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False
    options.max_mem = _RE2_MEMORY
    try:
        return re2.compile(pattern, options)
    except re2.error as fault:
        said = fault.args[0] if fault.args else ""
        why = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
        raise RuleError(
            f"The pattern cannot be used: {why}.",
            hint="RE2 knows no look-around and no back-references; escape brackets with \\.",
        ) from fault


def _range_test(name: str, op: str, value: Value) -> Test:
    low, high = value if isinstance(value, tuple) else (str(value), str(value))
    if (op == "between") != isinstance(value, tuple):
        raise InputError(
            f"“{op}” on {name} needs {'two values' if op == 'between' else 'one value'}.",
            hint="Only “between” takes a list of two.",
        )
    read = _amount if name == "amount" else _date
    start, end = read(low), read(high)
    if end < start:
        raise InputError(
            f"The range on {name} runs backwards: {low} to {high}.", hint="Swap the two values."
        )
    of: Callable[[RowTexts], Any] = (
        (lambda row: abs(row.facts.amount)) if name == "amount" else (lambda row: row.facts.date)
    )
    if op == "gte":
        return lambda row: bool(of(row) >= start)
    if op == "lte":
        return lambda row: bool(of(row) <= end)
    return lambda row: bool(start <= of(row) <= end)


def _amount(text: str) -> Any:
    try:
        amount = Decimal(text)
    except InvalidOperation as fault:
        raise InputError(
            f"“{text}” is not an amount.", hint="Write it with a point, for example 1250.00."
        ) from fault
    if not amount.is_finite() or amount < 0:
        raise InputError(
            f"The amount {text} in a rule must be zero or more.",
            hint="Amounts are compared without sign; add a condition on direction.",
        )
    return amount


def _date(text: str) -> Any:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as fault:
        raise InputError(f"“{text}” is not a date.", hint="Write it as 2025-03-31.") from fault


def _account_id(value: Value) -> int:
    if isinstance(value, int) or (isinstance(value, str) and value.isascii() and value.isdigit()):
        return int(value)
    raise InputError("The condition on account needs a bank account's id.", hint="Choose one.")
