"""From a bank's file to an agent's suggestion, a person's decision, the books, and back."""

import json
from decimal import Decimal

import pytest

from ledgerflow.agents.lookups import model_policy_set
from ledgerflow.agents.run_models import AgentRun, LookUp, OutboundCall
from ledgerflow.agents.runner.scripted import Answer, call, scripted
from ledgerflow.classification.models import Suggestion
from ledgerflow.ledger.selectors import account_balances
from ledgerflow.pipeline import intake, services, stages
from ledgerflow.pipeline.decisions import Wish, queue_accept
from ledgerflow.pipeline.lookups.batch import look_up_run, look_up_start
from ledgerflow.pipeline.services import Upload, statements_import
from ledgerflow.pipeline.undo import batch_undo
from ledgerflow.pipeline.verify import books_verify
from ledgerflow.review.models import Decision
from ledgerflow.review.selectors import queue
from ledgerflow.statements import formats
from tests.agents.asked import agent, tool
from tests.pipeline.lookups.lookers import AtOnce, account_of
from tests.published import checking
from tests.tools.fake_searxng import serve

FILE = b"""Date,Description,Amount,Balance
01/13/2025,ZORBLATT WIDGETS 114,-86.10,913.90
01/14/2025,ZORBLATT WIDGETS 115,-4.00,909.90
01/20/2025,QUILLFEATHER GMBH,-50.00,859.90
"""
QUOTE = "Zorblatt Widgets sells widgets and shop supplies"


@pytest.fixture(autouse=True)
def _read_here(monkeypatch):
    """No child process; reading has tests of its own."""
    for module in (intake, services, stages):
        if hasattr(module, "read_contained"):
            monkeypatch.setattr(module, "read_contained", formats.read)


@pytest.fixture
def searxng(settings):
    with serve("given") as base_url:
        base_url.results = [
            {"url": "https://widgets.example/about", "title": "Zorblatt", "content": f"{QUOTE}."}
        ]
        settings.SEARXNG_URL = base_url
        yield base_url


def imported(books):
    with books.scope():
        checking(books)
        model_policy_set(business=books.business, policy="local")
    run = statements_import(
        books.place, [Upload("january.csv", FILE)], account="Checking", user_id=books.user.pk
    )
    assert run.refused == []


def clerk(view):
    """Searches, quotes what it found, and knows nothing of others."""
    if "ZORBLATT" not in json.dumps(view.fields).upper():
        return Answer({"account": None, "confidence": 0.1, "questions": ["Whom was it paid to?"]})
    if not view.results:
        return call("search_web", query="zorblatt widgets")
    source = {"url": "https://widgets.example/about", "title": "Zorblatt", "quote": QUOTE}
    return Answer(
        {
            "account": account_of(view),
            "payee_name": "Zorblatt Widgets",
            "confidence": 0.9,
            "reason": "It sells shop supplies.",
            "sources": [source],
        }
    )


def test_an_agent_s_suggestion_with_evidence_is_decided_booked_and_undone(books, searxng):
    made = agent(tools=[tool("search_web", "tools.search_tool.search_web")])
    imported(books)
    look_up_start(books.place, user_id=books.user.pk)
    look_up_run(books.place, executor=AtOnce(), model=scripted(clerk))

    with books.scope():
        look_up = LookUp.objects.get()
        assert (look_up.state, look_up.suggested, look_up.to_review) == ("done", 2, 1)
        run = AgentRun.objects.get(state="answered", subject_key__icontains="zorblatt")
        assert [one.purpose for one in OutboundCall.objects.filter(run=run)] == ["search"]
        waiting = queue(books.business)
        ours = [w for w in waiting if w.suggestion and w.suggestion.source == "agent"]
        assert len(ours) == 2
        source = ours[0].suggestion.evidence["sources"][0]
        assert (source["url"], source["quote"]) == ("https://widgets.example/about", QUOTE)
        assert source["at"]
        assert ours[0].suggestion.version.endswith(f"{made.prompt.version}")
        assert Decision.objects.count() == 0, "no policy takes what nobody has judged"
        numbers = [one.number for one in ours]

    done = queue_accept(books.place, numbers, Wish(), user_id=books.user.pk)
    assert len(done.decisions) == 2
    with books.scope():
        supplies = {row.key: row.amount for row in account_balances(books.business)}
        decision = Decision.objects.first()
        assert decision.suggestion.evidence["run"] == run.pk, "every figure down to the run"
    assert supplies["supplies"] == Decimal("90.10")
    assert all(check.ok for check in books_verify(books.place).checks)

    report = batch_undo(books.place, look_up.batch_id, user_id=books.user.pk)
    assert (report.suggestions, report.kept_count) == (0, 2), "what a person decided stands"
    batch_undo(books.place, done.batch_id, user_id=books.user.pk)
    with books.scope():
        sources = {w.suggestion.source for w in queue(books.business) if w.suggestion is not None}
        assert "agent" not in sources
        assert Suggestion.objects.filter(source="agent").exists(), "the record stays"
    assert all(check.ok for check in books_verify(books.place).checks)
