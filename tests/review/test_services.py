"""Deciding, undoing, and what the policy accepts without a person."""

import datetime as dt
from decimal import Decimal

import pytest

from ledgerflow.audit.models import AuditEvent
from ledgerflow.classification.models import PayeeMemory, Suggestion
from ledgerflow.classification.services import rule_add, transactions_classify
from ledgerflow.core.errors import (
    AlreadyDecided,
    ClosedAccount,
    InputError,
    LockedPeriod,
    RuleError,
)
from ledgerflow.core.scope import firm_scope
from ledgerflow.ledger.models import Account, JournalEntry
from ledgerflow.ledger.selectors import account_balances, account_by_key
from ledgerflow.ledger.services import period_lock
from ledgerflow.review.models import Decision
from ledgerflow.review.selectors import live_decision, undecided
from ledgerflow.review.services import (
    POLICY,
    Choice,
    choice_of,
    decision_accept,
    decision_undo,
    suggestions_accept,
    suggestions_acceptable,
)
from ledgerflow.statements.models import BankTransaction
from tests.published import checking, decide, publish, transaction

COFFEE = ("2025-01-14", "-4.00", "CORNER COFFEE")
CLIENT = ("2025-01-20", "500.00", "HARBOR CLIENT")
DAY = dt.date(2025, 1, 14)


def balances(books):
    return {b.key or b.name: b.amount for b in account_balances(books.business) if b.amount}


def suggest(books, text, key="meals", *, source="rule", confidence="1", **more):
    given = {
        "firm_id": books.place.firm_id,
        "business": books.business,
        "transaction": transaction(text),
        "batch": books.batch("classify"),
        "account": account_by_key(books.business, key) if key else None,
        "source": source,
        "confidence": Decimal(confidence),
    }
    return Suggestion.objects.create(**given | more)


def policy_run(books):
    return suggestions_accept(business=books.business, batch=books.batch())


def test_a_decision_and_its_entry_come_together(books):
    with books.scope():
        publish(books, [COFFEE])
        made = decide(books, "CORNER COFFEE", "meals", payee_name="Corner Coffee")
        assert (made.version, made.decided_by_id, made.policy) == (1, books.user.pk, "")
        assert made.entry.description == "Corner Coffee"
        assert balances(books) == {"meals": 4, "Checking": -4}
        event = AuditEvent.objects.get(action="decision_accept")
        assert event.detail == {"entry": made.entry_id, "version": 1}
        assert (event.actor, event.user_id) == ("person", books.user.pk)


def test_a_decided_transaction_is_not_decided_again(books):
    with books.scope():
        publish(books, [COFFEE])
        first = decide(books, "CORNER COFFEE", "meals")
        with pytest.raises(AlreadyDecided, match=f"entry {first.entry.number}"):
            decide(books, "CORNER COFFEE", "supplies")
        assert JournalEntry.objects.count() == 1


def test_a_refused_posting_leaves_no_decision(books):
    with books.scope():
        publish(books, [COFFEE])
        Account.objects.filter(key="meals").update(is_active=False)
        with pytest.raises(ClosedAccount):
            decide(books, "CORNER COFFEE", "meals")
        period_lock(business=books.business, month=DAY, reason="filed")
        with pytest.raises(LockedPeriod):
            decide(books, "CORNER COFFEE", "supplies")
        assert not Decision.objects.exists()
        assert not JournalEntry.objects.exists()
        assert not PayeeMemory.objects.exists()


def test_a_decision_needs_a_person_or_a_policy_an_account_and_a_live_transaction(books):
    with books.scope():
        publish(books, [COFFEE])
        for choice, code in ((Choice(), "no_account"),):
            with pytest.raises(RuleError) as caught:
                decision_accept(
                    bank_transaction=transaction("CORNER COFFEE"), choice=choice,
                    batch=books.batch(),
                )  # fmt: skip
            assert caught.value.code == code
        with firm_scope(books.place.firm_id, None), pytest.raises(InputError) as caught:
            decide(books, "CORNER COFFEE", "meals")
        assert caught.value.code == "decision_needs_person"
        BankTransaction.objects.update(is_live=False)
        with pytest.raises(RuleError) as caught:
            decide(books, "CORNER COFFEE", "meals")
        assert caught.value.code == "transaction_withdrawn"


