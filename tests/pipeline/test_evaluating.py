"""A business's own decisions measure how well suggestions would have fitted."""

from decimal import Decimal

from ledgerflow.pipeline.evaluating import business_evaluate
from ledgerflow.review.models import Decision
from ledgerflow.review.services import decision_undo
from tests.published import decide, publish

TEXTS = [f"ALDER CAFE {number}" for number in range(101, 107)]


def cafe(books):
    publish(books, [(f"2025-01-{day:02}", "-4.00", text) for day, text in enumerate(TEXTS, 2)])


def decisions_are(books, *keys):
    """The first transactions are decided for these accounts, in order."""
    return [decide(books, text, key) for text, key in zip(TEXTS, keys, strict=False)]


def test_without_decisions_there_is_nothing_to_measure(books):
    found = business_evaluate(books.place)
    assert (found.decisions, found.figures["accuracy"]) == (0, None)
    assert (found.at_target.rows, found.at_target.promised) == (0, 0.995)


def test_every_decision_is_asked_about_before_it_is_learned(books):
    with books.scope():
        cafe(books)
        decisions_are(books, "meals", "meals", "meals", "meals", "supplies")
    found = business_evaluate(books.place)
    # The first was unknown to the learner, the last is not what people did before.
    assert (found.decisions, found.business) == (5, "harbor-street-studio")
    assert 0.6 <= found.figures["accuracy"] <= 0.8
    assert found.figures["new_payee_share"] == 0.2
    assert found.learn_times["learn_ms_p50"] > 0


def test_what_was_undone_or_decided_by_a_policy_is_not_measured(books):
    with books.scope():
        cafe(books)
        first, *_ = decisions_are(books, "meals", "meals", "meals")
        decide(books, TEXTS[3], "meals", policy="auto-accept")
        decision_undo(decision=first, batch=books.batch(), reason="a mistake")
    assert business_evaluate(books.place).decisions == 2


def test_order_is_that_of_deciding_and_nothing_is_written(books):
    with books.scope():
        cafe(books)
        decide(books, TEXTS[5], "supplies")
        decide(books, TEXTS[0], "supplies")
        before = Decision.objects.count()
    found = business_evaluate(books.place)
    assert found.figures["accuracy"] >= 0.5
    with books.scope():
        assert Decision.objects.count() == before


def test_the_promise_is_the_business_own(make_books):
    books = make_books(target_error_rate=Decimal("0.0500"))
    with books.scope():
        cafe(books)
        decisions_are(books, "meals", "meals")
    found = business_evaluate(books.place)
    assert (found.at_target.promised, found.at_target.rows) == (0.95, 2)
