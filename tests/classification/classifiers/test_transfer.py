"""A transfer pair as an answer on both of its sides."""

import datetime as dt
from decimal import Decimal

from ledgerflow.classification.classifiers.transfer import TransferClassifier
from ledgerflow.classification.context import ClassifyContext
from ledgerflow.classification.facts import TransactionFacts
from ledgerflow.classification.payees import normalise
from ledgerflow.classification.transfers import PairProposal


def test_each_side_goes_to_the_clearing_account_and_knows_the_other() -> None:
    pair = PairProposal(1, 2, Decimal("0.9"), ("equal amounts, the same day",))
    context = ClassifyContext(pairs={1: pair, 2: pair})
    for own, other in ((1, 2), (2, 1)):
        row = TransactionFacts(
            own, own, "checking", dt.date(2025, 3, 2), Decimal(-5), "USD", "ONLINE TRANSFER"
        )
        (answer,) = TransferClassifier().answers(row, normalise(row.description), context)
        assert (answer.account_key, answer.transfer_with) == ("transfers_clearing", other)
        assert (answer.source_ref, answer.confidence) == ("1:2", Decimal("0.9"))
