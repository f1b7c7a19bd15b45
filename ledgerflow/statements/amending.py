"""Applying accepted repairs to what a file says, exactly where they were accepted; pure.

Here: one repair as data, applying it in order, saying what it did. Not here: proposing
(repairs.py), accepting (services.py), proving again (proof.py). The file's bytes stay as they
came: a line keeps in its raw text what was read, and a line that a person adds says so.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, get_args

from ledgerflow.core.errors import InputError
from ledgerflow.statements.parsed import ParsedFile, ParsedLine, ParsedStatement
from ledgerflow.statements.proof import Proof
from ledgerflow.statements.repairing.records import RepairKind

ADDED = "added by repair"
_KINDS: dict[str, RepairKind] = {kind: kind for kind in get_args(RepairKind)}
NO_ROW = 0
"""The row of a line that stands in no row of the file."""


@dataclass(frozen=True, slots=True)
class Amendment:
    """A repair that a person accepted. `statement` is the statement's place in the file.

    `position` is the line's index in the file's order, as the repairs before left it; `row` and
    `old` are what stands there, `new` what it shall say. A missing line has its own `date`
    and `description`; without `position` it goes behind the lines up to its day.
    """

    statement: int
    kind: RepairKind
    position: int | None = None
    row: int | None = None
    old: Decimal | None = None
    new: Decimal | None = None
    date: dt.date | None = None
    description: str = ""

    @property
    def message(self) -> str:
        """What was done, for people."""
        what = self.kind.replace("_", " ")
        if self.kind == "missing_line":
            return f"{self.date} {self.new} {self.description}: {ADDED}, not in the file."
        if self.kind == "duplicate_line":
            return f"Row {self.row} ({self.old}) left out: it stands twice."
        where = f"Row {self.row}" if self.row is not None else "The statement"
        return f"{where}: {self.new} instead of {self.old} ({what})."

    def as_dict(self) -> dict[str, Any]:
        """JSON-able; `amendment_from_dict` gives an equal one back."""
        return {
            "statement": self.statement,
            "kind": self.kind,
            "position": self.position,
            "row": self.row,
            "old": None if self.old is None else str(self.old),
            "new": None if self.new is None else str(self.new),
            "date": None if self.date is None else self.date.isoformat(),
            "description": self.description,
        }


def amendment_from_dict(data: Mapping[str, Any]) -> Amendment:
    """The amendment that was stored. Raises InputError when the shape is another."""
    try:
        return Amendment(
            statement=int(data["statement"]),
            kind=_KINDS[data["kind"]],
            position=None if data["position"] is None else int(data["position"]),
            row=None if data["row"] is None else int(data["row"]),
            old=_decimal(data["old"]),
            new=_decimal(data["new"]),
            date=None if data["date"] is None else dt.date.fromisoformat(data["date"]),
            description=str(data["description"]),
        )
    except (KeyError, TypeError, ValueError, ArithmeticError) as fault:
        raise _unfit(f"a stored repair cannot be read ({type(fault).__name__} {fault})") from fault


def amend_file(file: ParsedFile, amendments: Iterable[Amendment]) -> ParsedFile:
    """The file with all accepted repairs applied in order.

    Raises InputError `repair_unfit` when one does not meet what it was accepted for.
    """
    statements = list(file.statements)
    for amendment in amendments:
        if not 0 <= amendment.statement < len(statements):
            raise _unfit(f"the file has no statement {amendment.statement + 1}")
        at = amendment.statement
        statements[at] = amend(statements[at], amendment)
    return replace(file, statements=tuple(statements))


def amend(statement: ParsedStatement, amendment: Amendment) -> ParsedStatement:
    """One statement with one accepted repair; see `amend_file` for the errors."""
    if amendment.kind == "missing_line":
        return _with_line(statement, amendment)
    if amendment.position is None:
        return _with_figure(statement, amendment)
    at = amendment.position
    lines = list(statement.lines)
    line = lines[at] if 0 <= at < len(lines) else None
    printed = line and (line.balance if amendment.kind == "misread_balance" else line.amount)
    if line is None or line.row != amendment.row or printed != amendment.old:
        raise _unfit(f"row {amendment.row} does not say {amendment.old}")
    lines[at : at + 1] = _amended(line, amendment)
    return replace(statement, lines=tuple(lines))


def proofs_of_amended(
    proofs: Sequence[Proof], amendments: Sequence[Amendment]
) -> tuple[Proof, ...]:
    """The proofs, each telling how many repairs of a person it rests on."""
    told = []
    for at, proof in enumerate(proofs):
        count = sum(amendment.statement == at for amendment in amendments)
        more = f" With {count} repair{'s' if count > 1 else ''} that a person accepted."
        told.append(replace(proof, reason=proof.reason + more) if count else proof)
    return tuple(told)


def _amended(line: ParsedLine, amendment: Amendment) -> list[ParsedLine]:
    if amendment.kind == "duplicate_line":
        return []
    if amendment.new is None:
        raise _unfit(f"nothing is said of what row {line.row} shall be")
    if amendment.kind == "misread_balance":
        note = f"[amended by repair: the balance was read as {line.balance}]"
        return [replace(line, balance=amendment.new, raw=f"{line.raw} {note}".strip())]
    note = f"[amended by repair: the amount was read as {line.amount}]"
    return [replace(line, amount=amendment.new, raw=f"{line.raw} {note}".strip())]


def _with_line(statement: ParsedStatement, amendment: Amendment) -> ParsedStatement:
    if amendment.date is None or amendment.new is None:
        raise _unfit("a missing line needs its day and amount")
    at = amendment.position
    if at is None:
        at = _place_of_day(statement.lines, amendment.date, statement.newest_first)
    if not 0 <= at <= len(statement.lines):
        raise _unfit(f"there is no place {at} among {len(statement.lines)} lines")
    line = ParsedLine(
        NO_ROW,
        amendment.date,
        amendment.new,
        amendment.description,
        bank_type=ADDED,
        raw=f"[{ADDED}: not in the file] {amendment.date} {amendment.new} {amendment.description}",
    )
    return replace(statement, lines=(*statement.lines[:at], line, *statement.lines[at:]))


def _place_of_day(lines: Sequence[ParsedLine], day: dt.date, newest_first: bool) -> int:
    """Behind all lines of the days before and of that day, in the file's order."""
    if newest_first:
        return next((at for at, line in enumerate(lines) if line.date <= day), len(lines))
    return next((at for at, line in enumerate(lines) if line.date > day), len(lines))


