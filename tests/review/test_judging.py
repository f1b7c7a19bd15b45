"""What people decide on agents' answers, and what follows for the next ones."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ledgerflow.audit.models import Batch
from ledgerflow.classification.asking.trackrecord import NO_RECORD
from ledgerflow.classification.models import Suggestion
from ledgerflow.firms.models import Business
from ledgerflow.pipeline.stages import business_accept, business_classify
from ledgerflow.review.judging import track_record_of
from ledgerflow.review.selectors import newest_suggestions
from ledgerflow.review.services import decision_undo
from tests.agent_answers import answered, chooser, prompt_new, undone
from tests.published import decide, publish, transaction

LETTERS = "BCDFGHJKLM"


def payees(count, start=0):
    """Lines of payees that nobody knows, each its own."""
    texts = []
    for n in range(start, start + count):
        word = "".join(LETTERS[int(digit)] for digit in f"{n:03}")
        texts.append(f"XQ{word.lower()}VORP {word}ZYK".upper())
    return texts


def lines(texts, month=1):
    return [(f"2025-{month:02}-{n % 28 + 1:02}", f"-{n + 3}.00", t) for n, t in enumerate(texts)]


def asked(books, texts, key="office_expense", batch=None, **more):
    batch = batch or books.batch(Batch.Kind.AGENT, "Agents asked")
    return [answered(books, text, key=key, batch=batch, **more)[0] for text in texts]


def newest(text):
    return newest_suggestions([transaction(text).pk]).get(transaction(text).pk)


def test_without_answers_it_costs_one_query(books):
    with books.scope():
        publish(books, lines(payees(1)))
        business = books.business
        with CaptureQueriesContext(connection) as caught:
            assert track_record_of(business) is NO_RECORD
        assert len(caught) == 1


def test_answers_that_people_agreed_with_are_accepted_at_the_promise_and_no_sooner(books):
    """To the end: stated, measured, accepted; then a new prompt, then a wrong streak.

    One error in 25 is promised, which forty agreed payees reach; two hundred reach one in a hundred
    (tests/classification/asking/test_trackrecord.py).
    """
    known, fresh = payees(40), payees(1, 300)
    with books.scope():
        Business.objects.update(target_error_rate=Decimal("0.04"))
        publish(books, lines(known))
        asked(books, known)
        publish(books, lines(fresh, 2))
        asked(books, fresh)
        assert (newest(fresh[0]).confidence, newest(fresh[0]).hit_rate) == (Decimal("0.45"), None)
    assert business_accept(books.place)[0] is None
    with books.scope():
        for text in known:
            decide(books, text, "office_expense")
    business_classify(books.place)
    with books.scope():
        found = newest(fresh[0])
        assert (found.source, found.hit_rate) == ("agent", Decimal("0.99850"))
        assert found.confidence >= Decimal("0.96")
        assert "people agreed on 40 of 40 payees" in found.reasons[1]
    _, accepted = business_accept(books.place)
    assert [d.transaction.description for d in accepted.decisions] == fresh

    newer, wrong = payees(1, 310), payees(10, 320)
    with books.scope():
        publish(books, lines([*newer, *wrong], 3))
        asked(books, wrong)
        prompt_new(chooser())
        asked(books, newer)
    business_classify(books.place)
    with books.scope():
        assert Decimal("0.9") < newest(newer[0]).confidence < Decimal("0.95")
        for text in wrong:
            decide(books, text, "meals")
        record = track_record_of(books.business)
        assert len(record.overruled) == 10
    last = payees(1, 340)
    with books.scope():
        publish(books, lines(last, 4))
        agent = chooser()
        agent.prompt = agent.prompts.get(version=1)
        asked(books, last, key="travel", agent=agent)
    business_classify(books.place)
    with books.scope():
        (said,) = [a for a in newest(last[0]).alternatives if a["source"] == "agent"]
        assert Decimal(said["confidence"]) == Decimal("0.5"), "ten of its newest twenty were wrong"
    assert business_accept(books.place)[0] is None


@pytest.mark.parametrize(
    ("choice", "agrees"),
    [
        ({}, True),
        ({"business_percent": Decimal(50)}, False),
        ({"kind": "exclude", "reason": "private"}, False),
    ],
)
def test_agreeing_is_the_same_account_and_the_same_share(books, choice, agrees):
    (text,) = payees(1)
    with books.scope():
        publish(books, lines([text]))
        (run,) = asked(books, [text])
        decide(books, text, "office_expense", **choice)
        record = track_record_of(books.business)
        assert record.overruled == (frozenset() if agrees else {str(run.pk)})


def test_the_policy_s_own_decisions_and_undone_ones_judge_nothing(books):
    one, two = payees(2)
    with books.scope():
        publish(books, lines([one, two]))
        asked(books, [one, two])
        decide(books, one, "meals", policy="auto-accept/1")
        made = decide(books, two, "meals")
        decision_undo(decision=made, batch=books.batch("undo"), reason="mistaken")
        assert track_record_of(books.business).overruled == frozenset()


def test_a_decision_judges_only_the_newest_answer_that_was_there_before_it(books):
    (text,) = payees(1)
    with books.scope():
        publish(books, lines([text]))
        asked(books, [text], key="meals")
        (second,) = asked(books, [text], key="travel")
        decide(books, text, "office_expense")
        assert track_record_of(books.business).overruled == {str(second.pk)}
        with connection.cursor() as cursor:
            cursor.execute("SELECT now() + interval '1 day'")
            (later,) = cursor.fetchone()
        (row,) = Suggestion.objects.filter(source_ref=str(second.pk))
        copy = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields}
        Suggestion.objects.create(**copy | {"id": None, "source_ref": "99", "created_at": later})
        assert track_record_of(books.business).overruled == {str(second.pk)}


def test_answers_of_an_undone_batch_are_judged_no_more(books):
    (text,) = payees(1)
    with books.scope():
        publish(books, lines([text]))
        batch = books.batch(Batch.Kind.AGENT, "Agents asked")
        asked(books, [text], batch=batch)
        decide(books, text, "meals")
        assert track_record_of(books.business).overruled
        undone(books, batch)
        assert track_record_of(books.business) is NO_RECORD
