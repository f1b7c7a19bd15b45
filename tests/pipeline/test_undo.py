"""Taking back: reversed, kept because changed later, blocked because locked."""

import datetime as dt

import pytest

from ledgerflow.audit.models import AuditEvent, Batch
from ledgerflow.core.errors import AccessError, ConflictError, RuleError
from ledgerflow.interchange.repeats import digest_of, import_record, refuse_repeated
from ledgerflow.ledger.models import JournalEntry
from ledgerflow.ledger.selectors import account_balances
from ledgerflow.ledger.services import entry_reverse, period_lock, period_unlock
from ledgerflow.pipeline.undo import CHANGED, batch_undo, batch_undo_preview
from ledgerflow.pipeline.verify import books_verify
from ledgerflow.review.choices import Choice
from ledgerflow.review.models import Decision
from ledgerflow.review.selectors import undecided
from ledgerflow.review.services import decision_accept, decision_undo
from ledgerflow.statements.models import BankTransaction, StatementFile
from tests.ledger.test_reversing import posted
from tests.published import checking, decide, publish, transaction
from tests.review.test_services import exclude, split

COFFEE = ("2025-01-14", "-4.00", "CORNER COFFEE")
TEA = ("2025-02-03", "-7.00", "FEBRUARY TEA")
CLIENT = ("2025-01-20", "500.00", "HARBOR CLIENT")


def undo(books, batch_id, **more):
    return batch_undo(books.place, batch_id, user_id=books.user.pk, **more)


def balances(books):
    with books.scope():
        return {b.key or b.name: b.amount for b in account_balances(books.business) if b.amount}


def decided_together(books, *texts, key="meals"):
    """One batch of decisions; its id."""
    from ledgerflow.ledger.selectors import account_by_key

    batch = books.batch()
    for text in texts:
        account = account_by_key(books.business, key)
        decision_accept(
            bank_transaction=transaction(text), choice=Choice(account=account), batch=batch
        )
    return batch.pk


def test_an_undone_import_reverses_what_was_decided_about_it(books):
    with books.scope():
        file, _ = publish(books, [COFFEE, CLIENT])
        decide(books, "CORNER COFFEE", "meals")
    report = undo(books, file.batch_id)
    assert (report.withdrawn, report.reversed, report.kept, report.blocked) == (2, 1, [], [])
    assert balances(books) == {}
    with books.scope():
        assert StatementFile.objects.get().state == "withdrawn"
        assert not undecided(books.business).exists()
        assert Batch.objects.get(pk=report.undo_batch_id).undoes_id == file.batch_id


def test_what_another_import_reports_as_well_stays_with_its_decision(books):
    with books.scope():
        file, _ = publish(books, [COFFEE, CLIENT])
        publish(books, [CLIENT])
        decide(books, "HARBOR CLIENT", "sales")
    report = undo(books, file.batch_id)
    assert (report.withdrawn, report.reversed) == (1, 0)
    assert balances(books) == {"sales": -500, "Checking": 500}


def test_a_locked_month_blocks_and_its_transaction_stands(books):
    with books.scope():
        file, _ = publish(books, [COFFEE, TEA])
        decide(books, "CORNER COFFEE", "meals")
        decide(books, "FEBRUARY TEA", "meals")
        coffee = transaction("CORNER COFFEE").pk
        period_lock(business=books.business, month=dt.date(2025, 1, 1), reason="filed")
    report = undo(books, file.batch_id)
    assert (report.withdrawn, report.reversed) == (1, 1)
    (blocked,) = report.blocked
    assert (blocked.transaction_id, blocked.what) == (coffee, "2025-01-14 −4.00 USD CORNER COFFEE")
    assert "2025-01 is locked" in blocked.reason
    assert "Unlock the period" in blocked.hint
    assert balances(books) == {"meals": 4, "Checking": -4}
    with books.scope():
        live = BankTransaction.objects.filter(is_live=True)
        assert [t.description for t in live] == ["CORNER COFFEE"]


def test_a_file_imported_again_after_a_blocked_undo_doubles_nothing(books):
    with books.scope():
        file, _ = publish(books, [COFFEE, TEA])
        decide(books, "CORNER COFFEE", "meals")
        period_lock(business=books.business, month=dt.date(2025, 1, 1), reason="filed")
    undo(books, file.batch_id)
    with books.scope():
        _, done = publish(books, [COFFEE, TEA])
        assert done.new_transactions == 0
        assert BankTransaction.objects.filter(is_live=True).count() == 2
        period_unlock(business=books.business, month=dt.date(2025, 1, 1), reason="open")
        assert undecided(books.business).count() == 1