def _with_figure(statement: ParsedStatement, amendment: Amendment) -> ParsedStatement:
    """A printed balance or total as it should have been read."""
    name, new = amendment.kind.removeprefix("misread_"), amendment.new
    if name not in ("opening", "closing", "money_in", "money_out"):
        raise _unfit(f"a repair of this kind ({amendment.kind}) needs its line")
    balance = {"opening": statement.opening, "closing": statement.closing}.get(name)
    printed = balance.amount if balance else getattr(statement.totals, name, None)
    if new is None or printed is None or printed != amendment.old:
        raise _unfit(f"the statement does not print {amendment.old}")
    if balance is None:
        totals = statement.totals
        is_in = name == "money_in"
        totals = replace(totals, money_in=new) if is_in else replace(totals, money_out=new)
        return replace(statement, totals=totals)
    if name == "opening":
        return replace(statement, opening=replace(balance, amount=new))
    return replace(statement, closing=replace(balance, amount=new))


def _decimal(value: Any) -> Decimal | None:
    if value is None:
        return None
    amount = Decimal(str(value))
    if not amount.is_finite():
        raise ValueError(f"{value} is no amount")
    return amount


def _unfit(why: str) -> InputError:
    return InputError(
        f"An accepted repair does not fit the file: {why}.",
        code="repair_unfit",
        hint="Undo the import and import the file again; its proposals are then made anew.",
    )
