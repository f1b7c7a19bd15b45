"""The page of a statement file: its proofs, where they break, faults, lines and merges.

Here: one file, whether its statements were published or only judged. Not here: the judging
(statements/proof.py) or lists of files (overview.py).
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q

from ledgerflow.core.errors import AccessError
from ledgerflow.firms.access import Place
from ledgerflow.review.models import Decision
from ledgerflow.statements.knownlines import RULE_NEW, RULE_SPLIT
from ledgerflow.statements.models import BankTransaction, Statement, StatementFile, StatementLine
from ledgerflow.web.marks import Mark, check_mark, file_mark, verdict_mark

LINES_A_PAGE = 200


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One comparison of a proof."""

    mark: Mark
    message: str
    compared: int


@dataclass(frozen=True, slots=True)
class ProofView:
    """One statement of a file with its proof. Amounts are the holder's view, None if unknown."""

    title: str
    currency: str
    start: dt.date | None
    end: dt.date | None
    opening: Decimal | None
    lines_sum: Decimal
    closing: Decimal | None
    line_count: int
    mark: Mark
    reason: str
    checks: tuple[CheckRow, ...] = ()
    break_row: int | None = None
    gap: Decimal | None = None
    repairs: tuple[str, ...] = ()
    first_repair: int = 1
    withdrawn: bool = False

    @property
    def says_more(self) -> bool:
        """True when the reason is not one of the checks' own words."""
        return all(check.message != self.reason for check in self.checks)


@dataclass(frozen=True, slots=True)
class LineRow:
    """A statement line, what it was taken for, and where it is in the books.

    `excluded`: why a decision keeps it out of them, "" where none does.
    """

    line: StatementLine
    transaction: BankTransaction
    merged: str
    others: int
    entry: int | None
    excluded: str


@dataclass(slots=True)
class FileView:
    """All that the page of a file shows."""

    file: StatementFile
    mark: Mark
    error: Mapping[str, Any]
    faults: list[Mapping[str, Any]]
    fault_count: int
    reading: list[tuple[str, str]]
    amended: list[str] = field(default_factory=list)
    proofs: list[ProofView] = field(default_factory=list)
    lines: list[LineRow] = field(default_factory=list)
    page: Page[StatementLine] | None = None


def file_of(place: Place, file_id: int) -> StatementFile:
    """The file; AccessError where this business has none with that number."""
    found = StatementFile.objects.filter(business_id=place.business_id, pk=file_id)
    file = found.select_related("received_by", "override_by", "bank_account", "batch").first()
    if file is None:
        raise AccessError(
            f"{place.business_name} has no statement file {file_id}.",
            hint="Choose one from the list on the page of the business.",
        )
    return file


def file_view(place: Place, file_id: int, page: str | int | None = None) -> FileView:
    """Read the page of a file; `page` counts pages of lines from 1."""
    file = file_of(place, file_id)
    outcome = file.outcome
    view = FileView(
        file=file,
        mark=file_mark(file.state),
        error=outcome.get("error", {}),
        faults=list(outcome.get("faults", ())),
        fault_count=int(outcome.get("fault_count", 0)),
        reading=reading_in_words(outcome.get("reading", {})),
        amended=[
            f"{amended} Reason: {accepted['reason']}"
            for amended, accepted in zip(outcome.get("amended", ()), file.repairs, strict=False)
        ],
    )
    statements = list(file.statements.select_related("bank_account").order_by("position"))
    if statements:
        view.proofs = [_published(s) for s in statements]
        lines = StatementLine.objects.filter(statement__file=file)
        lines = lines.select_related("match__transaction").order_by(
            "statement__position", "position"
        )
        view.page = Paginator(lines, LINES_A_PAGE).get_page(page)
        view.lines = _line_rows(list(view.page.object_list))
    else:
        view.proofs = [_judged(s, file) for s in outcome.get("statements", ())]
    return view