def test_undone_decisions_wait_again_and_their_import_stays(books):
    with books.scope():
        publish(books, [COFFEE, CLIENT])
        batch = decided_together(books, "CORNER COFFEE", "HARBOR CLIENT")
    report = undo(books, batch, reason="wrong account")
    assert (report.reversed, report.withdrawn) == (2, 0)
    assert balances(books) == {}
    with books.scope():
        assert undecided(books.business).count() == 2
        assert set(Decision.objects.filter(kind="undo").values_list("reason", flat=True)) == {
            "wrong account"
        }


def test_a_decision_changed_later_is_kept(books):
    with books.scope():
        publish(books, [COFFEE, CLIENT])
        batch = decided_together(books, "CORNER COFFEE", "HARBOR CLIENT")
        coffee = transaction("CORNER COFFEE")
        first = Decision.objects.get(transaction=coffee)
        decision_undo(decision=first, batch=books.batch("undo"), reason="x")
        decide(books, "CORNER COFFEE", "travel")
    report = undo(books, batch)
    (kept,) = report.kept
    assert (report.reversed, kept.transaction_id, kept.reason) == (1, coffee.pk, CHANGED)
    assert balances(books) == {"travel": 4, "Checking": -4}


def test_a_decision_undone_by_hand_is_kept_as_it_is(books):
    with books.scope():
        publish(books, [COFFEE])
        batch = decided_together(books, "CORNER COFFEE")
        made = Decision.objects.get()
        decision_undo(decision=made, batch=books.batch("undo"), reason="x")
    report = undo(books, batch)
    (kept,) = report.kept
    assert (report.reversed, kept.transaction_id) == (0, made.transaction_id)
    assert kept.reason == "undone since"


def test_decisions_in_a_locked_month_are_blocked_one_by_one(books):
    with books.scope():
        publish(books, [COFFEE, TEA])
        batch = decided_together(books, "CORNER COFFEE", "FEBRUARY TEA")
        period_lock(business=books.business, month=dt.date(2025, 1, 1), reason="filed")
    report = undo(books, batch)
    assert (report.reversed, len(report.blocked)) == (1, 1)
    assert balances(books) == {"meals": 4, "Checking": -4}


def test_a_batch_is_undone_once(books):
    with books.scope():
        file, _ = publish(books, [COFFEE])
    undo(books, file.batch_id)
    with pytest.raises(ConflictError) as caught:
        undo(books, file.batch_id)
    assert caught.value.code == "already_undone"


@pytest.mark.parametrize("kind", ["classify", "undo"])
def test_what_changed_no_books_cannot_be_undone(books, kind):
    with books.scope():
        batch = books.batch(kind).pk
    with pytest.raises(RuleError) as caught:
        undo(books, batch)
    assert caught.value.code == "nothing_to_undo"


def test_a_batch_of_another_firm_or_business_is_not_there(books, make_books):
    from ledgerflow.ledger.services import business_open

    other = make_books()
    with other.scope():
        theirs = other.batch("import").pk
    with books.scope():
        sister = business_open(firm_id=books.place.firm_id, name="Sister", chart="generic")
        sisters = Batch.objects.create(
            firm_id=books.place.firm_id, business=sister, kind="import", title="x"
        ).pk
    for batch in (theirs, sisters, 0):
        with pytest.raises(AccessError) as caught:
            undo(books, batch)
        assert caught.value.code == "unknown_batch"


def test_both_halves_of_a_transfer_come_back_with_their_batch(books):
    with books.scope():
        publish(books, [("2025-01-13", "-250.00", "TO SAVINGS")])
        savings = checking(books, "Savings")
        publish(books, [("2025-01-14", "250.00", "FROM CHECKING")], account=savings)
        batch = books.batch()
        for text in ("TO SAVINGS", "FROM CHECKING"):
            decision_accept(
                bank_transaction=transaction(text), choice=Choice(kind="transfer"), batch=batch
            )
    assert balances(books) == {"Checking": -250, "Savings": 250}
    assert undo(books, batch.pk).reversed == 2
    assert balances(books) == {}


