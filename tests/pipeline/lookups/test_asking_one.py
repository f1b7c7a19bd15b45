"""One question: the policy before it, no transaction during it, everything written after it."""

import pytest
from django.db import DataError, connection

from ledgerflow.agents.lookups import model_policy_set
from ledgerflow.agents.run_models import AgentRun, ToolCall
from ledgerflow.agents.runner.scripted import Answer, call, scripted
from ledgerflow.agents.selectors import agent_spec
from ledgerflow.agents.services import runs_abandoned_close
from ledgerflow.audit.models import AuditEvent
from ledgerflow.classification.asking.groups import groups_to_ask
from ledgerflow.classification.asking.questions import classification_question
from ledgerflow.classification.models import Suggestion
from ledgerflow.core.errors import RuleError
from ledgerflow.pipeline.lookups import asking_one
from ledgerflow.pipeline.lookups.asking_one import ask_one
from ledgerflow.review.history import history_of
from ledgerflow.review.selectors import undecided
from tests.pipeline.lookups.lookers import account_of, answers, undecided_books


def ask(books, made, model, **more):
    with books.scope():
        business = books.business
        rows = list(undecided(business))
        group = groups_to_ask(business, history_of(business, rows))[0]
        batch = books.batch("agent")
    return ask_one(
        books.place,
        agent_spec(made),
        lambda business: classification_question(business, group, None),
        **{"group": group, "batch": batch, "user_id": books.user.pk, "model": model} | more,
    )


def test_an_answer_becomes_suggestions_with_the_run_behind_them(books):
    made = undecided_books(books)
    asked = ask(books, made, answers()[1])
    assert (asked.outcome.state, asked.suggested) == ("answered", 2)
    with books.scope():
        for one in Suggestion.objects.filter(source="agent"):
            assert one.source_ref == str(asked.run_id)
            assert one.account.key == "supplies"


def test_the_policy_is_asked_before_every_question(books):
    made = undecided_books(books)
    with books.scope():
        model_policy_set(business=books.business, policy="none")
    script, model = answers()
    with pytest.raises(RuleError):
        ask(books, made, model)
    assert script.seen == []
    with books.scope():
        assert not AgentRun.objects.exists()


def test_a_trial_writes_its_run_only(books):
    asked = ask(books, undecided_books(books), answers()[1], is_trial=True)
    assert (asked.outcome.state, asked.suggested) == ("answered", 0)
    with books.scope():
        assert not Suggestion.objects.filter(source="agent").exists()


@pytest.mark.django_db(transaction=True)
def test_no_transaction_is_open_while_the_model_is_waited_for(transactional_db, make_books):
    books = make_books()
    seen = []

    def script(view):
        seen.append(connection.in_atomic_block)
        return Answer({"account": account_of(view), "confidence": 0.9})

    asked = ask(books, undecided_books(books), scripted(script))
    assert (asked.suggested, seen) == (2, [False])


def test_what_was_attempted_and_refused_is_audited(books):
    def script(view):
        if not view.results:
            return call("delete_everything", really=True)
        return Answer({"account": account_of(view), "confidence": 0.9})

    asked = ask(books, undecided_books(books), scripted(script))
    with books.scope():
        events = AuditEvent.objects.filter(action="agent_refused", subject_id=asked.run_id)
        assert [e.detail["what"] for e in events] == ["tool_unknown"]
        assert {call.outcome for call in ToolCall.objects.all()} <= {"refused"}


def test_suggestions_that_cannot_be_written_are_a_failed_run_and_no_fault(books, monkeypatch):
    def refuse(**_):
        raise DataError("no column takes it")

    made = undecided_books(books)
    monkeypatch.setattr(asking_one, "suggestions_write", refuse)
    asked = ask(books, made, answers()[1])
    assert (asked.outcome.state, asked.outcome.reason_code) == ("failed", "not_written")
    with books.scope():
        run = AgentRun.objects.get()
        assert (run.state, run.output) == ("failed", None)
        assert run.messages, "what was said is kept"


def test_a_run_that_was_given_up_meanwhile_suggests_nothing(books, monkeypatch):
    made = undecided_books(books)
    real = asking_one.agent_run

    def slow(*given, **named):
        outcome = real(*given, **named)
        with books.scope():
            runs_abandoned_close(runs=AgentRun.objects.all())
        return outcome

    monkeypatch.setattr(asking_one, "agent_run", slow)
    asked = ask(books, made, answers()[1])
    assert asked.suggested == 0
    with books.scope():
        assert AgentRun.objects.get().reason_code == "worker_lost"
        assert not Suggestion.objects.filter(source="agent").exists()