def test_deciding_undoing_and_deciding_anew_takes_turns_and_nets_to_the_last(books):
    with books.scope():
        publish(books, [COFFEE])
        for round_, key in enumerate(("meals", "supplies", "travel")):
            made = decide(books, "CORNER COFFEE", key)
            assert made.version == 2 * round_ + 1
            assert balances(books) == {key: 4, "Checking": -4}
            undo = decision_undo(decision=made, batch=books.batch("undo"), reason="thought again")
            assert (undo.version, undo.kind) == (2 * round_ + 2, "undo")
            assert undo.entry.reverses_id == made.entry_id
            assert balances(books) == {}
            assert list(undecided(books.business)) == [transaction("CORNER COFFEE")]
        assert JournalEntry.objects.count() == 6


def test_a_decision_is_undone_once_and_an_undo_is_not_undone(books):
    with books.scope():
        publish(books, [COFFEE])
        made = decide(books, "CORNER COFFEE", "meals")
        undo = decision_undo(decision=made, batch=books.batch("undo"), reason="x")
        for again in (made, undo):
            with pytest.raises(RuleError):
                decision_undo(decision=again, batch=books.batch("undo"), reason="x")
        assert Decision.objects.count() == 2


def test_a_person_teaches_and_an_undo_takes_the_lesson_back(books):
    with books.scope():
        publish(books, [COFFEE])
        made = decide(books, "CORNER COFFEE", "meals")
        assert PayeeMemory.objects.get().count == 1
        decision_undo(decision=made, batch=books.batch("undo"), reason="x")
        assert PayeeMemory.objects.get().count == 0
        decide(books, "CORNER COFFEE", "supplies")
        assert PayeeMemory.objects.get(count__gt=0).account.key == "supplies"


def test_a_policy_never_teaches(books):
    with books.scope():
        publish(books, [COFFEE])
        suggest(books, "CORNER COFFEE")
        (made,) = policy_run(books).decisions
        assert (made.policy, made.decided_by, made.is_person) == (POLICY, None, False)
        assert not PayeeMemory.objects.exists()


def test_a_mixed_expense_is_shared_with_the_owner(books):
    with books.scope():
        publish(books, [("2025-01-14", "-100.00", "PHONE")])
        decide(books, "PHONE", "telephone_internet", business_percent=Decimal("33.3333"))
        assert balances(books) == {
            "telephone_internet": Decimal("33.33"),
            "owner_draw": Decimal("66.67"),
            "Checking": -100,
        }


def test_a_business_in_yen_shares_whole_yen(make_books):
    books = make_books(base_currency="JPY")
    with books.scope():
        publish(books, [("2025-01-14", "-1001", "PHONE")])
        decide(books, "PHONE", "telephone_internet", business_percent=Decimal(50))
        assert balances(books)["telephone_internet"] == 501


def test_a_refund_lowers_the_category(books):
    with books.scope():
        publish(books, [COFFEE, ("2025-01-15", "4.00", "COFFEE REFUND")])
        decide(books, "CORNER COFFEE", "meals")
        decide(books, "COFFEE REFUND", "meals")
        assert balances(books) == {}


def transfer_pair(books, *, proved=True):
    """250 from Checking to Savings; the second statement may be unproved."""
    publish(books, [("2025-01-13", "-250.00", "TO SAVINGS")])
    savings = checking(books, "Savings")
    publish(books, [("2025-01-14", "250.00", "FROM CHECKING")], account=savings, proved=proved)
    return transaction("TO SAVINGS"), transaction("FROM CHECKING")


def test_a_transfer_goes_through_clearing_back_to_zero(books):
    with books.scope():
        for one in transfer_pair(books):
            decision_accept(
                bank_transaction=one, choice=Choice(kind="transfer"), batch=books.batch()
            )
        assert balances(books) == {"Checking": -250, "Savings": 250}
        assert not PayeeMemory.objects.exists(), "transfers teach no payee"


def pair_suggestions(books, out, into, confidence="0.999"):
    for one, other in ((out, into), (into, out)):
        suggest(
            books, one.description, None, source="transfer", confidence=confidence,
            transfer_with=other,
        )  # fmt: skip


def test_the_policy_takes_both_halves_of_a_transfer(books):
    with books.scope():
        out, into = transfer_pair(books)
        pair_suggestions(books, out, into)
        made = policy_run(books).decisions
        assert {d.transfer_with_id for d in made} == {out.pk, into.pk}
        assert "transfers_clearing" not in balances(books)


