"""Kept balances that are not the sums of their lines are found, by account and month or day."""

import pytest

from ledgerflow.pipeline.verify import books_verify

pytestmark = pytest.mark.django_db(transaction=True)


def kept(books):
    found = books_verify(books.place, books.user.pk)
    assert {check.name for check in found.failed} <= {"kept_balances"}
    return next(check for check in found.checks if check.name == "kept_balances")


def test_sound_books_keep_the_sums_of_their_lines(quarter):
    check = kept(quarter)
    assert check.ok
    assert check.message.endswith("kept figures compared, all hold.")


CHANGES = (
    "UPDATE ledger_monthbalance SET amount = amount + 5 WHERE month = '2025-01-01'",
    "UPDATE ledger_monthbalance SET lines = lines + 1 WHERE month = '2025-02-01'",
    "DELETE FROM ledger_monthbalance WHERE month = '2025-03-01'",
    "UPDATE ledger_daybalance SET amount = amount - 1 WHERE date = '2025-01-31'",
    """INSERT INTO ledger_monthbalance
           (business_id, account_id, firm_id, lines, month, slot, amount)
       SELECT business_id, id, firm_id, 1, '2024-05-01', 7, 12.5 FROM ledger_account
        WHERE key = 'suspense'""",
)


def test_every_kept_figure_that_was_changed_is_named_with_its_account_and_span(quarter, damage):
    for change in CHANGES:
        damage(quarter, change)
    details = kept(quarter).details
    spans = {detail.split(" in ")[1].split(":")[0] for detail in details}
    assert spans == {"2024-05", "2025-01", "2025-01-31", "2025-02", "2025-03"}
    (invented,) = [detail for detail in details if " in 2024-05" in detail]
    assert invented.endswith(": kept 12.5000 of 1 lines, added up 0 of 0")
    assert any(": kept 0 of 0 lines, added up " in detail for detail in details)
