"""Look-ups from start to end: asked once, stopped early, cancelled, taken up again."""

import pytest
from django.db import OperationalError, connection
from procrastinate.contrib.django.models import ProcrastinateJob

from ledgerflow.agents.lookups import model_policy_set
from ledgerflow.agents.models import AgentSpend, LanguageModel
from ledgerflow.agents.run_models import AgentRun, LookUp
from ledgerflow.agents.runner.scripted import Answer, call, scripted
from ledgerflow.agents.selectors import agent_spec
from ledgerflow.agents.services import run_open
from ledgerflow.audit.models import Batch
from ledgerflow.classification.models import Suggestion
from ledgerflow.core.errors import ConflictError, InputError, RuleError
from ledgerflow.pipeline.lookups import batch
from ledgerflow.pipeline.lookups.batch import (
    look_up_cancel,
    look_up_offer,
    look_up_run,
    look_up_start,
)
from ledgerflow.review.selectors import newest_suggestions, undecided
from tests.agents.asked import agent, language_model, question, tool
from tests.pipeline.lookups.lookers import (
    PAYEES,
    AtOnce,
    account_of,
    answers,
    babbling,
    undecided_books,
    unknowing,
)
from tests.published import publish


def looked_up(books, model, **more):
    """Start a look-up and work on it until it is over; its row."""
    number = look_up_start(books.place, user_id=books.user.pk)
    assert not look_up_run(books.place, executor=AtOnce(), model=model, **more)
    with books.scope():
        return LookUp.objects.select_related("batch").get(pk=number)


def jobs():
    return ProcrastinateJob.objects.filter(task_name="agents_look_up", status="todo")


def test_every_payee_is_asked_once_and_gets_suggestions(books):
    undecided_books(books)
    script, model = answers()
    done = looked_up(books, model)
    assert (done.state, done.total, done.done) == ("done", PAYEES, PAYEES)
    assert (done.suggested, done.to_review, done.reason) == (4, 0, "")
    assert done.batch.kind == "agent"
    assert len(script.seen) == PAYEES
    with books.scope():
        assert AgentRun.objects.filter(look_up=done, state="answered").count() == PAYEES
        newest = newest_suggestions(undecided(books.business).values_list("pk", flat=True))
        assert {s.source for s in newest.values()} == {"agent"}
        assert {s.account.key for s in newest.values()} == {"supplies"}
        assert all(s.hit_rate is None for s in newest.values()), "nothing is proven yet"


def test_the_payee_with_the_most_money_is_asked_first(books):
    undecided_books(books)
    looked_up(books, answers()[1])
    with books.scope():
        keys = list(AgentRun.objects.order_by("pk").values_list("subject_key", flat=True))
    assert [key.split()[0].upper() for key in keys] == ["ZORBLATT", "QUILLFEATHER", "MUMPSIMUS"]


def test_what_was_answered_is_not_asked_again(books):
    undecided_books(books)
    looked_up(books, answers()[1])
    script, model = answers()
    again = looked_up(books, model)
    assert (again.state, again.total, again.batch) == ("done", 0, None)
    assert script.seen == []


def test_a_payee_that_nobody_knows_is_left_to_a_person(books):
    undecided_books(books)
    done = looked_up(books, unknowing())
    assert (done.state, done.suggested, done.to_review) == ("done", 0, PAYEES)
    with books.scope():
        assert not Suggestion.objects.filter(source="agent").exists()


def test_a_model_that_only_talks_ends_in_review_and_the_look_up_goes_on(books):
    undecided_books(books)
    done = looked_up(books, babbling())
    assert (done.state, done.done, done.to_review) == ("done", PAYEES, PAYEES)
    with books.scope():
        assert set(AgentRun.objects.values_list("state", flat=True)) == {"review"}


@pytest.mark.parametrize(
    ("policy", "is_local", "words"),
    [("none", True, "no language model"), ("local", False, "only local models")],
)
def test_the_policy_of_the_business_is_obeyed(books, policy, is_local, words):
    undecided_books(books, policy=policy, model=language_model(is_local=is_local))
    with pytest.raises(RuleError, match=words) as caught:
        look_up_start(books.place)
    assert caught.value.code == "model_policy"
    assert not jobs().exists()
    with books.scope():
        assert not LookUp.objects.exists()


