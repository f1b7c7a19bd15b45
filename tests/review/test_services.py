"""Deciding a transaction, and undoing that."""

import datetime as dt
from decimal import Decimal

import pytest

from ledgerflow.audit.models import AuditEvent
from ledgerflow.classification.facts import SplitShare
from ledgerflow.classification.models import PayeeMemory, Suggestion
from ledgerflow.classification.rule_services import RuleFields, rule_add
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
from ledgerflow.review.choices import Choice
from ledgerflow.review.models import Decision, DecisionPart
from ledgerflow.review.selectors import undecided
from ledgerflow.review.services import decision_accept, decision_undo
from ledgerflow.statements.models import BankTransaction
from tests.published import checking, decide, publish, transaction

COFFEE = ("2025-01-14", "-4.00", "CORNER COFFEE")
CLIENT = ("2025-01-20", "500.00", "HARBOR CLIENT")
DAY = dt.date(2025, 1, 14)


def balances(books):
    return {b.key or b.name: b.amount for b in account_balances(books.business) if b.amount}


ANYTHING = [{"field": "amount", "op": "gte", "value": "0"}]


def suggest(books, text, key="meals", *, source="rule", confidence="1", **more):
    given = {
        "firm_id": books.place.firm_id,
        "business": books.business,
        "transaction": transaction(text),
        "batch": books.batch("classify"),
        "account": account_by_key(books.business, key) if key else None,
        "source": source,
        "confidence": Decimal(confidence),
        "hit_rate": Decimal(confidence),
    }
    if source == "rule":
        fields = RuleFields(name=f"rule {text}", conditions=ANYTHING, tags=("ruled",))
        rule = rule_add(business=books.business, fields=fields)
        given |= {"source_ref": str(rule.pk), "version": "1", "hit_rate": None}
    return Suggestion.objects.create(**given | more)


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


def split(books, text, *parts, **choice):
    """A person splits: ("meals", 60) a share, ("meals", "12.50") an amount, the rest."""
    shares = []
    for key, *size in parts:
        percent = Decimal(size[0]) if size and isinstance(size[0], int) else None
        amount = Decimal(size[0]) if size and percent is None else None
        shares.append(
            SplitShare(account_by_key(books.business, key).pk, percent, f"for {key}", amount)
        )
    choice = Choice(kind="split", splits=tuple(shares), **choice)
    return decision_accept(bank_transaction=transaction(text), choice=choice, batch=books.batch())


def exclude(books, text, reason="personal card used once", **choice):
    choice = Choice(kind="exclude", reason=reason, **choice)
    return decision_accept(bank_transaction=transaction(text), choice=choice, batch=books.batch())


SHOP = ("2025-01-14", "-100.01", "SHOP")


def test_a_split_books_one_bank_line_and_a_line_for_each_part(books):
    with books.scope():
        publish(books, [SHOP])
        made = split(books, "SHOP", ("supplies", 50), ("meals", "20.00"), ("owner_draw",))
        assert (made.kind, made.account) == ("split", None)
        lines = made.entry.lines.order_by("position")
        assert [(str(line.amount), line.note) for line in lines] == [
            ("-100.0100", ""),
            ("50.0100", "for supplies"),
            ("20.0000", "for meals"),
            ("30.0000", "for owner_draw"),
        ]
        parts = made.parts.all()
        assert [(str(p.amount), p.percent, p.account.key) for p in parts] == [
            ("-50.0100", 50, "supplies"),
            ("-20.0000", None, "meals"),
            ("-30.0000", None, "owner_draw"),
        ]
        assert not PayeeMemory.objects.exists(), "a split teaches no payee"


def test_an_undone_split_may_be_split_anew(books):
    with books.scope():
        publish(books, [SHOP])
        made = split(books, "SHOP", ("supplies", 50), ("meals", 50))
        decision_undo(decision=made, batch=books.batch("undo"), reason="other parts")
        assert balances(books) == {}
        split(books, "SHOP", ("supplies", 30), ("meals", 70))
        assert balances(books) == {
            "supplies": 30,
            "meals": Decimal("70.01"),
            "Checking": Decimal("-100.01"),
        }


