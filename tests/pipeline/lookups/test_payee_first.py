"""Which agents a payee goes through."""

from ledgerflow.agents.run_models import AgentRun
from ledgerflow.agents.runner.scripted import Answer, scripted
from ledgerflow.pipeline.lookups.batch import look_up_run, look_up_start
from tests.agents.asked import agent
from tests.pipeline.lookups.lookers import AtOnce, account_of, undecided_books

LINES = [
    ("2025-01-03", "-310.00", "ZORBLATT WIDGETS 114"),
    ("2025-01-09", "-55.00", "ZELLE TO MARLOW TENNISON"),
]


def knows(view):
    """Answers both kinds of questions."""
    if not view.accounts:
        return Answer({"payee_name": "Z", "what": "sells", "trade": "shop", "confidence": 0.5})
    return Answer({"account": account_of(view), "confidence": 0.9})


def test_who_a_person_is_nobody_looks_up(books):
    undecided_books(books, lines=LINES)
    agent("payee")
    look_up_start(books.place, user_id=books.user.pk)
    look_up_run(books.place, executor=AtOnce(), model=scripted(knows))
    with books.scope():
        asked = set(AgentRun.objects.values_list("kind", "subject_key"))
    assert ("payee", "zorblatt widgets") in asked
    persons = {kind for kind, key in asked if "tennison" in key}
    assert persons == {"classification"}
