"""The order in which classifiers are asked, and which answer wins; pure.

Here: the explicit tuple of classifiers and the choice. Not here: any classifier (classifiers/),
or writing suggestions (services.py).
"""

from dataclasses import dataclass, replace

from ledgerflow.classification.classifiers.agent import AgentClassifier
from ledgerflow.classification.classifiers.knowledge import KnowledgeClassifier
from ledgerflow.classification.classifiers.learned import LearnedClassifier
from ledgerflow.classification.classifiers.protocol import Classifier
from ledgerflow.classification.classifiers.refund import RefundClassifier
from ledgerflow.classification.classifiers.rule import RuleClassifier
from ledgerflow.classification.classifiers.transfer import TransferClassifier
from ledgerflow.classification.context import ClassifyContext
from ledgerflow.classification.facts import Answer, PayeeName, TransactionFacts
from ledgerflow.classification.payees import payee_of

CLASSIFIERS: tuple[Classifier, ...] = (
    RuleClassifier(),
    TransferClassifier(),
    RefundClassifier(),
    LearnedClassifier(),
    KnowledgeClassifier(),
    AgentClassifier(),
)
"""Asked in this order; a new classifier is one file and one line here."""

MAX_ALTERNATIVES = 3


@dataclass(frozen=True, slots=True)
class Classified:
    """The answer to suggest (None where nothing is known) and up to three others."""

    best: Answer | None
    alternatives: tuple[Answer, ...] = ()


def classify(
    facts: TransactionFacts,
    context: ClassifyContext,
    classifiers: tuple[Classifier, ...] = CLASSIFIERS,
) -> Classified:
    """Ask every classifier in order.

    The first whose surest answer reaches `context.target_precision` wins; where none does, the
    surest answer of all is the best one, the earlier classifier first when equally sure. A rule
    that names only the payee names it for the classifiers after it.
    """
    payee = payee_of(facts, context.aliases)
    winner: Answer | None = None
    answers: list[Answer] = []
    notes: list[Answer] = []
    for classifier in classifiers:
        given = classifier.answers(facts, payee, context)
        naming = next((answer for answer in given if not answer.settles), None)
        if naming is not None:
            payee = PayeeName(naming.payee_key, naming.payee_name)
            notes.append(naming)
        placed = [answer for answer in given if answer.settles]
        answers += placed
        if winner is None and placed and placed[0].confidence >= context.target_precision:
            winner = placed[0]
    best = winner or max(answers, key=lambda answer: answer.confidence, default=None)
    if best is None:
        return Classified(notes[0] if notes else None)
    return Classified(_with_tags(best, notes), _others(best, answers, context))


def _with_tags(best: Answer, notes: list[Answer]) -> Answer:
    """Keep the tags and reasons of a rule that did not place the money itself."""
    for note in notes:
        tags = tuple(dict.fromkeys((*best.tags, *note.tags)))
        best = replace(best, tags=tags, reasons=(*best.reasons, *note.reasons))
    return best


def _others(best: Answer, answers: list[Answer], context: ClassifyContext) -> tuple[Answer, ...]:
    """Other places for the money, surest first, one answer per place.

    Where several lines may be the other half of a transfer, those stand before other places.
    """
    seen = set(_places(best, context))
    others: list[Answer] = []
    for answer in sorted(answers, key=lambda a: (a.transfer_with is None, -a.confidence)):
        places = _places(answer, context)
        if places[-1] not in seen and len(others) < MAX_ALTERNATIVES:
            seen.update(places)
            others.append(answer)
    return tuple(others)


def _places(answer: Answer, context: ClassifyContext) -> tuple[object, ...]:
    """Where an answer puts the money and, for a transfer, with which other half."""
    place = _place(answer, context)
    return (place, (place, answer.transfer_with)) if answer.transfer_with else (place,)


def _place(answer: Answer, context: ClassifyContext) -> object:
    if answer.exclude:
        return "exclude"
    if answer.splits:
        return answer.splits
    if answer.account_id is not None:
        return answer.account_id
    return context.account_ids.get(answer.account_key, answer.account_key)
