"""Nobody is surer than the business's own word for a payee."""

from decimal import Decimal

import pytest

from ledgerflow.classification.classifiers.ownword import behind_own_word
from ledgerflow.classification.context import ClassifyContext
from ledgerflow.classification.facts import Answer
from tests.classification.test_cascade import FACTS, learned

FOUND = (
    Answer(payee_key="x", payee_name="X", confidence=Decimal("0.9"), source="agent", account_id=2),
    Answer(payee_key="x", payee_name="X", confidence=Decimal("0.1"), source="agent", account_id=3),
)


@pytest.mark.parametrize("kind", ["payee", "account+payee"])
def test_others_stand_behind_what_people_decided_for_the_payee(kind: str) -> None:
    context = ClassifyContext(learned=learned(1, 0.5, kind))
    held = behind_own_word(FOUND, FACTS, context)
    assert [one.confidence for one in held] == [Decimal("0.4950"), Decimal("0.1")]


@pytest.mark.parametrize(
    "context", [ClassifyContext(), ClassifyContext(learned=learned(1, 0.5, "words"))]
)
def test_without_such_a_word_answers_stay_as_they_are(context: ClassifyContext) -> None:
    assert behind_own_word(FOUND, FACTS, context) == FOUND
