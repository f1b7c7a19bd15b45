"""Taking a proposed profile and chart on: a person, item by item, each audited."""

import pytest

from ledgerflow.audit.models import AuditEvent
from ledgerflow.classification.rule_services import rule_switch
from ledgerflow.classification.sharetext import share_read
from ledgerflow.core.errors import AccessError, ConflictError, InputError
from ledgerflow.firms.services import business_describe
from ledgerflow.ledger.chartchanges import account_open, account_rename
from ledgerflow.ledger.models import Account
from ledgerflow.ledger.selectors import account_by_key
from ledgerflow.pipeline.profile_proposals import proposal_accept, proposal_of
from ledgerflow.pipeline.rules.stating import RuleWish, rule_open
from ledgerflow.tax.selectors import chosen_lines
from tests.agents.asked import agent as agent_row
from tests.agents.ended import ended_run


@pytest.fixture
def agent(db):
    return agent_row("profile")


def items_for(business):
    supplies, travel = (account_by_key(business, key) for key in ("supplies", "travel"))
    rows = [
        {"what": "description", "from": "", "to": "Throws pots and teaches."},
        {"what": "industry", "from": "", "to": "education"},
        {
            "what": "account_add",
            "name": "Kiln firing",
            "type": "expense",
            "parent": "",
            "tax_line": "22",
            "why": "every month",
        },
        {
            "what": "account_rename",
            "account": str(supplies.pk),
            "code": supplies.code,
            "from": supplies.name,
            "to": "Clay and glaze",
            "why": "",
        },
        {
            "what": "account_close",
            "account": str(travel.pk),
            "code": travel.code,
            "from": travel.name,
            "why": "never travels",
        },
    ]
    return [{"n": n, **row} for n, row in enumerate(rows, 1)]


def proposed(books, agent, **fields):
    with books.scope():
        output = {
            "items": items_for(books.business),
            "questions": ["Do you sell abroad?"],
            "confidence": 0.7,
            "reason": "a pottery",
        }
        return ended_run(books, agent, **({"output": output} | fields)).pk


def accept(books, run_id, *only):
    return proposal_accept(books.place, run_id, user_id=books.user.pk, only=only)


def test_a_proposal_is_read_and_nothing_is_written(books, agent):
    found = proposal_of(books.place, proposed(books, agent))
    assert [item.what for item in found.items][:2] == ["description", "industry"]
    assert (found.model, found.prompt) == ("invented-7b", "profile-agent/1")
    assert found.questions == ("Do you sell abroad?",)
    with books.scope():
        assert books.business.description == ""
        assert not Account.objects.filter(name="Kiln firing").exists()


def test_a_person_takes_all_of_it_on_and_each_item_is_audited(books, agent):
    run_id = proposed(books, agent)
    assert [one.error for one in accept(books, run_id)] == [None] * 5
    with books.scope():
        business = books.business
        assert (business.description, business.industry) == (
            "Throws pots and teaches.",
            "education",
        )
        kiln = Account.objects.get(name="Kiln firing")
        assert chosen_lines(business, "schedule_c", 2025) == {kiln.pk: "22"}
        assert account_by_key(business, "supplies").name == "Clay and glaze"
        assert not account_by_key(business, "travel").is_active
        events = AuditEvent.objects.filter(action="profile_accept", subject_id=run_id)
        assert [event.detail["n"] for event in events.order_by("pk")] == [1, 2, 3, 4, 5]
        assert {(event.actor, event.user_id) for event in events} == {("person", books.user.pk)}
        assert events.get(detail__n=3).detail["account"] == kiln.pk


def test_some_items_are_taken_and_the_rest_later(books, agent):
    run_id = proposed(books, agent)
    assert [one.item.n for one in accept(books, run_id, 1, 3)] == [1, 3]
    assert [i.n for i in proposal_of(books.place, run_id).items if i.is_accepted] == [1, 3]
    assert [one.item.n for one in accept(books, run_id)] == [2, 4, 5]
    with pytest.raises(ConflictError) as refused:
        accept(books, run_id)
    assert refused.value.code == "already_accepted"


def test_an_item_is_not_taken_twice(books, agent):
    run_id = proposed(books, agent)
    accept(books, run_id, 3)
    again = accept(books, run_id, 3, 4)
    assert [one.error and one.error.code for one in again] == ["already_accepted", None]
    with books.scope():
        assert Account.objects.filter(name="Kiln firing").count() == 1


def test_what_changed_meanwhile_is_refused_item_by_item(books, agent):
    run_id = proposed(books, agent)
    with books.scope():
        business_describe(business=books.business, description="Glass.", industry="")
        account_open(business=books.business, name="kiln FIRING", kind="expense")
        account_rename(account=account_by_key(books.business, "supplies"), name="Glass rods")
    done = {one.item.n: one.error and one.error.code for one in accept(books, run_id)}
    assert done == {
        1: "changed_meanwhile",
        2: None,
        3: "account_exists",
        4: "changed_meanwhile",
        5: None,
    }
    with books.scope():
        assert books.business.description == "Glass."
        assert account_by_key(books.business, "supplies").name == "Glass rods"
        assert AuditEvent.objects.filter(action="profile_accept").count() == 2


@pytest.mark.parametrize("parts", [(), (6110, 6180)])
def test_an_account_that_a_rule_places_money_in_stays_open(books, agent, parts):
    run_id = proposed(books, agent)
    splits = tuple(share_read(f"{code}=50%") for code in parts)
    wish = RuleWish(
        name="Night trains", contains=("TRAIN",), account="" if parts else "6180", splits=splits
    )
    rule = rule_open(books.place, wish, user_id=books.user.pk)
    assert accept(books, run_id, 5)[0].error.code == "account_in_use"
    with books.scope():
        rule_switch(rule=rule, active=False)
    assert accept(books, run_id, 5)[0].error is None


def test_a_wrong_tax_line_takes_its_account_back(books, agent):
    with books.scope():
        items = items_for(books.business)
    items[2] |= {"tax_line": "31"}
    run_id = proposed(books, agent, output={"items": items})
    assert accept(books, run_id, 3)[0].error.code == "tax_line_refused"
    with books.scope():
        assert not Account.objects.filter(name="Kiln firing").exists()


@pytest.mark.parametrize(
    "fields", [{"state": "review"}, {"is_trial": True}, {"state": "failed", "output": None}]
)
def test_a_run_without_a_proposal_is_told(books, agent, fields):
    with pytest.raises(InputError) as refused:
        proposal_of(books.place, proposed(books, agent, **fields))
    assert refused.value.code == "no_proposal"


def test_a_run_of_another_kind_or_business_proposes_nothing_here(books, agent, make_books):
    other = make_books()
    run_id = proposed(books, agent)
    with pytest.raises(AccessError):
        proposal_of(other.place, run_id)
    with books.scope():
        classified = ended_run(books, agent_row("classification"), output={"account": None}).pk
    with pytest.raises(InputError):
        proposal_of(books.place, classified)


def test_unknown_items_and_nobody_are_refused(books, agent):
    run_id = proposed(books, agent)
    with pytest.raises(InputError, match="no item 9"):
        accept(books, run_id, 1, 9)
    with pytest.raises(InputError) as refused:
        proposal_accept(books.place, run_id, user_id=None)
    assert refused.value.code == "decision_needs_person"
