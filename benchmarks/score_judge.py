"""One file of the corpus against what its manifest row expects.

Here: comparing what was read, and the balance proofs. Not here: counting and printing
(score.py). Only what the row states is compared; an empty row states nothing.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, Literal

from benchmarks.score_truth import truth_differences
from ledgerflow.core.errors import LedgerFlowError
from ledgerflow.statements import formats
from ledgerflow.statements.parsed import Balance, ParsedFile, ParsedStatement, SourceFile
from ledgerflow.statements.proof import prove

Outcome = Literal["right", "wrong", "refused", "silent", "unverified", "missing_file"]
_VERDICT_NAMES = {"proved": "holds", "not_proved": "fails", "not_provable": "not_provable"}


@dataclass(slots=True)
class Judged:
    """What became of one file. `proof_agrees` is None where the row says nothing about it."""

    path: str
    format: str
    outcome: Outcome
    differences: list[str] = field(default_factory=list)
    proof_agrees: bool | None = None
    proof_too_good: bool = False

    def as_dict(self) -> dict[str, Any]:
        """JSON-able."""
        return {
            "path": self.path,
            "format": self.format,
            "outcome": self.outcome,
            "differences": self.differences,
            "proof_agrees": self.proof_agrees,
        }


def judge(corpus: Path, row: dict[str, Any], format_id: str) -> Judged:
    """Read one file of the corpus and compare."""
    path = str(row["path"])
    expected = row.get("expected") or {}
    judged = Judged(path, format_id, "unverified")
    try:
        data = (corpus / path).read_bytes()
    except OSError as fault:
        judged.outcome = "missing_file"
        judged.differences.append(f"the file cannot be opened: {fault.strerror}")
        return judged
    try:
        file = formats.read(SourceFile(Path(path).name, data))
    except LedgerFlowError as fault:
        _judge_refusal(judged, expected, fault.code, fault.message)
        return judged
    if expected.get("error"):
        judged.outcome = "refused" if file.errors else "silent"
        if not file.errors:
            judged.differences.append(f"must be refused: {expected.get('why', '')}")
        return judged
    if not expected:
        return judged
    judged.differences = [*_file_differences(file, expected, format_id)]
    if "truth" in expected:
        judged.differences += truth_differences(file, (corpus / path).with_name(expected["truth"]))
    judged.outcome = "wrong" if judged.differences else "right"
    _judge_proofs(judged, file, expected)
    return judged


def _judge_refusal(judged: Judged, expected: dict[str, Any], code: str, message: str) -> None:
    if expected.get("error"):
        judged.outcome = "refused"
    elif expected:
        judged.outcome = "wrong"
        judged.differences.append(f"refused: {code}: {message}")


def _file_differences(file: ParsedFile, expected: dict[str, Any], format_id: str) -> list[str]:
    out = [f"error fault {f.code}: {f.message}" for f in file.errors[:5]]
    if file.format != format_id:
        out.append(f"read as {file.format}, expected {format_id}")
    statements = file.statements
    if "statements" in expected:
        _compare(out, "statements", expected["statements"], len(statements))
    if "transactions" in expected:
        _compare(
            out, "transactions", expected["transactions"], sum(len(s.lines) for s in statements)
        )
    if "pending" in expected:
        _compare(out, "pending", expected["pending"], sum(len(s.pending) for s in statements))
    if "sum" in expected:
        _compare(out, "sum", _money(expected["sum"]), sum((s.sum for s in statements), Decimal(0)))
    days = _days(statements)
    for name, found in (
        ("first_date", min(days, default=None)),
        ("last_date", max(days, default=None)),
    ):
        if name in expected:
            _compare(out, name, expected[name], _iso(found))
    if expected.get("currency"):
        found = sorted({s.currency for s in statements})
        _compare(out, "currency", [str(expected["currency"]).upper()], found)
    if len(statements) == 1:
        _statement_differences(out, "", statements[0], expected)
    per_statement = expected.get("per_statement") or []
    if per_statement:
        _compare(out, "statements listed", len(per_statement), len(statements))
    for at, (wanted, statement) in enumerate(zip(per_statement, statements, strict=False), 1):
        _per_statement(out, f"statement {at} ", statement, wanted)
    return out


def _days(statements: Sequence[ParsedStatement]) -> list[dt.date]:
    """First and last days of the lines; without any line those that the bank states."""
    days = [d for s in statements for d in (s.first_date, s.last_date) if d]
    return days or [d for s in statements for d in (s.period_start, s.period_end) if d]


def _per_statement(
    out: list[str], where: str, statement: ParsedStatement, expected: dict[str, Any]
) -> None:
    _statement_differences(out, where, statement, expected)
    if "transactions" in expected:
        _compare(out, f"{where}transactions", expected["transactions"], len(statement.lines))
    if "sum" in expected:
        _compare(out, f"{where}sum", _money(expected["sum"]), statement.sum)
    if expected.get("currency"):
        currency = str(expected["currency"]).upper()
        _compare(out, f"{where}currency", currency, statement.currency)
    if "first_date" in expected:
        found = _iso(statement.first_date)
        _compare(out, f"{where}first_date", expected["first_date"], found)
    if "last_date" in expected:
        _compare(out, f"{where}last_date", expected["last_date"], _iso(statement.last_date))


def _statement_differences(
    out: list[str], where: str, statement: ParsedStatement, expected: dict[str, Any]
) -> None:
    """What is said of one statement in either place. Owed balances turn to the holder's view."""
    if "account_id" in expected:
        _compare(out, f"{where}account_id", expected["account_id"], statement.account_id)
    sign = -1 if expected.get("balance_convention") == "owed" else 1
    for name, balance in (("opening", statement.opening), ("closing", statement.closing)):
        wanted = expected.get(f"{name}_balance")
        if wanted is not None:
            value = _money(wanted)
            value = value * sign if isinstance(value, Decimal) else value
            _compare(out, f"{where}{name}_balance", value, _amount(balance))


def _judge_proofs(judged: Judged, file: ParsedFile, expected: dict[str, Any]) -> None:
    """Compare the verdicts with the manifest: `balance_proof`, or `running_balance` for CSV."""
    verdicts = [_VERDICT_NAMES[prove(s, file.faults).verdict] for s in file.statements]
    found = {name: verdicts.count(name) for name in _VERDICT_NAMES.values()}
    wanted = expected.get("balance_proof")
    running = expected.get("running_balance")
    if isinstance(wanted, dict):
        wanted = {name: int(wanted.get(name, 0)) for name in found}
        judged.proof_agrees = wanted == found
        judged.proof_too_good = found["holds"] > wanted["holds"]
    elif running and len(verdicts) == 1:
        # One row whose balances all come from itself is circular: never more than not provable.
        lines = len(file.statements[0].lines)
        holds = str(running).startswith("holds")
        wanted = "fails" if not holds else "holds" if lines > 1 else "not_provable"
        judged.proof_agrees = verdicts[0] == wanted
        judged.proof_too_good = verdicts[0] == "holds" != wanted
    if judged.proof_agrees is False:
        judged.differences.append(f"balance proof: expected {wanted}, found {found}")


def _compare(out: list[str], what: str, wanted: object, found: object) -> None:
    if wanted != found:
        out.append(f"{what}: expected {_shown(wanted)}, found {_shown(found)}")


def _shown(value: object) -> str:
    return str(value) if isinstance(value, Decimal) else repr(value)


def _money(value: object) -> Decimal | object:
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return value


def _amount(balance: Balance | None) -> Decimal | None:
    return None if balance is None else balance.amount


def _iso(day: object) -> str | None:
    return None if day is None else str(day)
