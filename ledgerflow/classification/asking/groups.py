"""Which payees an agent is to be asked about, most money first.

Here: gathering what is undecided by payee and direction, and leaving out what needs no asking. Not
here: the question (questions.py), or who asks (pipeline/lookups).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Exists, OuterRef

from ledgerflow.agents.models import Agent
from ledgerflow.agents.run_models import AgentRun
from ledgerflow.agents.selectors import enabled_agent
from ledgerflow.audit.models import Batch
from ledgerflow.classification.asking.standing import KEY_MOST
from ledgerflow.classification.facts import PayeeName, TransactionFacts
from ledgerflow.classification.history import History
from ledgerflow.classification.models import Suggestion
from ledgerflow.classification.newest import newest_suggestions
from ledgerflow.classification.payee_selectors import payee_aliases
from ledgerflow.classification.payees import payee_of
from ledgerflow.firms.models import Business
from ledgerflow.statements.models import BankTransaction

PLACED_BY = frozenset({"rule", "transfer", "refund"})
"""Sources that say where money belongs better than any look-up could."""

PLACED_RATE = Decimal("0.9")
"""What learning places rightly so often is not asked, even if nobody accepts it unseen."""

ANSWERED = (AgentRun.State.ANSWERED, AgentRun.State.REVIEW)

Subject = tuple[str, str]
"""Payee key and direction."""


@dataclass(frozen=True, slots=True)
class Group:
    """Undecided transactions of one payee in one direction ("in", "out"), asked about once.

    `payee_name` is as people or the bank call it, not masked. `money` adds up the amounts without
    signs, whatever their currency: it orders groups and is nothing more.
    """

    subject_key: str
    payee_name: str
    direction: str
    transaction_ids: tuple[int, ...]
    money: Decimal


def groups_to_ask(business: Business, history: History) -> list[Group]:
    """Groups of `history.waiting` that nothing places and no agent has answered for.

    Left out: what rules, transfers and refunds place, what has a measured confidence that reaches
    the business's bar or is mostly right, texts without a name, and payees that the agent in
    charge answered for, or gave up, under its present prompt, unless somebody decided otherwise
    since or the look-up was undone.
    """
    bar = 1 - business.target_error_rate
    aliases = payee_aliases(business)
    newest = newest_suggestions(facts.id for facts in history.waiting)
    open_facts = [f for f in history.waiting if not is_placed(newest.get(f.id), bar)]
    asked = _asked(business, history.agents.overruled, aliases) if open_facts else frozenset()
    groups = [group for group in groups_of(open_facts, aliases) if _subject(group) not in asked]
    return sorted(groups, key=lambda g: (-g.money, g.subject_key, g.direction))


def _subject(group: Group) -> Subject:
    return group.subject_key, group.direction


def is_placed(suggestion: Suggestion | None, bar: Decimal) -> bool:
    """True where a suggestion says better than an agent could where the money belongs."""
    if suggestion is None:
        return False
    if suggestion.source in PLACED_BY:
        return True
    rate = suggestion.hit_rate
    return rate is not None and (suggestion.confidence >= bar or rate >= PLACED_RATE)


def groups_of(
    facts: Iterable[TransactionFacts], aliases: Mapping[str, PayeeName]
) -> Iterable[Group]:
    """Transactions by payee and direction; those without a name are left out."""
    found: dict[Subject, list[TransactionFacts]] = defaultdict(list)
    names: dict[str, str] = {}
    for one in facts:
        payee = payee_of(one, aliases)
        key = payee.key[:KEY_MOST]
        if key:
            found[key, one.direction].append(one)
            names.setdefault(key, payee.display)
    for (key, direction), some in found.items():
        money = sum((abs(one.amount) for one in some), Decimal(0))
        yield Group(key, names[key], direction, tuple(sorted(one.id for one in some)), money)


def _asked(
    business: Business, overruled: frozenset[str], aliases: Mapping[str, PayeeName]
) -> frozenset[Subject]:
    """The subjects whose newest run under the present prompt ended and was not overruled."""
    agent = enabled_agent(Agent.Kind.CLASSIFICATION)
    if agent is None:
        return frozenset()
    undone = Batch.objects.filter(undoes=OuterRef("look_up__batch"))
    runs = list(
        AgentRun.objects.filter(
            business=business,
            kind=Agent.Kind.CLASSIFICATION,
            prompt_id=agent.prompt_id,
            state__in=ANSWERED,
            is_trial=False,
        )
        .exclude(Exists(undone))
        .order_by("pk")
        .values_list("pk", "subject_key", "transactions")
    )
    firsts = [ids[0] for _, _, ids in runs if ids]
    amounts = dict(BankTransaction.objects.filter(pk__in=firsts).values_list("pk", "amount"))
    newest: dict[Subject, int] = {}
    for pk, key, ids in runs:
        if ids and ids[0] in amounts:
            payee = aliases.get(key)
            now = payee.key[:KEY_MOST] if payee else key
            newest[now, "in" if amounts[ids[0]] > 0 else "out"] = pk
    return frozenset(subject for subject, pk in newest.items() if str(pk) not in overruled)