def test_a_batch_that_is_blocked_wholly_stays_and_can_be_undone_later(books):
    with books.scope():
        file, _ = publish(books, [COFFEE])
        decide(books, "CORNER COFFEE", "meals")
        period_lock(business=books.business, month=dt.date(2025, 1, 1), reason="filed")
    with pytest.raises(RuleError, match="stays") as refused:
        undo(books, file.batch_id)
    assert refused.value.code == "undo_blocked"
    with books.scope():
        period_unlock(business=books.business, month=dt.date(2025, 1, 1), reason="correction")
    report = undo(books, file.batch_id)
    assert (report.withdrawn, report.reversed, report.blocked) == (1, 1, [])


def test_what_was_blocked_is_taken_by_undoing_again_once_the_month_is_open(books):
    with books.scope():
        file, _ = publish(books, [COFFEE, TEA])
        decide(books, "CORNER COFFEE", "meals")
        decide(books, "FEBRUARY TEA", "meals")
        period_lock(business=books.business, month=dt.date(2025, 1, 1), reason="filed")
    first = undo(books, file.batch_id)
    assert (first.reversed, first.blocked_count) == (1, 1)
    with pytest.raises(RuleError, match="the rest of it cannot") as refused:
        undo(books, file.batch_id)
    assert refused.value.code == "undo_blocked"
    with books.scope():
        period_unlock(business=books.business, month=dt.date(2025, 1, 1), reason="correction")
    rest = undo(books, file.batch_id)
    assert (rest.reversed, rest.withdrawn, rest.before, rest.blocked) == (1, 1, 1, [])
    assert rest.undo_batch_id == first.undo_batch_id
    assert balances(books) == {}
    with pytest.raises(ConflictError):
        undo(books, file.batch_id)
    with books.scope():
        assert not BankTransaction.objects.filter(is_live=True).exists()
        told = AuditEvent.objects.filter(action="batch_undo").order_by("pk")
        assert [(e.detail["reversed"], e.detail["blocked"]) for e in told] == [(1, 1), (1, 0)]


def test_the_rest_of_blocked_decisions_is_taken_later_and_newer_ones_stay(books):
    with books.scope():
        publish(books, [COFFEE, TEA])
        batch = decided_together(books, "CORNER COFFEE", "FEBRUARY TEA")
        period_lock(business=books.business, month=dt.date(2025, 1, 1), reason="filed")
    undo(books, batch)
    with books.scope():
        decide(books, "FEBRUARY TEA", "travel")
        period_unlock(business=books.business, month=dt.date(2025, 1, 1), reason="correction")
    rest = undo(books, batch)
    assert (rest.reversed, rest.before, rest.kept, rest.blocked) == (1, 1, [], [])
    assert balances(books) == {"travel": 7, "Checking": -7}


def test_what_a_later_import_reports_is_not_taken_by_the_rest_of_an_undo(books):
    with books.scope():
        file, _ = publish(books, [COFFEE, TEA])
        decide(books, "CORNER COFFEE", "meals")
        period_lock(business=books.business, month=dt.date(2025, 1, 1), reason="filed")
    undo(books, file.batch_id)
    with books.scope():
        publish(books, [COFFEE])
        period_unlock(business=books.business, month=dt.date(2025, 1, 1), reason="open")
    with pytest.raises(ConflictError):
        undo(books, file.batch_id)
    assert balances(books) == {"meals": 4, "Checking": -4}


def test_an_entry_that_was_reversed_by_hand_is_kept_not_blocked(books):
    with books.scope():
        publish(books, [COFFEE])
        batch = decided_together(books, "CORNER COFFEE")
        entry_reverse(entry=Decision.objects.get().entry, reason="by hand")
    report = undo(books, batch)
    (kept,) = report.kept
    assert (report.reversed, report.blocked, "reversed already" in kept.reason) == (0, [], True)


def test_a_preview_says_what_would_happen_and_changes_nothing(books):
    with books.scope():
        file, _ = publish(books, [COFFEE, TEA])
        decide(books, "CORNER COFFEE", "meals")
        decide(books, "FEBRUARY TEA", "meals")
        period_lock(business=books.business, month=dt.date(2025, 1, 1), reason="filed")
    before = balances(books)
    seen = batch_undo_preview(books.place, file.batch_id, user_id=books.user.pk)
    assert (seen.undo_batch_id, seen.reversed, seen.withdrawn) == (0, 1, 1)
    assert balances(books) == before
    with books.scope():
        assert not Batch.objects.filter(kind="undo").exists()
        assert StatementFile.objects.get().state == "published"
    done = undo(books, file.batch_id)
    assert (done.reversed, done.withdrawn, done.blocked) == (1, 1, seen.blocked)


