"""A transfer pair as an answer on both of its sides."""

import datetime as dt
from decimal import Decimal

from ledgerflow.classification.cascade import classify
from ledgerflow.classification.classifiers.transfer import TransferClassifier
from ledgerflow.classification.context import ClassifyContext
from ledgerflow.classification.facts import TransactionFacts
from ledgerflow.classification.payees import normalise
from ledgerflow.classification.transfers import AmbiguousLine, PairProposal


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


def left_open(*in_ids: int) -> AmbiguousLine:
    pairs = tuple(PairProposal(1, i, Decimal("0.9"), ("equal amounts",)) for i in in_ids)
    return AmbiguousLine(
        1, pairs, {i: f"2025-03-0{i} 5.00 USD on Savings: DEPOSIT" for i in in_ids}
    )


def out_row() -> TransactionFacts:
    return TransactionFacts(
        1, 1, "checking", dt.date(2025, 3, 2), Decimal(-5), "USD", "ONLINE TRANSFER"
    )


def test_where_several_fit_none_is_chosen_and_all_are_shown() -> None:
    row = out_row()
    context = ClassifyContext(open_transfers={1: left_open(2, 3, 4, 5)})
    found = classify(row, context)
    assert found.best is not None
    assert (found.best.account_key, found.best.transfer_with) == ("transfers_clearing", None)
    assert found.best.reasons[0].startswith("4 lines of other accounts fit: 2025-03-02 5.00 USD on")
    assert found.best.reasons[0].endswith("and 1 more")
    assert [a.transfer_with for a in found.alternatives] == [2, 3, 4]
    assert found.alternatives[0].reasons[0] == "2025-03-02 5.00 USD on Savings: DEPOSIT"


def test_a_line_whose_only_candidate_fits_others_is_not_paired_either() -> None:
    context = ClassifyContext(open_transfers={1: left_open(2)})
    answer, other = TransferClassifier().answers(out_row(), normalise("ONLINE TRANSFER"), context)
    assert answer.transfer_with is None
    assert answer.reasons[0].startswith("1 line fits, but others fit that one too: ")
    assert other.transfer_with == 2