def test_an_agent_that_is_off_or_has_no_model_says_so(books):
    made = undecided_books(books, is_enabled=False)
    with pytest.raises(InputError) as caught:
        look_up_start(books.place)
    assert caught.value.code == "agent_off"
    made.is_enabled, made.model = True, None
    made.save()
    with pytest.raises(InputError) as caught:
        look_up_start(books.place)
    assert caught.value.code == "agent_no_model"


def test_a_look_up_is_queued_once_with_ids_only(books):
    undecided_books(books)
    look_up_start(books.place, user_id=books.user.pk)
    with pytest.raises(ConflictError):
        look_up_start(books.place)
    job = jobs().get()
    assert job.queue_name == "agents"
    assert job.priority < 0
    assert job.args == {"firm_id": books.place.firm_id, "business_id": books.place.business_id}
    look_up_cancel(books.place)
    look_up_start(books.place)
    assert jobs().count() == 1, "the job that waits does the new look-up's work"


def test_a_policy_that_changed_meanwhile_stops_it_with_the_reason(books):
    undecided_books(books)
    look_up_start(books.place)
    LanguageModel.objects.update(is_local=False)
    assert not look_up_run(books.place, executor=AtOnce(), model=answers()[1])
    with books.scope():
        done = LookUp.objects.get()
        assert (done.state, done.reason_code) == ("stopped", "model_policy")
        assert "only local models" in done.reason
        assert not AgentRun.objects.exists()


def test_the_days_budget_stops_it_with_what_to_do(books):
    model = language_model("dear", input_price=1_000, output_price=1_000)
    undecided_books(books, model=model, max_cost_per_run="2", max_cost_per_day="3")
    done = looked_up(books, answers()[1])
    assert (done.state, done.reason_code) == ("stopped", "agent_budget")
    assert "Raise its cost per day" in done.reason
    assert done.done < PAYEES
    spent = AgentSpend.objects.get()
    assert spent.reserved == 0
    assert spent.cost <= 3
    with books.scope():
        assert Suggestion.objects.filter(source="agent").exists(), "what was answered is kept"


def test_a_model_that_is_away_is_not_asked_for_every_payee(books):
    """The real provider, against a port where nobody listens."""
    lines = [(f"2025-01-{n:02}", "-10.00", f"{word} VENTURES") for n, word in enumerate(WORDS, 1)]
    undecided_books(books, lines=lines, max_seconds=2)
    done = looked_up(books, None)
    assert done.state == "stopped"
    assert done.reason_code in {"model_down", "breaker_open", "outbound_refused"}
    assert done.reason
    with books.scope():
        assert AgentRun.objects.count() <= 4


WORDS = ["ABLAZE", "BRAMBLE", "CINDERY", "DAPPLED", "EMBERLY", "FATHOMED", "GOSSAMER", "HUMDRUM"]


def test_a_wish_to_cancel_ends_it_and_keeps_what_was_suggested(books, settings):
    settings.AGENT_CONCURRENCY = 1
    undecided_books(books)

    script, model = answers()
    looks = iter([lambda: look_up_cancel(books.place)])
    done = looked_up(books, model, give_way=lambda: bool(next(looks, bool)() and False))
    assert (done.state, done.done, done.suggested) == ("cancelled", 1, 2)
    assert len(script.seen) == 1
    with books.scope():
        assert Suggestion.objects.filter(batch=done.batch).count() == 2


def test_a_tool_that_is_down_is_told_with_the_outcome(books, settings):
    settings.SEARXNG_URL = "http://127.0.0.1:9"
    made = undecided_books(books)
    made.tools.add(tool("search_web", "tools.search_tool.search_web"))

    def script(view):
        if not view.results:
            return call("search_web", query="zorblatt widgets")
        return Answer({"account": account_of(view), "confidence": 0.6})

    done = looked_up(books, scripted(script))
    assert (done.state, done.reason_code, done.suggested) == ("done", "tool_down", 4)
    assert done.reason.startswith(f"search_web failed in {PAYEES} of {PAYEES} runs: ")


