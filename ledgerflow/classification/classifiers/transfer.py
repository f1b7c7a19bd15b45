"""Answers from transfer pairing. Not here: finding the pairs (transfers.py)."""

from ledgerflow.classification.context import ClassifyContext
from ledgerflow.classification.facts import TRANSFERS_KEY, Answer, PayeeName, TransactionFacts
from ledgerflow.classification.transfers import VERSION


class TransferClassifier:
    """The other side of the transfer, where exactly one line fits."""

    name = "transfer"

    def answers(
        self, facts: TransactionFacts, payee: PayeeName, context: ClassifyContext
    ) -> tuple[Answer, ...]:
        """One answer to the clearing account, or none."""
        pair = context.pairs.get(facts.id)
        if pair is None:
            return ()
        return (
            Answer(
                payee_key=payee.key,
                payee_name=payee.display,
                account_key=TRANSFERS_KEY,
                confidence=pair.confidence,
                source=self.name,
                source_ref=f"{pair.out_id}:{pair.in_id}",
                version=VERSION,
                reasons=pair.reasons,
                transfer_with=pair.in_id if pair.out_id == facts.id else pair.out_id,
            ),
        )
