"""The page of a statement file: its state, proofs, where they break, faults, what to do next.

Here: one file, whether its statements were published or only judged. Not here: its lines
(filelines.py), the judging (statements/proof.py) or lists of files (statementlist.py).
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from ledgerflow.core.errors import AccessError
from ledgerflow.firms.access import Place
from ledgerflow.statements.models import BankAccount, Statement, StatementFile
from ledgerflow.web.marks import Mark, check_mark, file_mark, verdict_mark
from ledgerflow.web.selectors.filelines import LinesPage, lines_page

TABLES = ("csv", "xlsx")
TABLE_ENDINGS = (".csv", ".tsv", ".txt", ".xlsx", ".xlsb", ".xls", ".ods")
OTHER_ACCOUNT = ("other_bank_account", "currency_mismatch", "unknown_bank_account")
"""Codes of refusals that another account may mend."""


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One comparison of a proof."""

    mark: Mark
    message: str
    compared: int


@dataclass(frozen=True, slots=True)
class RepairRow:
    """A proposed repair. `needs_line`: a person says its day (unless known) and its text."""

    number: int
    message: str
    needs_line: bool = False
    day: str = ""


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
    repairs: tuple[RepairRow, ...] = ()
    withdrawn: bool = False

    @property
    def says_more(self) -> bool:
        """True when the reason is not one of the checks' own words."""
        return all(check.message != self.reason for check in self.checks)


@dataclass(slots=True)
class FileView:
    """All that the page of a file shows; `accounts` only where one is to be chosen."""

    file: StatementFile
    mark: Mark
    error: Mapping[str, Any]
    faults: list[Mapping[str, Any]]
    fault_count: int
    reading: list[tuple[str, str]]
    new: int | None = None
    merged: int | None = None
    readings_left: int = 0
    amended: list[str] = field(default_factory=list)
    proofs: list[ProofView] = field(default_factory=list)
    page: LinesPage | None = None
    accounts: list[BankAccount] = field(default_factory=list)

    @property
    def needs_account(self) -> bool:
        """True where a person's word on the account lets the file go on."""
        state = StatementFile.State
        refused = self.file.state == state.FAILED and self.error.get("code") in OTHER_ACCOUNT
        return refused or self.file.state == state.NEEDS_ACCOUNT

    @property
    def is_table(self) -> bool:
        """True for a file whose columns a person may name."""
        named = self.file.name.lower().endswith(TABLE_ENDINGS)
        return self.file.format in TABLES or (not self.file.format and named)

    @property
    def may_map(self) -> bool:
        """True where naming the columns would be used: nothing of the file is taken in."""
        state = StatementFile.State
        waits = (state.NEEDS_ACCOUNT, state.NOT_PROVED, state.FAILED, state.WITHDRAWN)
        return self.is_table and self.file.state in waits

    @property
    def in_work(self) -> bool:
        """True while a job has the file."""
        return self.file.state == StatementFile.State.RECEIVED

    @property
    def can_read_again(self) -> bool:
        """True where lines can be shown although none is stored."""
        return self.page is None and self.file.state in (
            StatementFile.State.NOT_PROVED,
            StatementFile.State.NEEDS_ACCOUNT,
        )


def file_of(place: Place, file_id: int) -> StatementFile:
    """The file; AccessError where this business has none with that number."""
    found = StatementFile.objects.filter(business_id=place.business_id, pk=file_id)
    file = found.select_related("received_by", "override_by", "bank_account", "batch").first()
    if file is None:
        raise AccessError(
            _("%(business)s has no statement file %(number)s.")
            % {"business": place.business_name, "number": file_id},
            hint=_("Choose one from the list on the page of the business."),
        )
    return file


def file_view(place: Place, file_id: int, page: int = 1) -> FileView:
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
        new=outcome.get("new"),
        merged=outcome.get("merged"),
        readings_left=len(outcome.get("reading", {}).get("candidates", ())),
        amended=[
            _("%(amended)s Reason: %(reason)s") % {"amended": amended, "reason": accepted["reason"]}
            for amended, accepted in zip(outcome.get("amended", ()), file.repairs, strict=False)
        ],
    )
    statements = list(file.statements.select_related("bank_account").order_by("position"))
    if statements:
        view.proofs = [_published(s) for s in statements]
        view.page = lines_page(file, statements, page)
    else:
        view.proofs = [_judged(s, file) for s in outcome.get("statements", ())]
    if view.needs_account:
        view.accounts = list(BankAccount.objects.filter(business_id=place.business_id))
    return view


def reading_in_words(reading: Mapping[str, Any]) -> list[tuple[str, str]]:
    """How the file was understood, as name and value; nothing empty, nothing nested too deep."""
    return [
        (str(name).replace("_", " "), _in_words(value))
        for name, value in reading.items()
        if value not in (None, "", [], {})
    ]


def _in_words(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
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
    named = (
        _("Account ··%(digits)s") % {"digits": last4}
        if last4
        else _("Account not named in the file")
    )
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
        "repairs": tuple(
            RepairRow(
                number=r.get("number", place),
                message=r["message"],
                needs_line=r.get("kind") == "missing_line",
                day=r.get("date") or "",
            )
            for place, r in enumerate(proof.get("repairs", ()), 1)
        ),
    }


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _balance(stored: Mapping[str, Any] | None) -> Decimal | None:
    return Decimal(stored["amount"]) if stored else None
