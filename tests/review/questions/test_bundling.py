"""One question for each group that waits."""

import pytest

from ledgerflow.core.errors import ConflictError
from ledgerflow.review.questions.bundling import groups_ask
from ledgerflow.review.queue_records import QueueFilter
from ledgerflow.review.queueing import queue_groups
from tests.review.questions.asking_kit import ask, published


def keys(books):
    return [group.key for group in queue_groups([books.business.pk], wanted=QueueFilter()).groups]


def bundle(books, some):
    return groups_ask(business=books.business, keys=some, text="What?", user_id=books.user.pk)


def test_every_group_becomes_a_question_once(books):
    with books.scope():
        published(books)
        some = keys(books)
        asked = bundle(books, [*some, some[0], "USD nobody"])
        assert len(asked) == len(some) == 3
        about = [row.transaction_id for q in asked for row in q.asked_about.all()]
        assert len(set(about)) == 3
        with pytest.raises(ConflictError):
            bundle(books, some)


def test_what_is_asked_already_is_left_out(books):
    with books.scope():
        published(books)
        ask(books, "HARDWARE SHOP")
        assert len(bundle(books, keys(books))) == 2
