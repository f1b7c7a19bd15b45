"""Whom agents are asked about: each payee once, and nobody who is placed already."""

from decimal import Decimal

from ledgerflow.audit.models import Batch
from ledgerflow.classification.asking.groups import Group, groups_to_ask
from ledgerflow.classification.models import Payee, PayeeAlias
from ledgerflow.classification.rule_services import RuleFields, rule_add
from ledgerflow.classification.services import transactions_classify
from ledgerflow.ledger.selectors import account_by_key
from ledgerflow.review.history import history_of
from ledgerflow.review.selectors import undecided
from tests.agent_answers import answered, chooser, look_up, prompt_new, undone
from tests.agents.ended import ended_run
from tests.published import checking, decide, publish, transaction
from tests.review.test_services import suggest

QUILL = ("2025-01-14", "-9.00", "QXZV QUILL 77")
AGAIN = ("2025-01-20", "-11.00", "QXZV QUILL 78")
BACK = ("2025-01-21", "4.00", "QXZV QUILL 79")
BLORP = ("2025-01-22", "-500.00", "BLORPWICK PAPERS")


def groups(books):
    rows = list(undecided(books.business))
    return groups_to_ask(books.business, history_of(books.business, rows))


def names(books):
    return [(group.subject_key, group.direction) for group in groups(books)]


def test_a_payee_is_one_group_in_each_direction_most_money_first(books):
    with books.scope():
        publish(books, [QUILL, AGAIN, BACK, BLORP])
        first, *_ = found = groups(books)
        assert [(g.subject_key, g.direction, g.money) for g in found] == [
            ("blorpwick papers", "out", 500),
            ("qxzv quill", "out", 20),
            ("qxzv quill", "in", 4),
        ]
        assert first == Group(
            "blorpwick papers",
            "Blorpwick Papers",
            "out",
            (transaction(BLORP[2]).pk,),
            Decimal(500),
        )


def test_a_text_without_a_name_cannot_be_looked_up(books):
    with books.scope():
        publish(books, [("2025-01-14", "-9.00", "000 111 222")])
        assert groups(books) == []


def test_what_rules_transfers_and_refunds_place_is_not_asked(books):
    with books.scope():
        publish(books, [BLORP, ("2025-01-02", "-300.00", "TO SAVINGS")])
        savings = checking(books, "Savings", kind="savings", currency="USD")
        publish(books, [("2025-01-02", "300.00", "FROM CHECKING")], account=savings)
        fields = RuleFields(
            name="papers",
            conditions=[{"field": "description", "op": "contains", "value": "papers"}],
            account=account_by_key(books.business, "supplies"),
        )
        rule_add(business=books.business, fields=fields)
        rows = list(undecided(books.business))
        transactions_classify(
            business=books.business,
            batch=books.batch("classify"),
            transactions=rows,
            history=history_of(books.business, rows),
        )
        assert groups(books) == []
        suggest(books, BLORP[2], "meals", source="refund", hit_rate=None)
        assert groups(books) == []


def test_what_is_measured_sure_or_mostly_right_is_not_asked_and_a_guess_is(books):
    with books.scope():
        publish(books, [BLORP])
        for confidence, rate, asked in [
            ("0.996", "0.996", 0),
            ("0.9", "0.91", 0),
            ("0.7", "0.89", 1),
            ("0.999", None, 1),
        ]:
            suggest(books, BLORP[2], "meals", source="memory", confidence=confidence, hit_rate=rate)
            assert len(groups(books)) == asked, (confidence, rate)


def test_only_the_unsure_transactions_of_a_payee_are_asked_about(books):
    with books.scope():
        publish(books, [QUILL, AGAIN])
        suggest(books, QUILL[2], "meals", source="memory", confidence="0.999")
        (group,) = groups(books)
        assert group.transaction_ids == (transaction(AGAIN[2]).pk,)


def test_a_decided_transaction_is_not_asked_about(books):
    with books.scope():
        publish(books, [QUILL, AGAIN])
        decide(books, QUILL[2], "meals")
        assert [g.transaction_ids for g in groups(books)] == [(transaction(AGAIN[2]).pk,)]


def test_an_answered_payee_is_not_asked_again_under_the_same_prompt(books):
    with books.scope():
        publish(books, [QUILL, BLORP])
        answered(books, QUILL[2])
        assert names(books) == [("blorpwick papers", "out")]
        publish(books, [AGAIN])
        assert names(books) == [("blorpwick papers", "out")], "the answer goes for later ones too"
        publish(books, [BACK])
        assert ("qxzv quill", "in") in names(books), "the other direction is another question"
        prompt_new(chooser())
        assert ("qxzv quill", "out") in names(books)


def test_a_payee_that_was_merged_into_another_is_not_asked_again(books):
    with books.scope():
        publish(books, [QUILL, BLORP])
        answered(books, QUILL[2])
        payee = Payee.objects.create(
            firm_id=books.place.firm_id, business=books.business, name="Quill"
        )
        for key in ("a spelling before", "qxzv quill"):
            PayeeAlias.objects.create(
                firm_id=books.place.firm_id, business=books.business, key=key, payee=payee
            )
        assert names(books) == [("blorpwick papers", "out")]


def test_a_payee_goes_to_review_once_but_a_failed_run_is_tried_again(books):
    with books.scope():
        publish(books, [QUILL])
        ids = [transaction(QUILL[2]).pk]
        for state in ("failed", "cancelled", "running"):
            ended_run(books, chooser(), subject_key="qxzv quill", transactions=ids, state=state)
        trial = {"state": "answered", "is_trial": True}
        ended_run(books, chooser(), subject_key="qxzv quill", transactions=ids, **trial)
        assert len(groups(books)) == 1
        ended_run(books, chooser(), subject_key="qxzv quill", transactions=ids, state="review")
        assert groups(books) == []


def test_somebody_who_decides_otherwise_lets_the_agent_be_asked_once_more(books):
    with books.scope():
        publish(books, [QUILL, AGAIN])
        answered(books, QUILL[2], AGAIN[2], key="office_expense")
        decide(books, QUILL[2], "office_expense")
        assert names(books) == []
        publish(books, [("2025-02-02", "-3.00", "QXZV QUILL 80")])
        decide(books, AGAIN[2], "meals")
        assert names(books) == [("qxzv quill", "out")]
        answered(books, "QXZV QUILL 80", key="office_expense")
        assert names(books) == []


def test_a_look_up_that_was_undone_can_be_asked_again(books):
    with books.scope():
        publish(books, [QUILL])
        asked = look_up(books)
        ids = [transaction(QUILL[2]).pk]
        ended_run(books, chooser(), subject_key="qxzv quill", transactions=ids, look_up=asked)
        assert groups(books) == []
        undone(books, Batch.objects.get(pk=asked.batch_id))
        assert len(groups(books)) == 1
