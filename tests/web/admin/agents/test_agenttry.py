"""An agent is tried on transactions: runs are shown, no suggestion is written."""

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from ledgerflow.agents.models import Agent
from ledgerflow.agents.run_models import AgentRun
from ledgerflow.agents.services import agents_ship
from ledgerflow.classification.models import Suggestion
from ledgerflow.firms.models import Business
from ledgerflow.pipeline.services import Upload, statements_import
from ledgerflow.statements.accounts import bank_account_add
from ledgerflow.statements.models import BankTransaction
from ledgerflow.web.admin.agents.agenttry import TransactionsForm
from tests.agents.asked import language_model
from tests.agents.runner.fake_openai import FakeOpenAI, answers

FILE = b"""Date,Description,Amount,Balance
01/13/2025,QUAY SIGN WORKS LLC,-86.10,913.90
01/14/2025,HARBOR LIGHT COFFEE,-4.00,909.90
"""
ANSWER = answers(
    payee_name="Quay Sign Works", what="Signs", trade="signs", website="", confidence=0.8,
    sources=[], reason="It makes signs.",
)  # fmt: skip


@pytest.fixture
def payee_agent(books):
    """The shipped payee agent with a model of this machine, and two transactions that wait."""
    agents_ship()
    with books.scope():
        Business.objects.update(model_policy="local")
        bank_account_add(business=books.business, name="Checking")
    statements_import(
        books.place, [Upload("jan.csv", FILE)], account="Checking", user_id=books.user.pk
    )
    return Agent.objects.get(kind="payee")


def test_a_try_needs_a_firm_first(operator, payee_agent):
    assert "Pick the firm whose transactions" in operator.get(f"agent/{payee_agent.pk}/try/")


def test_a_try_shows_the_run_and_writes_no_suggestion(operator, books, payee_agent, settings):
    operator.pick(books)
    with books.scope():
        before = Suggestion.objects.count()
        ids = " ".join(str(pk) for pk in BankTransaction.objects.values_list("pk", flat=True))
    with FakeOpenAI(ANSWER) as server:
        settings.PRIVATE_HOSTS = frozenset({server.host})
        Agent.objects.update(model=language_model(base_url=server.base_url))
        page = operator.post(
            f"agent/{payee_agent.pk}/try/", business=books.place.business_id, ids=ids, count="1"
        )
    assert page.count("It makes signs.") == 2
    with books.scope():
        runs = list(AgentRun.objects.order_by("pk"))
        assert [run.is_trial for run in runs] == [True, True]
        assert Suggestion.objects.count() == before
    assert f"/admin/agents/agentrun/{runs[0].pk}/change/" in page


def test_where_the_web_may_not_reach_out_a_worker_tries_it(operator, books, payee_agent, settings):
    settings.AGENTS_ASKED_BY_WEB = False
    operator.pick(books)
    Agent.objects.update(model=language_model())
    page = operator.post(
        f"agent/{payee_agent.pk}/try/", business=books.place.business_id, ids="", count="2"
    )
    assert "The worker of agents tries it on 2 transactions." in page
    assert f"/admin/agents/agentrun/?trial=yes&agent={payee_agent.pk}" in page
    job = ProcrastinateJob.objects.get(task_name="agents_try")
    assert (job.args["agent_id"], len(job.args["transaction_ids"])) == (payee_agent.pk, 2)
    with books.scope():
        assert not AgentRun.objects.exists()


def test_the_first_that_wait_are_taken_where_no_id_is_given(operator, books, payee_agent, settings):
    operator.pick(books)
    with FakeOpenAI(ANSWER) as server:
        settings.PRIVATE_HOSTS = frozenset({server.host})
        Agent.objects.update(model=language_model(base_url=server.base_url))
        operator.post(
            f"agent/{payee_agent.pk}/try/", business=books.place.business_id, ids="", count="1"
        )
    with books.scope():
        assert AgentRun.objects.get().transactions == [
            BankTransaction.objects.order_by("date", "pk").first().pk
        ]


@pytest.mark.parametrize(
    ("policy", "with_model", "said"),
    [
        ("local", False, "has no language model"),
        ("none", True, "lets no language model see its transactions"),
    ],
)
def test_what_stands_in_the_way_is_told(operator, books, payee_agent, policy, with_model, said):
    operator.pick(books)
    if with_model:
        Agent.objects.update(model=language_model())
    with books.scope():
        Business.objects.update(model_policy=policy)
    page = operator.post(
        f"agent/{payee_agent.pk}/try/", business=books.place.business_id, ids="", count="1"
    )
    assert said in page


def test_a_business_of_another_firm_is_no_choice(operator, books, make_books, payee_agent):
    other = make_books(name="Theirs")
    operator.pick(books)
    page = operator.post(
        f"agent/{payee_agent.pk}/try/", business=other.place.business_id, ids="", count="1"
    )
    assert "is not one of the available choices" in page


def test_ids_are_whole_numbers_and_few():
    assert TransactionsForm({"ids": "7, 7 8;9"}).is_valid()
    assert "Not an id: 1e3." in str(TransactionsForm({"ids": "5 1e3"}).errors)
    assert "At most 5 at once" in str(TransactionsForm({"ids": "1 2 3 4 5 6"}).errors)


def test_the_profile_agent_is_tried_elsewhere(operator, payee_agent):
    agent = Agent.objects.get(kind="profile")
    assert "ledgerflow agents profile" in operator.get(f"agent/{agent.pk}/try/")
