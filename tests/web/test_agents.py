"""The pages of agents: policy, starting, progress, runs with their sources."""

import re
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob

from ledgerflow.agents.lookups import look_up_begin, look_up_end, model_policy_set
from ledgerflow.agents.records import CallRecord, OutboundRecord, Refusal, RunOutcome
from ledgerflow.agents.run_models import LookUp
from ledgerflow.agents.selectors import agent_spec
from ledgerflow.agents.services import run_close
from ledgerflow.classification.models import Suggestion
from ledgerflow.firms.models import Membership
from ledgerflow.pipeline.lookups.batch import look_up_run, look_up_start
from tests.agents.asked import agent, run
from tests.pipeline.lookups.lookers import AtOnce, answers, undecided_books
from tests.web.conftest import desk_of
from tests.web.test_closing import as_role

EVIL = "<script>alert(1)</script>"


@pytest.fixture(autouse=True)
def _no_old_jobs(db):
    ProcrastinateJob.objects.all().delete()


def text_of(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def post(desk, path, **fields):
    return desk.client.post(desk.base + path, fields, follow=True)


def ready(desk, **more):
    return undecided_books(desk.books, **more)


def hostile_run(books, made, key="ZORBLATT"):
    """A run whose every text tries to be markup."""
    spec = agent_spec(made)
    opened = run(books, spec, 3, key=key)
    said = {"account": None, "confidence": 0.4, "reason": EVIL, "sources": [
        {"url": "https://widgets.example/a?b=<c>", "title": EVIL, "quote": EVIL},
        {"url": "javascript:alert(1)", "title": "no address", "quote": ""},
    ]}  # fmt: skip
    call = CallRecord(1, "search_web", "tools.search_tool.search_web", {"q": EVIL}, EVIL, "ok")
    sent = OutboundRecord("search", "GET", f"https://s.example/?q={EVIL}", "s.example", status=200)
    outcome = RunOutcome(
        "answered",
        output=said,
        messages=({"role": "model", "text": EVIL},),
        calls=(call,),
        outbound=(sent,),
        refusals=(Refusal("quote", EVIL),),
    )
    run_close(run=opened, spec=spec, outcome=outcome)
    return opened.pk


def test_an_empty_page_says_what_is_missing(desk):
    answer = desk.get("agents/")
    assert answer.status_code == 200
    said = text_of(answer)
    assert "lets no language model see its transactions" in said
    assert "No agent was asked yet." in said
    assert "Ask about what is undecided" not in said


def test_an_owner_sets_the_policy_and_others_may_not(desk):
    assert "local models only" in text_of(post(desk, "agents/policy/", policy="local")).lower()
    with desk.books.scope():
        assert desk.books.business.model_policy == "local"
    assert post(desk, "agents/policy/", policy="whatever").status_code == 400
    keeper = as_role(desk, Membership.Role.BOOKKEEPER)
    assert "An owner of the firm can change it." in text_of(keeper.get("agents/"))
    assert post(keeper, "agents/policy/", policy="allowed").status_code == 404
    with desk.books.scope():
        assert desk.books.business.model_policy == "local"


def test_a_look_up_is_started_watched_and_cancelled(desk):
    ready(desk)
    assert "Ask about what is undecided" in text_of(desk.get("agents/"))
    said = post(desk, "agents/start/").content.decode()
    assert "The look-up is queued." in said
    assert 'hx-trigger="every 1s"' in said
    assert post(desk, "agents/start/").status_code == 409
    fragment = desk.get("agents/progress/").content.decode()
    assert "<html" not in fragment
    assert 'id="look-up"' in fragment
    assert "Nothing new is asked." in text_of(post(desk, "agents/cancel/"))
    assert post(desk, "agents/cancel/").status_code == 409


def test_the_fragment_stops_asking_once_it_has_ended(desk):
    ready(desk)
    look_up_start(desk.books.place)
    assert 'hx-get="' in desk.get("agents/progress/").content.decode()
    look_up_run(desk.books.place, executor=AtOnce(), model=answers()[1])
    ended = desk.get("agents/progress/")
    assert ended.headers["HX-Refresh"] == "true"
    page = desk.get("agents/").content.decode()
    assert "agents/progress/" not in page
    assert "3 of 3 payees asked · 4 suggestions · 0 left to you" in text_of(desk.get("agents/"))


def test_a_suggestion_leads_to_the_run_behind_it(desk):
    ready(desk)
    look_up_start(desk.books.place)
    look_up_run(desk.books.place, executor=AtOnce(), model=answers()[1])
    with desk.books.scope():
        suggested = Suggestion.objects.filter(source="agent").order_by("pk").first()
    page = desk.get(f"transactions/{suggested.transaction_id}/").content.decode()
    address = re.search(r'href="(/b/\d+/agents/runs/\d+/)"', page).group(1)
    said = text_of(desk.client.get(address))
    assert "ZORBLATT WIDGETS" in said
    assert "Supplies" in said
    assert "It sells them." in said
    assert "Instructions to the model" in said


def test_a_look_up_that_stopped_says_why_on_the_overview(desk):
    ready(desk)
    with desk.books.scope():
        assert "look-up by agents" not in text_of(desk.get())
        look_up = LookUp.objects.create(
            firm_id=desk.books.place.firm_id, business=desk.books.business, total=9, done=2
        )
        look_up_begin(look_up=look_up)
    assert "Agents are looking things up: 2 of 9" in text_of(desk.get())
    with desk.books.scope():
        look_up_end(look_up=look_up, state="stopped", code="model_down", reason=f"Away. {EVIL}")
    page = desk.get()
    assert "stopped after 2 of 9 payees: Away." in text_of(page)
    assert EVIL not in page.content.decode()


def test_nothing_that_a_model_or_a_page_said_becomes_markup(desk):
    made = ready(desk)
    with desk.books.scope():
        pk = hostile_run(desk.books, made, key=EVIL)
    for path in ("agents/", f"agents/runs/{pk}/"):
        page = desk.get(path)
        assert page.status_code == 200
        shown = page.content.decode()
        assert EVIL not in shown
        assert "javascript:" not in re.sub(r"&#x27;.*?&#x27;", "", shown).split("href=")[-1]
        assert not re.search(r'href="javascript', shown)
        assert 'rel="noopener noreferrer nofollow"' in shown


def test_runs_are_paged(desk):
    made = ready(desk)
    with desk.books.scope():
        for n in range(27):
            run(desk.books, agent_spec(made), 3, key=f"PAYEE {n:02}")
    first = text_of(desk.get("agents/"))
    assert "PAYEE 26" in first
    assert "PAYEE 01" not in first
    address = re.search(r"\?before=(\d+)", desk.get("agents/").content.decode()).group(1)
    second = text_of(desk.get("agents/", before=address))
    assert "PAYEE 01" in second
    assert "PAYEE 26" not in second
    assert desk.get("agents/", before="x").status_code == 400


def test_a_client_sees_nothing_of_the_agents(desk):
    made = ready(desk)
    with desk.books.scope():
        pk = hostile_run(desk.books, made)
    guest = as_role(desk, Membership.Role.CLIENT)
    for path in ("agents/", "agents/progress/", f"agents/runs/{pk}/"):
        assert desk.get(path).status_code == 200
        assert guest.get(path).status_code == 404


@pytest.mark.parametrize("role", ["viewer", "client"])
def test_who_may_only_look_can_start_nothing(desk, role):
    ready(desk)
    guest = as_role(desk, role)
    page = guest.get("agents/").content.decode()
    assert not re.findall(rf'action="{guest.base}agents/', page)
    for path in ("start", "cancel", "policy"):
        assert post(guest, f"agents/{path}/", policy="allowed").status_code == 404
    assert not ProcrastinateJob.objects.filter(task_name="agents_look_up").exists()


def test_another_firms_runs_do_not_exist(desk, make_books):
    made = ready(desk)
    with desk.books.scope():
        pk = hostile_run(desk.books, made)
    stranger = desk_of(make_books(name="Other Books"))
    assert stranger.get(f"agents/runs/{pk}/").status_code == 404
    for path in ("agents/", "agents/progress/", f"agents/runs/{pk}/"):
        assert stranger.client.get(desk.base + path).status_code == 404
    assert stranger.client.post(f"{desk.base}agents/start/").status_code == 404


def test_forms_need_their_token_and_reading_changes_nothing(desk):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(desk.books.user)
    for path in ("start", "cancel", "policy"):
        assert strict.post(f"{desk.base}agents/{path}/").status_code == 403
        assert desk.get(f"agents/{path}/").status_code == 405


def queries(desk, path):
    desk.get(path)
    with CaptureQueriesContext(connection) as caught:
        assert desk.get(path).status_code == 200
    return len(caught)


def test_more_runs_and_look_ups_cost_no_more_queries(desk):
    made = ready(desk)
    agent("payee")

    def one_more(n):
        with desk.books.scope():
            hostile_run(desk.books, made, key=f"PAYEE {n}")
            look_up = LookUp.objects.create(
                firm_id=desk.books.place.firm_id, business=desk.books.business
            )
            look_up_end(look_up=look_up, state="done")

    one_more(0)
    before = queries(desk, "agents/")
    for n in range(1, 6):
        one_more(n)
    assert queries(desk, "agents/") == before
    assert before <= 31


def test_costs_are_shown_as_they_are(desk):
    made = ready(desk)
    with desk.books.scope():
        model_policy_set(business=desk.books.business, policy="allowed")
        opened = run(desk.books, agent_spec(made), 3)
        type(opened).objects.filter(pk=opened.pk).update(cost=Decimal("0.001234"))
    assert "0.001234" in text_of(desk.get(f"agents/runs/{opened.pk}/"))
