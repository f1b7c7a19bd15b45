"""A tax form filled in: every line in cents and rounded at the line, with what feeds it.

Here: pure arithmetic over a form's own formulas. Not here: which account goes to which line
(tax/mapping.py), the forms (tax/forms) or how it is shown (reports/schedule_c_worksheet.py).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from ledgerflow.core.errors import InputError
from ledgerflow.core.money import round_money, round_whole, share_of
from ledgerflow.tax.forms import TaxForm, TaxLine

type Origin = Literal["accounts", "input", "computed", "answer", "none"]

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class WorksheetLine[T]:
    """One filled line. `gross` is what the books or a person say, before any percentage.

    `amount` keeps cents, `whole` is it rounded half up at this line; all are None on answers.
    `sources` are what the caller handed in for this line, in that order; none where an input
    replaced the books' amount.
    """

    line: TaxLine
    origin: Origin
    gross: Decimal | None = None
    amount: Decimal | None = None
    whole: Decimal | None = None
    sources: tuple[T, ...] = ()


@dataclass(frozen=True, slots=True)
class WorksheetResult[T]:
    """A whole form filled in; `notes` say what a preparer must know about single lines."""

    form: TaxForm
    lines: tuple[WorksheetLine[T], ...]
    notes: tuple[str, ...] = ()

    def line(self, line_id: str) -> WorksheetLine[T]:
        """The filled line with this id; KeyError when the form has none."""
        for line in self.lines:
            if line.line.id == line_id:
                return line
        raise KeyError(line_id)

    def amount(self, line_id: str) -> Decimal:
        """The line's amount in cents, 0 for an answer."""
        return self.line(line_id).amount or ZERO

    def sources_under(self, line_id: str) -> tuple[T, ...]:
        """What feeds a line, directly and through its formula, each line once."""
        by_id = {line.line.id: line for line in self.lines}
        found: dict[str, WorksheetLine[T]] = {}
        waiting = [line_id]
        while waiting:
            line = by_id[waiting.pop()]
            if line.line.id not in found:
                found[line.line.id] = line
                waiting.extend(i for _, i in line.line.formula)
        return tuple(s for line in self.lines if line.line.id in found for s in line.sources)


def worksheet[T](
    form: TaxForm,
    amounts: Mapping[str, Decimal],
    inputs: Mapping[str, Decimal],
    sources: Mapping[str, Sequence[T]] | None = None,
) -> WorksheetResult[T]:
    """Fill in a form.

    `amounts`: line id -> what the books say, as the form shows it (costs and income positive).
    `inputs`: line id -> what a person entered; only on input lines, where it replaces the books'
    amount and a note says so. `sources`: line id -> what is behind the books' amount.
    Raises InputError naming every line that cannot take what was handed in.
    """
    _refuse_bad_amounts(form, amounts, inputs)
    behind = sources or {}
    filled: dict[str, WorksheetLine[T]] = {}

    def fill(line: TaxLine) -> WorksheetLine[T]:
        if line.id not in filled:
            parts = sum((s * (fill(form.line(i)).amount or ZERO) for s, i in line.formula), ZERO)
            filled[line.id] = _filled(
                line, parts, amounts, inputs, tuple(behind.get(line.id, ())), form.currency
            )
        return filled[line.id]

    lines = tuple(fill(line) for line in form.lines)
    return WorksheetResult(form, lines, tuple(_notes(form, lines, amounts, inputs)))


def _filled[T](
    line: TaxLine,
    parts: Decimal,
    amounts: Mapping[str, Decimal],
    inputs: Mapping[str, Decimal],
    sources: tuple[T, ...],
    currency: str,
) -> WorksheetLine[T]:
    if line.kind == "answer":
        return WorksheetLine(line, "answer")
    if line.kind == "computed":
        return WorksheetLine(line, "computed", None, parts, round_whole(parts))
    origin: Origin = "none"
    gross = ZERO
    if line.id in inputs:
        origin, gross, sources = "input", inputs[line.id], ()
    elif line.id in amounts:
        origin, gross = "accounts", amounts[line.id]
    amount = gross + parts
    if line.deductible_percent != 100:
        amount = share_of(gross, line.deductible_percent, currency) + parts
    return WorksheetLine(line, origin, gross, amount, round_whole(amount), sources)


def _refuse_bad_amounts(
    form: TaxForm, amounts: Mapping[str, Decimal], inputs: Mapping[str, Decimal]
) -> None:
    by_id = {line.id: line for line in form.lines}
    faults = [f for i, v in amounts.items() for f in _amount_faults(by_id.get(i), i, v)]
    faults += [f for i, v in inputs.items() for f in _input_faults(by_id.get(i), i, v)]
    if faults:
        enterable = ", ".join(line.id for line in form.lines if line.kind == "input")
        raise InputError(
            f"{form.title}: " + "; ".join(faults) + ".",
            code="tax_line_refused",
            hint=f"Lines that a person enters: {enterable}. All others come from the books.",
        )


def _amount_faults(line: TaxLine | None, line_id: str, value: Decimal) -> list[str]:
    if line is None:
        return [f"line {line_id} is not on the form"]
    if not line.takes_accounts:
        return [f"line {line_id} takes no amount from the books"]
    return _value_faults(line_id, value)


def _input_faults(line: TaxLine | None, line_id: str, value: Decimal) -> list[str]:
    if line is None:
        return [f"line {line_id} is not on the form"]
    if line.kind != "input":
        return [f"line {line_id} is not entered by hand"]
    faults = _value_faults(line_id, value)
    return faults or ([f"line {line_id} has {value}, which is below zero"] if value < 0 else [])


def _value_faults(line_id: str, value: object) -> list[str]:
    # Takes any object: amounts may come from a form or an API, where a float can slip in.
    if isinstance(value, Decimal) and value.is_finite():
        return []
    return [f"line {line_id} has {value!r}, which is not a decimal amount"]


def _notes[T](
    form: TaxForm,
    lines: Sequence[WorksheetLine[T]],
    amounts: Mapping[str, Decimal],
    inputs: Mapping[str, Decimal],
) -> list[str]:
    by_id = {line.line.id: line for line in lines}
    notes = []
    if form.draft:
        notes.append(f"Draft: the layout of {form.year} is not known; the latest one stands in.")
    for line in lines:
        line_id = line.line.id
        booked = amounts.get(line_id, ZERO)
        if line_id in inputs and booked and booked != inputs[line_id]:
            entered = round_money(inputs[line_id], form.currency)
            in_books = round_money(booked, form.currency)
            notes.append(f"Line {line_id}: {entered} entered replaces {in_books} booked.")
        limit = by_id[line.line.not_above].amount if line.line.not_above else None
        if limit is not None and line.amount and line.amount > max(limit, ZERO):
            shown, most = (round_money(a, form.currency) for a in (line.amount, limit))
            notes.append(
                f"Line {line_id}: {shown} is more than line {line.line.not_above} ({most}) allows."
            )
        notes.extend(_rounding_note(line, by_id))
    return notes


def _rounding_note[T](line: WorksheetLine[T], by_id: Mapping[str, WorksheetLine[T]]) -> list[str]:
    """Cents are kept to the line, so whole dollars need not add up: say where they do not."""
    if line.line.kind != "computed":
        return []
    added = sum((sign * (by_id[i].whole or ZERO) for sign, i in line.line.formula), ZERO)
    if added == line.whole:
        return []
    return [f"Line {line.line.id}: {line.whole} from cents; its rounded lines make {added}."]
