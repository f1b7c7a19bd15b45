"""Verifying the books of one business: every rule asked again, from the rows themselves.

Here: the order of the checks. Not here: the checks (verification/). Nothing is changed; a check
that does not hold names what breaks it, and a person decides.
"""

from ledgerflow.firms.access import Place, working_in
from ledgerflow.pipeline.verification import books, statements
from ledgerflow.pipeline.verification.database import database_checks
from ledgerflow.pipeline.verification.originals import (
    files_stored,
    originals_check,
    proofs_check,
)
from ledgerflow.pipeline.verification.records import VerifyCheck, VerifyReport, rule_check
from ledgerflow.pipeline.verification.seals import trail_checks

__all__ = ["VerifyCheck", "VerifyReport", "books_verify"]


def books_verify(
    place: Place, user_id: int | None = None, *, deep: bool = False, trail: bool = True
) -> VerifyReport:
    """All checks of a business's books, statements and originals, and of the database around them.

    `trail` also checks all entries and events of the whole firm against its seals: once a firm is
    enough where several of its businesses are verified. `deep` also reads every original again in
    a child process and compares its lines and its proof with what is stored: thorough and slow.
    """
    with working_in(place, user_id):
        rules = (*books.RULES, *statements.RULES)
        checks = [rule_check(rule, place.business_id) for rule in rules]
        checks += trail_checks(place.firm_id) if trail else []
        checks += database_checks()
        files = files_stored(place.business_id, with_lines=deep)
    checks.append(originals_check(files))
    if deep:
        checks.append(proofs_check(files))
    return VerifyReport(tuple(checks))