def page_of_line(line: StatementLine) -> int:
    """On which page of its file's lines a line stands."""
    before = StatementLine.objects.filter(statement__file=line.statement.file_id).filter(
        Q(statement__position__lt=line.statement.position)
        | Q(statement=line.statement_id, position__lt=line.position)
    )
    return before.count() // LINES_A_PAGE + 1


def reading_in_words(reading: Mapping[str, Any]) -> list[tuple[str, str]]:
    """How the file was understood, as name and value; nothing empty, nothing nested too deep."""
    return [
        (str(name).replace("_", " "), _in_words(value))
        for name, value in reading.items()
        if value not in (None, "", [], {})
    ]


def _in_words(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return ", ".join(f"{k}: {_in_words(v)}" for k, v in value.items() if v not in (None, ""))
    if isinstance(value, list):
        return ", ".join(_in_words(item) for item in value)
    return str(value)


def _published(statement: Statement) -> ProofView:
    proof = statement.proof
    return ProofView(
        title=str(statement.bank_account),
        currency=statement.currency,
        start=statement.start,
        end=statement.end,
        opening=statement.opening,
        lines_sum=statement.lines_sum,
        closing=statement.closing,
        line_count=statement.line_count,
        mark=verdict_mark(statement.verdict),
        reason=statement.reason,
        withdrawn=statement.withdrawn_by_id is not None,
        **_proof_parts(proof),
    )


def _judged(summary: Mapping[str, Any], file: StatementFile) -> ProofView:
    """A statement that was read and judged but not published: from the file's outcome."""
    proof = summary["proof"]
    last4 = summary.get("account_id", "")
    named = f"Account ··{last4}" if last4 else "Account not named in the file"
    return ProofView(
        title=str(file.bank_account) if file.bank_account else named,
        currency=summary["currency"],
        start=_day(summary.get("period_start")),
        end=_day(summary.get("period_end")),
        opening=_balance(summary.get("opening")),
        lines_sum=Decimal(summary["sum"]),
        closing=_balance(summary.get("closing")),
        line_count=summary["line_count"],
        mark=verdict_mark(proof["verdict"]),
        reason=proof["reason"],
        **_proof_parts(proof),
    )


def _proof_parts(proof: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "checks": tuple(
            CheckRow(check_mark(c["holds"]), c["message"], c["compared"])
            for c in proof.get("checks", ())
        ),
        "break_row": proof.get("break_row"),
        "gap": None if proof.get("gap") is None else Decimal(proof["gap"]),
        "repairs": tuple(r["message"] for r in proof.get("repairs", ())),
        "first_repair": next((r.get("number", 1) for r in proof.get("repairs", ())), 1),
    }


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _balance(stored: Mapping[str, Any] | None) -> Decimal | None:
    return Decimal(stored["amount"]) if stored else None


def _line_rows(lines: list[StatementLine]) -> list[LineRow]:
    ids = {line.match.transaction_id for line in lines}
    reports = BankTransaction.objects.filter(pk__in=ids).annotate(reports=Count("matches"))
    counts = dict(reports.values_list("pk", "reports"))
    decided = _decided(ids)
    return [
        LineRow(
            line=line,
            transaction=line.match.transaction,
            merged="" if line.match.rule in (RULE_NEW, RULE_SPLIT) else line.match.reason,
            others=counts[line.match.transaction_id] - 1,
            **_booked(decided.get(line.match.transaction_id)),
        )
        for line in lines
    ]


def _booked(decision: Decision | None) -> dict[str, Any]:
    """The entry's number, or why there is none."""
    if decision is None:
        return {"entry": None, "excluded": ""}
    if decision.entry is None:
        return {"entry": None, "excluded": decision.reason}
    return {"entry": decision.entry.number, "excluded": ""}


def _decided(transaction_ids: set[int]) -> dict[int, Decision]:
    """The decision that stands for each transaction that has one."""
    newest = (
        Decision.objects.filter(transaction_id__in=transaction_ids)
        .order_by("transaction_id", "-version")
        .distinct("transaction_id")
        .select_related("entry")
    )
    return {d.transaction_id: d for d in newest if d.kind != Decision.Kind.UNDO}
