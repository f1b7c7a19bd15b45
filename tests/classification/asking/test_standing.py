"""Which answers of agents stand, and for which transactions."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from ledgerflow.audit.models import Batch
from ledgerflow.classification.asking.standing import looked_up_of, standing_batches
from ledgerflow.classification.facts import PayeeName
from ledgerflow.classification.models import Suggestion
from ledgerflow.classification.selectors import facts_of
from ledgerflow.classification.services import transactions_classify
from ledgerflow.ledger.models import Account
from ledgerflow.ledger.selectors import account_by_key
from ledgerflow.pipeline.stages import business_classify
from ledgerflow.review.history import history_of
from ledgerflow.review.judging import track_record_of
from ledgerflow.review.selectors import newest_suggestions, undecided
from tests.agent_answers import answered, undone
from tests.published import decide, publish, transaction

QUILL = ("2025-01-14", "-9.00", "QXZV QUILL 77")
LATER = ("2025-03-20", "-12.00", "QXZV QUILL 99")
BACK = ("2025-03-21", "4.00", "QXZV QUILL 98")


def found(books, aliases=None):
    facts = [facts_of(row) for row in undecided(books.business)]
    by_id = looked_up_of(standing_batches(books.business), facts, aliases or {})
    return {f.description: by_id[f.id] for f in facts if f.id in by_id}


def agent_batch(books):
    return books.batch(Batch.Kind.AGENT, "Agents asked")


def test_a_later_transaction_of_the_payee_is_answered_without_asking(books):
    with books.scope():
        publish(books, [QUILL])
        run, _ = answered(books, QUILL[2])
        publish(books, [LATER, BACK])
        known = found(books)
        assert sorted(known) == [QUILL[2], LATER[2]], "money back is another question"
        assert known[LATER[2]] == known[QUILL[2]]
        assert known[LATER[2]].run == str(run.pk)
    assert business_classify(books.place)[1] == 1
    with books.scope():
        (later,) = newest_suggestions([transaction(LATER[2]).pk]).values()
        assert (later.source, later.source_ref) == ("agent", str(run.pk))
        assert later.evidence["run"] == run.pk


def test_the_newest_answer_counts(books):
    with books.scope():
        publish(books, [QUILL])
        answered(books, QUILL[2], key="meals")
        newer, _ = answered(books, QUILL[2], key="travel")
        assert found(books)[QUILL[2]].run == str(newer.pk)


def test_an_undone_batch_is_as_if_nobody_had_been_asked(books):
    with books.scope():
        publish(books, [QUILL])
        first, second = agent_batch(books), agent_batch(books)
        older, _ = answered(books, QUILL[2], key="meals", batch=first)
        answered(books, QUILL[2], key="travel", batch=second)
        undone(books, second)
        assert found(books)[QUILL[2]].run == str(older.pk)
        undone(books, first)
        assert found(books) == {}
    assert business_classify(books.place)[1] == 1
    with books.scope():
        assert newest_suggestions([transaction(QUILL[2]).pk]) == {}, "nothing is known any more"


def test_an_answer_for_an_account_that_was_closed_since_is_none(books):
    with books.scope():
        publish(books, [QUILL])
        answered(books, QUILL[2])
        Account.objects.filter(key="office_expense").update(is_active=False)
        assert found(books) == {}


def test_a_row_with_broken_evidence_breaks_nothing(books):
    with books.scope():
        publish(books, [QUILL])
        account = account_by_key(books.business, "meals")
        batch = agent_batch(books)
        for evidence in ({}, [], {"claimed": "very", "reason": 7}):
            Suggestion.objects.create(
                firm_id=books.place.firm_id, business=books.business, batch=batch,
                transaction=transaction(QUILL[2]), account=account, source="agent",
                confidence=0, source_ref="1", evidence=evidence,
            )  # fmt: skip
            assert found(books)[QUILL[2]].claimed == 0
        decide(books, QUILL[2], "meals")
        assert track_record_of(books.business).overruled == frozenset()
    business_classify(books.place)


def test_payees_that_became_one_share_their_answer(books):
    with books.scope():
        publish(books, [QUILL, ("2025-03-20", "-3.00", "BLORPWICK PAPERS")])
        answered(books, QUILL[2])
        one = PayeeName("blorpwick papers", "Quill")
        merged = {"blorpwick papers": one, "qxzv quill": one}
        assert sorted(found(books, merged)) == ["BLORPWICK PAPERS", QUILL[2]]


def test_reading_costs_two_queries_however_many_rows_and_none_without_answers(books):
    with books.scope():
        publish(books, [QUILL, LATER])
        facts = [facts_of(row) for row in undecided(books.business)]
        with CaptureQueriesContext(connection) as none:
            assert looked_up_of((), facts, {}) == {}
        answered(books, QUILL[2])
        batches = standing_batches(books.business)
        with CaptureQueriesContext(connection) as some:
            looked_up_of(batches, facts, {})
            looked_up_of(batches, facts[:1], {})
        assert (len(none), len(some)) == (0, 4)


def queries_of_classifying(books):
    with CaptureQueriesContext(connection) as caught:
        rows = list(undecided(books.business))
        transactions_classify(
            business=books.business,
            batch=books.batch("classify"),
            transactions=rows,
            history=history_of(books.business, rows),
        )
    return len(caught)


def test_classifying_costs_the_same_queries_for_one_payee_and_for_many(books):
    with books.scope():
        publish(books, [QUILL, LATER])
        queries_of_classifying(books)
        without = queries_of_classifying(books)
        answered(books, QUILL[2])
        queries_of_classifying(books)
        few = queries_of_classifying(books)
        words = ("ALP", "BRO", "CRU", "DRE", "FLO", "GRA", "KNU", "PLE")
        texts = [f"ZYX{word}VORP {word}QY" for word in words]
        publish(books, [(f"2025-02-{n + 1:02}", "-5.00", text) for n, text in enumerate(texts)])
        for text in texts:
            answered(books, text)
        queries_of_classifying(books)
        many = queries_of_classifying(books)
        assert few == many
        assert few - without == 3, "who judged what, which answers there are, what they say"
