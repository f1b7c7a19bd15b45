"""Short ways to questions and answers. Call inside `books.scope()`."""

from ledgerflow.review.questions.answering import Said, answer_give
from ledgerflow.review.questions.asking import question_ask
from ledgerflow.review.questions.links import link_make
from tests.published import publish, transaction

ROWS = [
    ("2025-01-13", "-86.10", "HARDWARE SHOP"),
    ("2025-01-14", "-4.00", "CORNER CAFE"),
    ("2025-01-15", "-4.00", "CORNER CAFE TOWN"),
]


def ask(books, *texts, text="What was this?"):
    """Ask about the transactions with these texts."""
    return question_ask(
        business=books.business,
        transaction_ids=[transaction(one).pk for one in texts],
        text=text,
        user_id=books.user.pk,
    )


def reply(books, question, use="business", **said):
    """Answer as the person of the books."""
    return answer_give(
        business=books.business,
        question_id=question.pk,
        said=Said(use, **said),
        user_id=books.user.pk,
    )


def link_of(books, **how):
    """A link's row and token."""
    return link_make(business=books.business, user_id=books.user.pk, **how)


def published(books):
    """Three invented transactions, proved and waiting."""
    publish(books, ROWS)
    return books
