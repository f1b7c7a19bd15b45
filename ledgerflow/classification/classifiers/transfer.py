"""Answers from transfer pairing. Not here: finding the pairs (transfers.py)."""

from decimal import Decimal

from ledgerflow.classification.context import ClassifyContext
from ledgerflow.classification.facts import TRANSFERS_KEY, Answer, PayeeName, TransactionFacts
from ledgerflow.classification.transfers import VERSION, AmbiguousLine, PairProposal

AT_LEAST = Decimal("0.81")
"""A line that fits others is a transfer more surely than any shipped word may say."""
SHOWN = 3


class TransferClassifier:
    """The other side of the transfer where exactly one line fits; else those that do."""

    name = "transfer"

    def answers(
        self, facts: TransactionFacts, payee: PayeeName, context: ClassifyContext
    ) -> tuple[Answer, ...]:
        """One answer to the clearing account; an answer for each candidate after one without."""
        pair = context.pairs.get(facts.id)
        if pair is not None:
            return (self._answer(facts, payee, pair, pair.confidence, pair.reasons),)
        line = context.open_transfers.get(facts.id)
        if line is None:
            return ()
        likely = max(line.pairs[0].confidence, AT_LEAST)
        share = likely / len(line.pairs)
        first = self._answer(facts, payee, None, likely, (_said(line),))
        return (
            first,
            *(
                self._answer(facts, payee, p, share.quantize(Decimal("0.0001")), _about(line, p))
                for p in line.pairs[:SHOWN]
            ),
        )

    def _answer(
        self,
        facts: TransactionFacts,
        payee: PayeeName,
        pair: PairProposal | None,
        confidence: Decimal,
        reasons: tuple[str, ...],
    ) -> Answer:
        return Answer(
            payee_key=payee.key,
            payee_name=payee.display,
            account_key=TRANSFERS_KEY,
            confidence=confidence,
            source=self.name,
            source_ref=f"{pair.out_id}:{pair.in_id}" if pair else "",
            version=VERSION,
            reasons=reasons,
            transfer_with=pair.other(facts.id) if pair else None,
        )


def _about(line: AmbiguousLine, pair: PairProposal) -> tuple[str, ...]:
    return (line.labels[pair.other(line.transaction_id)], *pair.reasons)


def _said(line: AmbiguousLine) -> str:
    labels = [line.labels[pair.other(line.transaction_id)] for pair in line.pairs]
    if len(labels) == 1:
        return f"1 line fits, but others fit that one too: {labels[0]}"
    more = f" and {len(labels) - SHOWN} more" if len(labels) > SHOWN else ""
    return f"{len(labels)} lines of other accounts fit: {'; '.join(labels[:SHOWN])}{more}"
