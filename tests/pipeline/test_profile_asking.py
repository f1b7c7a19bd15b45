"""Asking the profile agent: its answer stays in the run, and changes nothing."""

import pytest

from ledgerflow.agents.models import Agent
from ledgerflow.agents.runner.scripted import Answer, Say, scripted
from ledgerflow.core.errors import InputError, RuleError
from ledgerflow.ledger.models import Account
from ledgerflow.pipeline.profile_asking import profile_propose
from ledgerflow.pipeline.profile_proposals import proposal_accept, proposal_of
from tests.agents.asked import agent as agent_row


def proposes(view):
    assert view.fields["description"] == "We throw pots."
    return Answer(
        {
            "profile_text": "Throws pots.",
            "industry": "education",
            "accounts_to_add": [{"name": "Kiln firing", "type": "expense", "tax_line": "22"}],
            "confidence": 0.8,
        }
    )


def propose(books, script=proposes):
    return profile_propose(
        books.place, "We throw pots.", user_id=books.user.pk, model=scripted(script)
    )


@pytest.fixture
def local_books(make_books):
    return make_books(model_policy="local")


def test_a_description_becomes_a_proposal_and_then_a_chart(local_books):
    agent_row("profile")
    run = propose(local_books)
    assert run.state == "answered"
    items = proposal_of(local_books.place, run.pk).items
    assert [one.what for one in items] == ["description", "industry", "account_add"]
    with local_books.scope():
        assert local_books.business.industry == ""
        assert not Account.objects.filter(name="Kiln firing").exists()
    done = proposal_accept(local_books.place, run.pk, user_id=local_books.user.pk)
    assert [one.error for one in done] == [None, None, None]
    with local_books.scope():
        assert Account.objects.get(name="Kiln firing").is_active


def test_a_model_that_says_nothing_useful_proposes_nothing(local_books):
    agent_row("profile")
    run = propose(local_books, lambda _view: Say("Hello!"))
    assert run.state == "review"
    with pytest.raises(InputError):
        proposal_of(local_books.place, run.pk)


def test_without_an_agent_or_against_the_policy_nothing_is_asked(books, local_books):
    with pytest.raises(InputError) as off:
        propose(local_books)
    assert off.value.code == "agent_off"
    agent_row("profile")
    with pytest.raises(RuleError) as refused:
        propose(books)
    assert refused.value.code == "model_policy"
    Agent.objects.update(model=None)
    with pytest.raises(InputError) as bare:
        propose(local_books)
    assert bare.value.code == "agent_no_model"