@pytest.mark.parametrize("why", ["unproved", "unsure", "changed_mind"])
def test_the_policy_takes_no_single_half_of_a_transfer(books, why):
    with books.scope():
        out, into = transfer_pair(books, proved=why != "unproved")
        pair_suggestions(books, out, into)
        if why == "unsure":
            suggest(books, into.description, None, source="transfer", confidence="0.5",
                    transfer_with=out)  # fmt: skip
        if why == "changed_mind":
            suggest(books, into.description, "sales")
        made = policy_run(books).decisions
        assert [d.kind for d in made] == (["category"] if why == "changed_mind" else [])
        assert "transfers_clearing" not in balances(books)


def test_the_policy_never_takes_money_from_an_unproved_statement(books):
    with books.scope():
        publish(books, [COFFEE], proved=False)
        suggest(books, "CORNER COFFEE")
        assert policy_run(books).decisions == ()
        assert suggestions_acceptable(books.business) == {}
        publish(books, [COFFEE, CLIENT])
        assert len(policy_run(books).decisions) == 1, "a proved statement reports it as well"


def test_an_override_lets_a_person_decide_but_not_the_policy(books):
    with books.scope():
        publish(books, [COFFEE], opening="100", closing="97")
        suggest(books, "CORNER COFFEE")
        assert policy_run(books).decisions == ()
        assert decide(books, "CORNER COFFEE", "meals").is_person


@pytest.mark.parametrize(
    ("source", "confidence", "taken"),
    [("memory", "0.995", 1), ("memory", "0.9949", 0), ("rule", "0.1", 1), ("knowledge", "1", 1)],
)
def test_the_bar_is_the_target_error_rate_but_for_a_persons_rule(books, source, confidence, taken):
    with books.scope():
        publish(books, [COFFEE])
        suggest(books, "CORNER COFFEE", source=source, confidence=confidence)
        assert len(suggestions_acceptable(books.business)) == taken
        assert len(policy_run(books).decisions) == taken


def test_a_business_may_switch_the_policy_off(make_books):
    books = make_books(auto_accept=False)
    with books.scope():
        publish(books, [COFFEE])
        suggest(books, "CORNER COFFEE")
        assert policy_run(books).decisions == ()


def test_one_refusal_does_not_stop_the_others(books):
    with books.scope():
        publish(books, [COFFEE, CLIENT, ("2025-02-03", "-7.00", "FEBRUARY TEA")])
        period_lock(business=books.business, month=dt.date(2025, 2, 1), reason="filed")
        Account.objects.filter(key="travel").update(is_active=False)
        suggest(books, "CORNER COFFEE", "travel")
        suggest(books, "HARBOR CLIENT", "sales")
        suggest(books, "FEBRUARY TEA", "meals")
        done = policy_run(books)
        assert [d.transaction.description for d in done.decisions] == ["HARBOR CLIENT"]
        assert {(t.description, type(e)) for t, e in done.refused} == {
            ("CORNER COFFEE", ClosedAccount),
            ("FEBRUARY TEA", LockedPeriod),
        }
        assert balances(books) == {"sales": -500, "Checking": 500}


def test_the_policy_leaves_a_persons_decision_alone(books):
    with books.scope():
        publish(books, [COFFEE])
        decide(books, "CORNER COFFEE", "meals")
        suggest(books, "CORNER COFFEE", "travel")
        assert policy_run(books).decisions == ()
        assert live_decision(transaction("CORNER COFFEE")).account.key == "meals"


def test_a_suggestion_is_taken_as_it_is(books):
    with books.scope():
        publish(books, [COFFEE])
        given = suggest(books, "CORNER COFFEE", payee_name="Corner", reasons=["because"],
                        business_percent=Decimal(60))  # fmt: skip
        choice = choice_of(given)
        assert (choice.kind, choice.account.key, choice.business_percent) == (
            "category",
            "meals",
            60,
        )
        assert (choice.reason, choice.policy, choice.suggestion) == ("because", "", given)


def test_a_rule_that_calls_it_a_transfer_books_to_clearing(books):
    with books.scope():
        publish(books, [("2025-01-13", "-250.00", "TO SAVINGS")])
        rule_add(
            business=books.business, name="Savings", is_transfer=True,
            conditions=[{"field": "description", "op": "contains", "value": "SAVINGS"}],
        )  # fmt: skip
        transactions_classify(
            business=books.business, batch=books.batch("classify"),
            transactions=undecided(books.business),
        )  # fmt: skip
        policy_run(books)
        assert balances(books) == {"transfers_clearing": 250, "Checking": -250}
