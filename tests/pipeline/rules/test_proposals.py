"""Decisions that repeat are proposed as rules; a person answers."""

from ledgerflow.classification.rule_services import rule_approve, rule_discard
from ledgerflow.ledger.models import Account
from ledgerflow.ledger.selectors import account_by_key
from ledgerflow.pipeline.decisions import Wish, queue_accept
from ledgerflow.pipeline.rules.proposals import people_behind, proposed, rules_look
from ledgerflow.pipeline.services import Upload, statements_import
from ledgerflow.pipeline.undo import batch_undo
from ledgerflow.statements.accounts import bank_account_add


def imported(books, payee="OLD MILL STUDIOS", count=6):
    with books.scope():
        bank_account_add(business=books.business, name="Checking")
    rows = [f"2025-01-{day:02},{payee},-{day}.00" for day in range(1, count + 1)]
    data = "\n".join(["Date,Description,Amount", *rows]).encode()
    statements_import(books.place, [Upload("a.csv", data)], account="Checking")
    return queue_accept(
        books.place, list(range(1, count + 1)), Wish(account="meals"), user_id=books.user.pk
    )


def waiting(books):
    with books.scope():
        return [(rule.account.key, rule.evidence["count"]) for rule in proposed(books.business)]


def test_six_equal_decisions_are_proposed_once(books):
    imported(books)
    assert len(rules_look(books.place)) == 1
    assert rules_look(books.place) == []
    assert waiting(books) == [("meals", 6)]


def test_undone_decisions_propose_nothing(books):
    done = imported(books)
    batch_undo(books.place, done.batch_id, user_id=books.user.pk)
    assert rules_look(books.place) == []


def test_four_are_too_few(books):
    imported(books, count=4)
    assert rules_look(books.place) == []


def test_approved_ones_are_covered_and_discarded_ones_gone(books):
    imported(books)
    (rule,) = rules_look(books.place)
    with books.scope():
        rule_discard(rule=rule)
    assert (rules_look(books.place), waiting(books)) == ([], [])
    with books.scope():
        rule_approve(rule=rule)
    assert rules_look(books.place) == []


def test_a_proposal_goes_when_its_decisions_are_undone(books):
    done = imported(books)
    rules_look(books.place)
    batch_undo(books.place, done.batch_id, user_id=books.user.pk)
    assert (rules_look(books.place), waiting(books)) == ([], [])


def test_a_closed_account_is_not_proposed(books):
    imported(books)
    with books.scope():
        account = account_by_key(books.business, "meals")
        Account.objects.filter(pk=account.pk).update(is_active=False)
    assert rules_look(books.place) == []


def test_those_who_decided_are_named(books):
    imported(books)
    rules = rules_look(books.place)
    with books.scope():
        assert people_behind(rules) == {books.user.pk: books.user.email}
