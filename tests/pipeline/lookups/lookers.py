"""A business with undecided payees, and models that are played, for tests of look-ups.

Here: lines, an executor that asks at once, scripts. Not here: tests.
"""

from concurrent.futures import Executor, Future

from django.db import connection

from ledgerflow.agents.lookups import model_policy_set
from ledgerflow.agents.runner.scripted import Answer, Say, scripted
from ledgerflow.pipeline.stages import business_settle
from tests.agents.asked import agent
from tests.published import publish

LINES = [
    ("2025-01-03", "-310.00", "ZORBLATT WIDGETS 114"),
    ("2025-01-09", "-55.00", "ZORBLATT WIDGETS 115"),
    ("2025-01-14", "-120.00", "QUILLFEATHER GMBH"),
    ("2025-01-20", "-20.00", "MUMPSIMUS LTD"),
]
PAYEES = 3


class AtOnce(Executor):
    """Runs what is handed in at once, in the caller's thread and transaction."""

    def submit(self, ask, /, *args, **kwargs):
        done = Future()
        try:
            done.set_result(ask(*args, **kwargs))
        except Exception as error:  # noqa: BLE001  # as an executor does
            done.set_exception(error)
        return done


def account_of(view, word="Supplies"):
    """The id of the offered account whose label holds the word."""
    return next(pk for pk, label in view.accounts.items() if word in label)


def answers(word="Supplies", **more):
    """A model that always answers with this account; remembers what it was asked."""

    def script(view):
        script.seen.append(view)
        assert not connection.needs_rollback
        fields = {"account": account_of(view, word), "confidence": 0.9, "reason": "It sells them."}
        return Answer(fields | more)

    script.seen = []
    return script, scripted(script)


def unknowing():
    """A model that never knows."""
    return scripted(lambda view: Answer({"account": None, "confidence": 0.1}))


def babbling():
    """A model that only talks."""
    return scripted(lambda view: Say("I would rather not."))


def undecided_books(books, *, policy="local", lines=LINES, **limits):
    """Undecided payees that nothing places, an agent that is on, a policy that lets it ask."""
    with books.scope():
        publish(books, lines)
        model_policy_set(business=books.business, policy=policy)
    business_settle(books.place, books.user.pk)
    return agent(**limits)
