"""Verify is content with sound books and finds damage done with the owner's rights."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection

from ledgerflow.audit.models import Batch
from ledgerflow.classification.facts import SplitShare
from ledgerflow.core.backend.base import as_owner
from ledgerflow.ledger.models import JournalEntry
from ledgerflow.ledger.selectors import account_by_key
from ledgerflow.ledger.services import entry_reverse, period_lock, period_unlock
from ledgerflow.pipeline.undo import batch_undo
from ledgerflow.pipeline.verify import books_verify
from ledgerflow.review.choices import Choice
from ledgerflow.review.models import Decision
from ledgerflow.review.selectors import undecided
from ledgerflow.review.services import decision_accept, decision_undo
from ledgerflow.statements.models import BankTransaction, StatementFile
from ledgerflow.statements.storage import path_of

pytestmark = pytest.mark.django_db(transaction=True)

LINES, ENTRIES = "ledger_journalline", "ledger_journalentry"
OF_FEE = "(SELECT id FROM ledger_journalentry WHERE description = 'MONTHLY ACCOUNT FEE')"
OF_LINES = ("kept_balances", "entries_are_as_posted")
"""What every change of lines breaks besides: the kept balances, and what was posted."""
SECOND_LINE = f"position = 2 AND entry_id = {OF_FEE}"
TWINS = b"""Date,Description,Amount,Balance
2025-02-13,COFFEE BAR,-4.00,96.00
2025-02-13,COFFEE BAR,-4.00,92.00
"""


def failed(books, **options):
    found = books_verify(books.place, books.user.pk, **options)
    return {check.name: check for check in found.failed}


def test_sound_books_hold_every_rule_and_each_check_says_what_it_compared(quarter):
    found = books_verify(quarter.place, quarter.user.pk, deep=True)
    assert found.ok, found.failed
    messages = {check.name: check.message for check in found.checks}
    assert len(messages) == len(found.checks) == 31
    assert messages["entries_balance"] == (
        "Every entry adds up to zero in each currency: 12 entries compared, all hold."
    )
    assert "12 decisions" in messages["decisions_match_transactions"]
    assert "2 files with 2 statements" in messages["proofs"]
    assert all(check.details == () for check in found.checks)


def test_books_with_undone_decisions_and_imports_are_sound(quarter, import_csv):
    with quarter.scope():
        imported = Batch.objects.filter(kind="import").latest("pk").pk
        decided = Batch.objects.get(kind="decide").pk
    batch_undo(quarter.place, imported, user_id=quarter.user.pk)
    assert failed(quarter) == {}
    batch_undo(quarter.place, decided, user_id=quarter.user.pk)
    found = books_verify(quarter.place)
    assert found.ok, found.failed
    by_name = {c.name: c.message for c in found.checks}
    assert "12 undone or excluded transactions" in by_name["undone_decisions_are_reversed"]
    assert "12 reversals" in by_name["reversals_are_opposite"]


def test_a_transaction_kept_because_of_a_locked_month_is_no_fault(quarter):
    with quarter.scope():
        period_lock(business=quarter.business, month=dt.date(2025, 2, 1), reason="filed")
        imported = Batch.objects.filter(kind="import").latest("pk").pk
    report = batch_undo(quarter.place, imported, user_id=quarter.user.pk)
    assert len(report.blocked) == 2
    assert failed(quarter) == {}
    with quarter.scope():
        period_unlock(business=quarter.business, month=dt.date(2025, 2, 1), reason="correction")
    assert failed(quarter) == {}


def test_an_amount_changed_in_one_line_is_found(quarter, damage):
    damage(
        quarter,
        f"UPDATE {LINES} SET amount = amount + 1 WHERE {SECOND_LINE}",
        LINES,
    )
    found = failed(quarter)
    assert set(found) == {"entries_balance", *OF_LINES}
    assert found["entries_balance"].details[0].endswith(": 1.0000 USD too much in debit")


def test_both_sides_changed_alike_still_differ_from_the_bank(quarter, damage):
    damage(quarter, f"UPDATE {LINES} SET amount = amount * 2 WHERE entry_id = {OF_FEE}", LINES)
    found = failed(quarter)
    assert set(found) == {"decisions_match_transactions", *OF_LINES}
    assert "-24.0000" in found["decisions_match_transactions"].details[0]
    assert "-12.0000" in found["decisions_match_transactions"].details[0]


def test_a_line_taken_out_is_found(quarter, damage):
    damage(quarter, f"DELETE FROM {LINES} WHERE {SECOND_LINE}", LINES)
    found = failed(quarter)
    assert set(found) == {"entries_balance", "entries_have_lines", *OF_LINES}
    assert found["entries_have_lines"].details[0].endswith(": 1 lines")


def test_a_line_moved_to_another_year_is_found(quarter, damage):
    damage(
        quarter,
        f"UPDATE {LINES} SET date = '2024-12-31' WHERE {SECOND_LINE}",
        LINES,
    )
    found = failed(quarter)
    assert set(found) == {"lines_fit_entries", *OF_LINES}
    assert found["lines_fit_entries"].details[0].endswith("2024-12-31, its entry is of 2025-01-31")


def test_an_entry_reversed_past_its_decision_is_found(quarter):
    with quarter.scope():
        entry = JournalEntry.objects.get(description="MONTHLY ACCOUNT FEE")
        entry_reverse(entry=entry, reason="past review")
    found = failed(quarter)
    assert set(found) == {"decisions_have_one_entry"}
    assert "0 entries stand" in found["decisions_have_one_entry"].details[0]


def test_an_undo_whose_reversal_is_gone_is_found(quarter, damage):
    with quarter.scope():
        decided = Batch.objects.get(kind="decide").pk
    batch_undo(quarter.place, decided, user_id=quarter.user.pk)
    damage(
        quarter,
        f"UPDATE {ENTRIES} SET kind = 'normal', reverses_id = NULL WHERE reverses_id = {OF_FEE}",
        ENTRIES,
    )
    found = failed(quarter)
    assert set(found) == {"undone_decisions_are_reversed", "entries_are_as_posted"}
    assert "1 entries stand" in found["undone_decisions_are_reversed"].details[0]


def test_an_entry_without_its_decision_and_one_with_two_are_found(quarter, damage):
    damage(
        quarter,
        f"UPDATE review_decision SET entry_id = (SELECT min(id) FROM {ENTRIES})"
        f" WHERE entry_id = (SELECT max(id) FROM {ENTRIES})",
        "review_decision",
    )
    found = failed(quarter)
    assert set(found) == {"entries_have_one_decision", "decisions_match_transactions"}
    assert [d.split(": ")[1] for d in found["entries_have_one_decision"].details] == [
        "2 decisions",
        "0 decisions",
    ]


def in_parts(books):
    """The quarter's last shop is split in three, and another purchase kept out of the books."""
    with books.scope():
        (shop,) = undecided(books.business)
        keys = ("supplies", "supplies", "owner_draw")
        ids = [account_by_key(books.business, key).pk for key in keys]
        shares = (SplitShare(ids[0], Decimal(30)), SplitShare(ids[1], Decimal(30), "b"))
        choice = Choice(kind="split", splits=(*shares, SplitShare(ids[2])))
        decision_accept(bank_transaction=shop, choice=choice, batch=books.batch())
        hosting = Decision.objects.get(transaction__description__startswith="WEB HOSTING")
        decision_undo(decision=hosting, batch=books.batch("undo"), reason="private")
        choice = Choice(kind="exclude", reason="private")
        decision_accept(bank_transaction=hosting.transaction, choice=choice, batch=books.batch())
    return books


