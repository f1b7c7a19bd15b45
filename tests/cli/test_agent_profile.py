"""`agents profile` and `agents accept`: a proposal as a diff, and a person who takes it on."""

import json

import pytest

from ledgerflow.ledger.models import Account
from tests.agents.asked import agent as agent_row
from tests.agents.asked import language_model
from tests.agents.runner.fake_openai import FakeOpenAI, answers, says

PROPOSAL = {
    "profile_text": "Throws pots.",
    "industry": "education",
    "accounts_to_add": [{"name": "Kiln \x1b[31mfiring", "type": "expense", "tax_line": "22"}],
    "questions": ["Do you sell abroad?"],
    "confidence": 0.8,
    "reason": "a pottery",
}
ASK = ("agents", "profile", "harbor-street-studio", "--describe", "We throw pots.")


@pytest.fixture
def books(make_books):
    return make_books(model_policy="local")


@pytest.fixture
def server(settings):
    """A model server that proposes; the profile agent is set to it."""
    with FakeOpenAI(answers(**PROPOSAL)) as found:
        settings.PRIVATE_HOSTS = frozenset({found.host})
        agent_row("profile", model=language_model(base_url=found.base_url))
        yield found


def test_a_proposal_is_shown_as_a_diff_and_writes_nothing(cli, books, server):
    done = cli(*ASK)
    assert done.code == 0
    for said in (
        "proposes for harbor-street-studio",
        "1 ~ description + Throws pots.",
        "2 ~ industry + education",
        "3 + account Kiln [31mfiring (expense, line 22)",
        "? Do you sell abroad?",
        "Nothing is written.",
    ):
        assert said in done.text
    assert "\x1b" not in done.out
    with books.scope():
        assert books.business.industry == ""


def test_items_are_accepted_by_number_and_the_rest_later(cli, books, server):
    run = json.loads(cli(*ASK, "--json").out)["run"]
    done = cli("agents", "accept", run, "--only", "1,3")
    assert done.code == 0
    assert "✓ ~ description" in done.text
    with books.scope():
        assert books.business.description == "Throws pots."
        assert Account.objects.filter(name="Kiln [31mfiring").exists()
        assert books.business.industry == ""
    again = cli("agents", "accept", run, "--only", "3")
    assert again.code == 4
    assert "accepted before" in again.text
    assert "1 item of 1 could not be taken on" in again.text
    assert cli("agents", "accept", run).code == 0
    with books.scope():
        assert books.business.industry == "education"


def test_a_model_that_proposes_nothing_is_told(cli, books, server):
    server.behaviours[:] = [says("I like pots.")]
    done = cli(*ASK)
    assert done.code == 1
    assert "proposes nothing" in done.text


@pytest.mark.parametrize("only", ["1;3", "one", "-1", "12345"])
def test_item_numbers_are_numbers(cli, books, only):
    done = cli("agents", "accept", 1, "--only", only)
    assert done.code == 2
    assert "lists no item numbers" in done.text
