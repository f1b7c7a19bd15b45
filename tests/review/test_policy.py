"""What the policy accepts without a person, and what never."""

import datetime as dt
from decimal import Decimal

import pytest

from ledgerflow.audit.models import AuditEvent
from ledgerflow.classification.facts import SplitShare
from ledgerflow.classification.models import PayeeMemory, Rule
from ledgerflow.classification.rule_services import RuleFields, rule_add
from ledgerflow.classification.services import transactions_classify
from ledgerflow.core.errors import ClosedAccount, LockedPeriod
from ledgerflow.ledger.models import Account
from ledgerflow.ledger.selectors import account_by_key
from ledgerflow.ledger.services import period_lock
from ledgerflow.review.policy import POLICY, suggestions_accept, suggestions_acceptable
from ledgerflow.review.selectors import live_decision, undecided
from tests.published import decide, publish, transaction
from tests.review.test_services import CLIENT, COFFEE, balances, suggest, transfer_pair


def policy_run(books):
    return suggestions_accept(business=books.business, batch=books.batch())


def test_a_policy_never_teaches(books):
    with books.scope():
        publish(books, [COFFEE])
        suggest(books, "CORNER COFFEE")
        (made,) = policy_run(books).decisions
        assert (made.policy, made.decided_by, made.is_person) == (POLICY, None, False)
        assert not PayeeMemory.objects.exists()


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


def test_the_policy_takes_no_half_whose_other_half_a_person_booked_as_income(books):
    with books.scope():
        out, into = transfer_pair(books)
        pair_suggestions(books, out, into)
        decide(books, into.description, "sales")
        assert suggestions_acceptable(books.business) == {}
        assert policy_run(books).decisions == ()
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


def test_a_confidence_that_was_only_stated_is_never_enough(books):
    with books.scope():
        publish(books, [COFFEE])
        suggest(books, "CORNER COFFEE", source="knowledge", confidence="1", hit_rate=None)
        assert policy_run(books).decisions == ()


@pytest.mark.parametrize("change", [{"is_active": False}, {"version": 2}])
def test_a_rule_that_was_switched_off_or_changed_since_is_asked_anew_first(books, change):
    with books.scope():
        publish(books, [COFFEE])
        suggest(books, "CORNER COFFEE")
        Rule.objects.update(**change)
        assert policy_run(books).decisions == ()


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


HAS_DEPOT = [{"field": "description", "op": "contains", "value": "DEPOT"}]
DEPOT = ("2025-01-13", "-100.00", "HOME DEPOT")


def rule_run(books, **sets):
    """A rule for the depot, asked, and what the policy then makes of its answer."""
    fields = RuleFields(name="Depot", conditions=HAS_DEPOT, **sets)
    rule_add(business=books.business, fields=fields)
    waiting = undecided(books.business)
    transactions_classify(
        business=books.business, batch=books.batch("classify"), transactions=waiting
    )
    return policy_run(books)


def test_a_rule_that_calls_it_a_transfer_books_to_clearing(books):
    with books.scope():
        publish(books, [DEPOT])
        rule_run(books, is_transfer=True)
        assert balances(books) == {"transfers_clearing": 100, "Checking": -100}


def test_a_rule_that_splits_is_accepted_with_its_parts(books):
    with books.scope():
        publish(books, [DEPOT])
        supplies, draw = (account_by_key(books.business, key) for key in ("supplies", "owner_draw"))
        shares = (SplitShare(supplies.pk, Decimal(60), "tools"), SplitShare(draw.pk))
        (made,) = rule_run(books, splits=shares, tags=("Van",)).decisions
        assert (made.kind, made.account, made.policy, made.tags) == ("split", None, POLICY, ["van"])
        assert balances(books) == {"supplies": 60, "owner_draw": 40, "Checking": -100}


def test_a_rule_that_excludes_is_accepted_with_its_name_as_the_reason(books):
    with books.scope():
        publish(books, [DEPOT])
        (made,) = rule_run(books, is_exclusion=True).decisions
        assert (made.kind, made.entry, made.reason) == ("exclude", None, "rule “Depot”")
        assert AuditEvent.objects.get(action="decision_exclude").reason == "rule “Depot”"
        assert balances(books) == {}
        assert not undecided(books.business).exists()


def test_a_split_that_does_not_fit_one_transaction_refuses_that_one_only(books):
    with books.scope():
        publish(books, [DEPOT, ("2025-01-14", "-8.00", "DEPOT CAFE")])
        supplies, draw = (account_by_key(books.business, key) for key in ("supplies", "owner_draw"))
        shares = (SplitShare(supplies.pk, amount=Decimal(10)), SplitShare(draw.pk))
        done = rule_run(books, splits=shares)
        assert [d.transaction.description for d in done.decisions] == ["HOME DEPOT"]
        ((refused, error),) = done.refused
        assert refused.description == "DEPOT CAFE"
        assert error.code == "bad_split"
        assert "DEPOT CAFE" in error.message