def test_books_with_splits_and_exclusions_are_sound(quarter):
    found = books_verify(in_parts(quarter).place)
    assert found.ok, found.failed
    by_name = {check.name: check.message for check in found.checks}
    assert "2 splits and exclusions" in by_name["splits_match_entries"]
    assert "12 decided transactions" in by_name["decisions_have_one_entry"]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ("amount = amount - 1 WHERE position = 3", "split of 3 parts that come to -46"),
        ("account_id = {meals} WHERE position = 3", "on 6190 is -18"),
        ("decision_id = {other} WHERE position = 2", "split of 2 parts"),
    ],
)
def test_a_part_changed_behind_the_back_is_found(quarter, damage, change, says):
    with in_parts(quarter).scope():
        meals = account_by_key(quarter.business, "meals").pk
        other = Decision.objects.filter(kind="category").latest("pk").pk
    sql = f"UPDATE review_decisionpart SET {change.format(meals=meals, other=other)}"
    damage(quarter, sql, "review_decisionpart")
    found = failed(quarter)
    assert set(found) == {"splits_match_entries"}
    assert any(says in detail for detail in found["splits_match_entries"].details), found


def test_a_lost_twin_is_found(studio, import_csv, damage):
    import_csv(studio, "Checking", TWINS)
    assert failed(studio) == {}
    damage(
        studio,
        "UPDATE statements_banktransaction SET is_live = false WHERE id ="
        " (SELECT max(id) FROM statements_banktransaction)",
    )
    found = failed(studio)
    assert set(found) == {"nothing_lost", "undone_transactions_are_hidden"}
    assert found["nothing_lost"].details == (
        "Checking, 2025-02-13, -4.0000: 2 lines, 1 bank transactions",
    )


