"""The statements of the period are proved by their own arithmetic.

Here: statements that count without a proof, and files that wait for a person. Not here: days
without a statement (coverage.py).
"""

from ledgerflow.pipeline.closing.checks.records import Books, Check, Finding, counted, listed
from ledgerflow.statements.covering import WAITING
from ledgerflow.statements.models import Statement, StatementFile

NOT_PROVED = Statement.Verdict.NOT_PROVED


def find(books: Books) -> Finding:
    """Blocking for what is disproved and for files that wait; a warning for what nothing proves
    and for what a person took with a reason.
    """
    rows = _statements(books)
    waiting = _waiting(books)
    unproved = [s for s in rows if s.verdict != Statement.Verdict.PROVED]
    bad = [s for s in unproved if s.verdict == NOT_PROVED and not s.file.override_reason]
    if bad or waiting:
        said = [_words(s) for s in bad] + [f"{name} waits for a person" for name in waiting]
        return Finding(
            "blocking",
            listed(said),
            "Look at `ledgerflow prove`: accept a repair, import a better file or undo it.",
        )
    beside = [f"file {f.name} waits, its days are not known" for f in books.coverage.unplaced]
    if unproved or beside:
        return Finding(
            "warning",
            listed([_words(s) for s in unproved] + beside),
            "Compare them with the paper statement: their own arithmetic proves nothing.",
        )
    return Finding("ok", f"{counted(len(rows), 'statement')} proved" if rows else "no statements")


def _statements(books: Books) -> list[Statement]:
    """The live statements with days in the period."""
    rows = Statement.objects.filter(
        business=books.business, withdrawn_by=None, start__lte=books.end, end__gte=books.start
    )
    rows = rows.select_related("file", "bank_account").defer("proof")
    return list(rows.order_by("bank_account__name", "start", "pk"))


def _waiting(books: Books) -> list[str]:
    """Names of files of the period that wait for a person."""
    touching = {
        number
        for one in books.coverage.accounts
        for month in one.months
        if books.start <= month.first <= books.end and "waiting" in month.marks
        for number in month.files
    }
    files = StatementFile.objects.filter(pk__in=touching, state__in=WAITING)
    return list(files.order_by("name").values_list("name", flat=True))


def _words(statement: Statement) -> str:
    verdict = "is not proved" if statement.verdict == NOT_PROVED else "cannot be proved"
    taken = statement.file.override_reason
    why = f", taken with the reason: {taken}" if taken else ""
    where = f"{statement.bank_account.name}, {statement.start} to {statement.end}"
    return f"{where} ({statement.file.name}) {verdict}{why}"


CHECK = Check("unproved", "Statements are proved", find)