def test_money_in_is_split_as_well(books):
    with books.scope():
        publish(books, [CLIENT])
        split(books, "HARBOR CLIENT", ("sales", 90), ("bank_fees",))
        assert balances(books) == {"sales": -450, "bank_fees": -50, "Checking": 500}


def test_a_refused_split_leaves_nothing_behind(books):
    with books.scope():
        publish(books, [SHOP])
        Account.objects.filter(key="travel").update(is_active=False)
        for parts, error in (
            ([("supplies", 60), ("meals", 60)], RuleError),
            ([("supplies", "60.00"), ("meals", "30.00")], RuleError),
            ([("supplies", 100)], RuleError),
            ([("supplies", 60), ("travel",)], ClosedAccount),
        ):
            with pytest.raises(error):
                split(books, "SHOP", *parts)
        with pytest.raises(RuleError, match="no business share"):
            split(books, "SHOP", ("supplies", 60), ("meals",), business_percent=Decimal(50))
        assert not Decision.objects.exists()
        assert not DecisionPart.objects.exists()
        assert not JournalEntry.objects.exists()


def test_what_is_excluded_has_no_entry_and_waits_no_longer(books):
    with books.scope():
        publish(books, [COFFEE])
        made = exclude(books, "CORNER COFFEE", tags=("Private",))
        assert (made.kind, made.entry, made.account, made.tags) == (
            "exclude",
            None,
            None,
            ["private"],
        )
        assert not JournalEntry.objects.exists()
        assert not undecided(books.business).exists()
        event = AuditEvent.objects.get(action="decision_exclude")
        assert (event.reason, event.user_id) == ("personal card used once", books.user.pk)
        with pytest.raises(AlreadyDecided, match="is excluded"):
            decide(books, "CORNER COFFEE", "meals")
        assert not PayeeMemory.objects.exists()


def test_an_exclusion_needs_a_reason(books):
    with books.scope():
        publish(books, [COFFEE])
        with pytest.raises(InputError) as caught:
            exclude(books, "CORNER COFFEE", reason=" ")
        assert caught.value.code == "needs_reason"
        assert not Decision.objects.exists()


def test_an_undone_exclusion_waits_again_and_may_be_booked(books):
    with books.scope():
        publish(books, [COFFEE])
        made = exclude(books, "CORNER COFFEE")
        undo = decision_undo(decision=made, batch=books.batch("undo"), reason="it was ours")
        assert (undo.kind, undo.version, undo.entry) == ("undo", 2, None)
        assert list(undecided(books.business)) == [transaction("CORNER COFFEE")]
        with pytest.raises(AlreadyDecided):
            decision_undo(decision=made, batch=books.batch("undo"), reason="again")
        assert decide(books, "CORNER COFFEE", "meals").version == 3
        assert balances(books) == {"meals": 4, "Checking": -4}


def test_a_transaction_without_an_amount_can_be_excluded(books):
    with books.scope():
        publish(books, [COFFEE, ("2025-01-15", "0.00", "NOTICE")])
        with pytest.raises(RuleError, match="no amount"):
            decide(books, "NOTICE", "meals")
        assert exclude(books, "NOTICE", reason="a notice").entry is None


def test_a_locked_month_takes_exclusions_since_its_books_stay_as_they_are(books):
    with books.scope():
        publish(books, [COFFEE])
        period_lock(business=books.business, month=DAY, reason="filed")
        made = exclude(books, "CORNER COFFEE")
        decision_undo(decision=made, batch=books.batch("undo"), reason="thought again")
        assert not JournalEntry.objects.exists()


def test_tags_are_kept_with_any_decision_once_and_in_lower_case(books):
    with books.scope():
        publish(books, [COFFEE])
        assert decide(books, "CORNER COFFEE", "meals", tags=("Job 12", "job 12", "Van")).tags == [
            "job 12",
            "van",
        ]