def test_two_lines_made_one_fact_are_found(studio, import_csv, damage):
    import_csv(studio, "Checking", TWINS)
    damage(
        studio,
        "UPDATE statements_linematch SET transaction_id ="
        " (SELECT min(id) FROM statements_banktransaction)",
        "statements_linematch",
    )
    assert set(failed(studio)) == {"twins_stay_two", "transactions_are_shown"}


def test_a_transaction_that_no_statement_shows_is_found(quarter, damage):
    damage(
        quarter,
        "UPDATE statements_statement SET withdrawn_by_id ="
        " (SELECT max(id) FROM audit_batch) WHERE line_count = 3",
    )
    found = failed(quarter)
    assert set(found) == {"transactions_are_shown"}
    assert len(found["transactions_are_shown"].details) == 3


def test_a_statement_line_changed_is_found_and_named_down_to_the_row(quarter, damage):
    damage(
        quarter,
        "UPDATE statements_statementline SET amount = -13 WHERE amount = -12",
        "statements_statementline",
    )
    found = failed(quarter, deep=True)
    assert set(found) == {"statement_sums", "lines_are_matched", "nothing_lost", "proofs"}
    assert "row 5: stored 2025-01-31 -13.0000" in found["proofs"].details[0]


def test_a_verdict_polished_afterwards_is_found_only_by_the_deep_check(quarter, damage):
    damage(
        quarter, "UPDATE statements_statement SET own_verdict = 'not_provable' WHERE line_count = 3"
    )
    assert failed(quarter) == {}
    found = failed(quarter, deep=True)
    assert set(found) == {"proofs"}
    assert "stored as not_provable, now proved" in found["proofs"].details[0]


def test_a_proved_statement_whose_balance_was_changed_is_found(quarter, damage):
    damage(quarter, "UPDATE statements_statement SET closing = closing + 5 WHERE line_count = 3")
    assert set(failed(quarter)) == {"proved_statements_add_up"}


def test_an_original_changed_or_gone_is_found(quarter):
    with quarter.scope():
        first, second = StatementFile.objects.order_by("pk")
    path_of(first.firm_id, first.stored_as).write_bytes(b"something else")
    path_of(second.firm_id, second.stored_as).unlink()
    found = failed(quarter, deep=True)
    assert set(found) == {"originals", "proofs"}
    assert "SHA-256 differs" in found["originals"].details[0]
    assert "cannot be read" in found["originals"].details[1]


def test_an_entry_slipped_into_a_locked_month_is_found(quarter, damage):
    with quarter.scope():
        period_lock(business=quarter.business, month=dt.date(2025, 1, 1), reason="filed")
    assert failed(quarter) == {}
    damage(quarter, f"UPDATE {ENTRIES} SET posted_at = now() WHERE id = {OF_FEE}", ENTRIES)
    found = failed(quarter)
    assert set(found) == {"locked_months_are_quiet"}
    assert "of 2025-01-31 was posted at" in found["locked_months_are_quiet"].details[0]


def test_a_wall_taken_down_is_found(quarter, owner_sql):
    owner_sql(
        "ALTER TABLE ledger_account NO FORCE ROW LEVEL SECURITY",
        "ALTER TABLE ledger_account FORCE ROW LEVEL SECURITY",
    )
    owner_sql(
        "ALTER TABLE ledger_journalline DISABLE TRIGGER lines_added",
        "ALTER TABLE ledger_journalline ENABLE TRIGGER lines_added",
    )
    found = failed(quarter)
    assert set(found) == {"row_level_security", "triggers"}
    assert found["row_level_security"].details == (
        "ledger_account: row-level security is not forced on its owner",
    )
    assert found["triggers"].details == ("ledger_journalline: the trigger lines_added is off",)


def test_the_owners_own_connection_is_no_role_for_the_application(quarter):
    with as_owner(connection):
        assert "application_role" in failed(quarter)


def test_damage_in_one_business_is_not_laid_to_another(quarter, make_books, damage):
    other = make_books(name="Quiet Neighbour")
    damage(quarter, f"UPDATE {LINES} SET amount = amount * 2 WHERE entry_id = {OF_FEE}", LINES)
    assert failed(other) == {}
    with other.scope():
        assert not BankTransaction.objects.exists()
