"""The newest suggestion of a transaction counts."""

from ledgerflow.classification.newest import newest_suggestions
from tests.published import publish, transaction
from tests.review.test_services import CLIENT, COFFEE, suggest


def test_the_newest_row_of_each_transaction_is_found(books):
    with books.scope():
        publish(books, [COFFEE, CLIENT])
        suggest(books, "CORNER COFFEE", "meals", source="knowledge")
        newer = suggest(books, "CORNER COFFEE", "travel", source="knowledge")
        found = newest_suggestions([transaction("CORNER COFFEE"), transaction("HARBOR CLIENT")])
        assert found == {newer.transaction_id: newer}
