"""Answers from refunds. Not here: finding the purchase that was given back (../refunds.py)."""

from decimal import Decimal

from ledgerflow.classification.context import ClassifyContext
from ledgerflow.classification.facts import Answer, PayeeName, TransactionFacts
from ledgerflow.classification.refunds import VERSION, RefundMatch, RefundOption


class RefundClassifier:
    """Money that goes back belongs where the money it gives back was put."""

    name = "refund"

    def answers(
        self, facts: TransactionFacts, payee: PayeeName, context: ClassifyContext
    ) -> tuple[Answer, ...]:
        """One answer for each place that fits, likeliest first.

        Where the purchase itself is undecided, an answer without a place that says which it is.
        """
        match = context.refunds.get(facts.id)
        if match is None:
            return ()
        placed = [option for option in match.options if option.account_id is not None]
        given = placed or list(match.options[:1])
        word = "refund" if facts.amount > 0 else "reversal"
        return tuple(self._answer(option, match, payee, word) for option in given)

    def _answer(
        self, option: RefundOption, match: RefundMatch, payee: PayeeName, word: str
    ) -> Answer:
        which = f"{word} of {option.text}" if match.is_sure else f"{word}, perhaps of {option.text}"
        undecided = () if option.account_id else ("which is not decided yet",)
        return Answer(
            payee_key=payee.key,
            payee_name=payee.display,
            account_id=option.account_id,
            business_percent=option.business_percent,
            confidence=option.confidence if option.account_id else Decimal(0),
            source=self.name,
            source_ref=str(option.original_id) if match.is_sure else "",
            version=VERSION,
            reasons=(which, *undecided, *match.reasons),
        )