def test_a_preview_of_what_is_wholly_blocked_is_shown(books):
    with books.scope():
        file, _ = publish(books, [COFFEE])
        decide(books, "CORNER COFFEE", "meals")
        period_lock(business=books.business, month=dt.date(2025, 1, 1), reason="filed")
    seen = batch_undo_preview(books.place, file.batch_id, user_id=books.user.pk)
    assert (seen.reversed, seen.withdrawn, seen.blocked_count) == (0, 0, 1)


def test_a_moved_in_journal_is_reversed_as_a_whole_and_what_stays_is_counted(books):
    with books.scope():
        made = posted(books, [dt.date(2025, 3, 1)] * 3 + [dt.date(2025, 4, 1)] * 2)
        first = JournalEntry.objects.filter(batch=made).order_by("number").first()
        entry_reverse(entry=first, reason="by hand")
        period_lock(business=books.business, month=dt.date(2025, 4, 1), reason="filed")
    seen = batch_undo_preview(books.place, made.pk, user_id=books.user.pk)
    report = undo(books, made.pk, reason="the wrong book")
    assert (report.reversed, report.kept_count, report.blocked_count) == (2, 1, 2)
    assert (seen.kept, seen.blocked) == (report.kept, report.blocked)
    (blocked,) = report.blocked
    assert (blocked.reason, blocked.hint) == ("2025-04 is locked.", "Open 2025-04 with a reason.")
    assert blocked.what.startswith("2 entries (")
    with books.scope():
        period_unlock(business=books.business, month=dt.date(2025, 4, 1), reason="correction")
    rest = undo(books, made.pk)
    assert (rest.reversed, rest.before, rest.blocked_count) == (2, 2, 0)
    assert balances(books) == {}
    with pytest.raises(ConflictError):
        undo(books, made.pk)


def test_a_journal_that_was_undone_in_part_is_known_until_the_rest_is_undone(books):
    digest = digest_of(b"a journal")
    with books.scope():
        made = posted(books, [dt.date(2025, 3, 1), dt.date(2025, 4, 1)])
        import_record(business=books.business, batch=made, digest=digest, accounts_opened=2)
        period_lock(business=books.business, month=dt.date(2025, 4, 1), reason="filed")
    assert undo(books, made.pk).accounts_left == 2
    with books.scope():
        with pytest.raises(ConflictError) as known:
            refuse_repeated(business=books.business, name="again", digest=digest)
        assert f"ledgerflow undo {made.pk}" in known.value.hint
        period_unlock(business=books.business, month=dt.date(2025, 4, 1), reason="correction")
    undo(books, made.pk)
    with books.scope():
        refuse_repeated(business=books.business, name="again", digest=digest)


def test_a_closed_year_is_reopened_not_undone(books):
    with books.scope():
        batch = books.batch("close").pk
    with pytest.raises(RuleError) as caught:
        undo(books, batch)
    assert "ledgerflow reopen" in caught.value.hint


def test_exclusions_are_taken_back_and_counted_apart(books):
    with books.scope():
        publish(books, [COFFEE, CLIENT])
        made = exclude(books, "CORNER COFFEE")
    report = undo(books, made.batch_id)
    assert (report.exclusions, report.reversed, report.kept) == (1, 0, [])
    with books.scope():
        assert [t.description for t in undecided(books.business)] == [
            "CORNER COFFEE",
            "HARBOR CLIENT",
        ]
    with pytest.raises(ConflictError, match="undone already"):
        undo(books, made.batch_id)


def test_a_split_is_undone_whole(books):
    with books.scope():
        publish(books, [CLIENT])
        made = split(books, "HARBOR CLIENT", ("sales", 90), ("bank_fees",))
    assert undo(books, made.batch_id).reversed == 1
    with books.scope():
        assert not any(b.amount for b in account_balances(books.business))


def test_an_undone_import_takes_its_exclusions_along(books):
    with books.scope():
        file, _ = publish(books, [COFFEE])
        exclude(books, "CORNER COFFEE")
    report = undo(books, file.batch_id)
    assert (report.exclusions, report.withdrawn) == (1, 1)
    assert books_verify(books.place).ok