def test_a_killed_worker_s_look_up_goes_on_where_it_was(books, settings):
    settings.AGENT_CONCURRENCY = 1
    made = undecided_books(books)
    look_up_start(books.place)
    with books.scope():
        look_up = LookUp.objects.get()
    gave_way = iter([False, True, True, True])
    script, model = answers()
    assert look_up_run(
        books.place, executor=AtOnce(), model=model, give_way=lambda: next(gave_way)
    ), "it gave way after the first payee"
    assert len(script.seen) == 1
    with books.scope():
        dead = run_open(
            business=books.business,
            spec=agent_spec(made),
            question=question(1),
            look_up=look_up,
        )
    assert not look_up_run(books.place, executor=AtOnce(), model=model)
    assert len(script.seen) == PAYEES
    with books.scope():
        dead.refresh_from_db()
        assert (dead.state, dead.reason_code) == ("failed", "worker_lost")
        done = LookUp.objects.get()
        assert (done.state, done.total, done.done, done.suggested) == ("done", PAYEES, PAYEES, 4)
        assert Batch.objects.filter(kind="agent").count() == 1


def test_a_lost_database_leaves_it_open_for_the_next_attempt(books, monkeypatch):
    undecided_books(books)

    def lost(*_args):
        raise OperationalError("the server went away")

    look_up_start(books.place)
    monkeypatch.setattr(batch, "groups_to_ask", lost)
    with pytest.raises(OperationalError):
        look_up_run(books.place, executor=AtOnce())
    with books.scope():
        assert LookUp.objects.get().state == "running"


def test_a_fault_of_ours_ends_it_visibly(books, monkeypatch):
    undecided_books(books)

    def broken(*_args):
        raise ZeroDivisionError

    look_up_start(books.place)
    monkeypatch.setattr(batch, "groups_to_ask", broken)
    with pytest.raises(ZeroDivisionError):
        look_up_run(books.place, executor=AtOnce())
    with books.scope():
        assert LookUp.objects.get().reason == "A fault: ZeroDivisionError."
    look_up_start(books.place)


def test_without_a_look_up_there_is_nothing_to_do(books):
    undecided_books(books)
    assert not look_up_run(books.place, executor=AtOnce())


def test_after_an_import_one_is_offered_only_where_it_is_wanted(books, make_books):
    undecided_books(books, policy="none")
    assert look_up_offer(books.place) is None
    other = make_books(name="Other Books")
    with other.scope():
        model_policy_set(business=other.business, policy="local")
    assert look_up_offer(other.place) is None, "nothing is undecided"
    with other.scope():
        publish(other, [("2025-01-03", "-1.00", "ZORBLATT WIDGETS")])
    number = look_up_offer(other.place)
    with other.scope():
        assert LookUp.objects.get().pk == number
    assert look_up_offer(other.place) is None, "one is open"


def test_the_payee_agent_is_asked_before_where_nobody_knows_the_payee(books):
    undecided_books(books)
    agent("payee")
    found = {"payee_name": "Zorblatt Widgets", "what": "a shop", "trade": "hardware",
             "confidence": 0.8, "reason": "its page says so"}  # fmt: skip

    def script(view):
        if not view.accounts:
            return Answer(found)
        assert view.fields["payee_evidence"]["what"] == "a shop"
        return Answer({"account": account_of(view), "confidence": 0.9})

    done = looked_up(books, scripted(script))
    assert done.done == PAYEES
    with books.scope():
        kinds = list(AgentRun.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["payee", "classification"] * PAYEES


@pytest.mark.django_db(transaction=True)
def test_in_threads_every_payee_is_asked_and_no_connection_is_left(transactional_db, make_books):
    books = make_books()
    undecided_books(books)
    number = look_up_start(books.place, user_id=books.user.pk)
    script, model = answers()
    assert not look_up_run(books.place, model=model)
    assert len(script.seen) == PAYEES
    with books.scope(), connection.cursor() as cursor:
        done = LookUp.objects.get(pk=number)
        assert (done.state, done.done, done.suggested) == ("done", PAYEES, 4)
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        assert cursor.fetchone() == (0,)
