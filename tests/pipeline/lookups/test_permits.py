"""Whom a business's transactions may be shown to."""

import pytest

from ledgerflow.agents.lookups import model_policy_set
from ledgerflow.core.errors import InputError, RuleError
from ledgerflow.pipeline.lookups.permits import asking_of
from tests.agents.asked import agent, language_model


def asked(books, policy):
    with books.scope():
        model_policy_set(business=books.business, policy=policy)
        return asking_of(books.business)


def test_without_a_policy_no_model_is_asked_whatever_else_is_set_up(books):
    agent()
    with pytest.raises(RuleError, match="lets no language model") as caught:
        asked(books, "none")
    assert "ledgerflow agents policy" in caught.value.hint


def test_local_models_only_means_models_marked_as_local(books):
    agent(model=language_model("house"))
    assert asked(books, "local").classification.model.name == "house"
    agent(name="a-remote", model=language_model("remote", is_local=False))
    with pytest.raises(RuleError, match="remote is not marked"):
        asked(books, "local")
    assert asked(books, "allowed").classification.model.name == "remote"


def test_a_row_that_only_claims_to_be_local_is_not_believed(books, settings):
    agent(model=language_model("house"))
    settings.PRIVATE_HOSTS = frozenset({"llm.internal:8000"})
    with pytest.raises(RuleError, match="not in LEDGERFLOW_PRIVATE_HOSTS"):
        asked(books, "local")


def test_a_look_up_goes_without_a_payee_agent_that_may_not_be_asked(books):
    agent()
    assert asked(books, "local").payee is None
    agent("payee", model=language_model("remote", is_local=False))
    assert asked(books, "local").payee is None
    assert asked(books, "allowed").payee.model.name == "remote"


def test_an_agent_must_be_switched_on(books):
    agent(is_enabled=False)
    with pytest.raises(InputError) as caught:
        asked(books, "allowed")
    assert caught.value.code == "agent_off"
