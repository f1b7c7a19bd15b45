"""Everything that agents need is away: the books are kept all the same, and it is said why."""

import pytest
from django.core.cache import caches
from django.test import Client

from ledgerflow.agents.lookups import model_policy_set
from ledgerflow.agents.run_models import LookUp
from ledgerflow.agents.runner.scripted import Answer, call, scripted
from ledgerflow.pipeline import intake, services, stages, tasks
from ledgerflow.pipeline.decisions import Wish, queue_accept
from ledgerflow.pipeline.lookups.batch import look_up_run
from ledgerflow.pipeline.reporting import business_report
from ledgerflow.pipeline.services import Upload, statement_submit
from ledgerflow.review.selectors import queue
from ledgerflow.statements import formats
from tests.agents.asked import agent, language_model, tool
from tests.loopback import closed_port
from tests.pipeline.lookups.lookers import AtOnce, account_of, answers
from tests.published import checking

FILE = b"""Date,Description,Amount,Balance
01/13/2025,ZORBLATT WIDGETS 114,-86.10,913.90
01/20/2025,QUILLFEATHER GMBH,-50.00,863.90
"""


@pytest.fixture(autouse=True)
def _read_here(monkeypatch):
    """No child process; reading has tests of its own."""
    for module in (intake, services, stages):
        if hasattr(module, "read_contained"):
            monkeypatch.setattr(module, "read_contained", formats.read)


def ready(books):
    with books.scope():
        checking(books)
        model_policy_set(business=books.business, policy="local")


def imported_by_the_job(books):
    """As a worker does it: the file, the settling, and a look-up that is queued."""
    upload = Upload("january.csv", FILE)
    file_id = statement_submit(books.place, upload, account="Checking", user_id=books.user.pk)
    tasks.statement_process(
        firm_id=books.place.firm_id,
        business_id=books.place.business_id,
        file_id=file_id,
        user_id=books.user.pk,
    )
    with books.scope():
        assert LookUp.objects.get().state == "waiting"


def kept_all_the_same(books):
    """A person decides everything; the report has it, and the page says what was missing."""
    with books.scope():
        numbers = [one.number for one in queue(books.business)]
    done = queue_accept(books.place, numbers, Wish(account="supplies"), user_id=books.user.pk)
    assert len(done.decisions) == 2
    report = business_report(books.place, books.user.pk, "profit_and_loss", 2025)
    assert all(check.passed for check in report.checks)
    client = Client()
    client.force_login(books.user)
    return client.get(f"/b/{books.place.business_id}/").content.decode()


def test_with_the_model_away_the_look_up_stops_and_the_books_are_kept(books, settings):
    host = f"127.0.0.1:{closed_port()}"
    settings.PRIVATE_HOSTS = frozenset({host})
    gone = language_model("gone", base_url=f"http://{host}/v1")
    agent(model=gone, max_seconds=2)
    ready(books)
    imported_by_the_job(books)
    look_up_run(books.place, executor=AtOnce())
    with books.scope():
        ended = LookUp.objects.get()
    assert ended.state == "stopped"
    assert ended.reason_code in {"model_down", "breaker_open"}
    page = kept_all_the_same(books)
    assert "look-up by agents stopped" in page
    assert "gone" in page, "the model is named"


def test_with_the_search_server_away_the_agent_answers_without_it_and_it_is_told(books, settings):
    settings.SEARXNG_URL = f"http://127.0.0.1:{closed_port()}"
    agent(tools=[tool("search_web", "tools.search_tool.search_web")])
    ready(books)
    imported_by_the_job(books)

    def script(view):
        if not view.results:
            return call("search_web", query="zorblatt")
        return Answer({"account": account_of(view), "confidence": 0.6})

    look_up_run(books.place, executor=AtOnce(), model=scripted(script))
    with books.scope():
        ended = LookUp.objects.get()
    assert (ended.state, ended.suggested, ended.reason_code) == ("done", 2, "tool_down")
    assert "search_web failed in 2 of 2 runs" in kept_all_the_same(books)


def test_with_redis_away_nothing_of_it_is_noticed(books, settings):
    address = f"redis://127.0.0.1:{closed_port()}/0"
    settings.CACHES = {
        name: {"BACKEND": "ledgerflow.core.cache.ForgettingRedisCache", "LOCATION": address}
        for name in ("default", "limits")
    }
    assert caches["default"].get("anything") is None
    agent(tools=[tool("lookup_merchant", "tools.merchant_tool.lookup_merchant", cache_seconds=60)])
    ready(books)
    imported_by_the_job(books)

    def script(view):
        if not view.results:
            return call("lookup_merchant", name="zorblatt")
        return Answer({"account": account_of(view), "confidence": 0.6})

    look_up_run(books.place, executor=AtOnce(), model=scripted(script))
    with books.scope():
        ended = LookUp.objects.get()
    assert (ended.state, ended.suggested, ended.reason) == ("done", 2, "")
    assert "look-up by agents stopped" not in kept_all_the_same(books)


def test_without_the_role_of_agents_nothing_is_asked_and_it_is_said(books, monkeypatch):
    from ledgerflow.agents import role

    monkeypatch.setattr(role, "agent_role_exists", lambda: False)
    agent()
    ready(books)
    imported_by_the_job(books)
    script, model = answers()
    look_up_run(books.place, executor=AtOnce(), model=model)
    assert script.seen == []
    page = kept_all_the_same(books)
    assert "no role lf_agent" in page
