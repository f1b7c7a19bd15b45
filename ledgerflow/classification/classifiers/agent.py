"""Answers from agents that were asked before. Not here: asking (../asking), how sure they are."""

from ledgerflow.classification.asking.trackrecord import Proven
from ledgerflow.classification.classifiers.ownword import behind_own_word
from ledgerflow.classification.context import ClassifyContext
from ledgerflow.classification.facts import Answer, PayeeName, TransactionFacts
from ledgerflow.classification.looked_up import AGENT, LookedUp


class AgentClassifier:
    """What an agent looked up for this transaction, or for its payee; nobody is asked now."""

    name = AGENT

    def answers(
        self, facts: TransactionFacts, payee: PayeeName, context: ClassifyContext
    ) -> tuple[Answer, ...]:
        """One answer or none; as sure as people's decisions on such answers make it."""
        found = context.looked_up.get(facts.id)
        if found is None:
            return ()
        # A name that people gave stays.
        named = payee.display if payee.key in context.aliases else found.payee_name
        whom = PayeeName(payee.key, named or payee.display)
        answer = agent_answer(found, whom, context.track_record.proven(found))
        return behind_own_word((answer,), facts, context)


def agent_answer(found: LookedUp, payee: PayeeName, proven: Proven) -> Answer:
    """What an agent found, as the answer for a transaction of this payee."""
    return Answer(
        payee_key=payee.key,
        payee_name=payee.display,
        account_id=found.account_id,
        business_percent=found.business_percent,
        confidence=proven.confidence,
        hit_rate=proven.hit_rate,
        kind=found.kind,
        source=AGENT,
        source_ref=found.run,
        version=found.version,
        reasons=(found.reason, said_of_record(proven)),
    )


def said_of_record(proven: Proven) -> str:
    """How often the agent's answers came true here, in words."""
    if not proven.judged:
        return "nobody has judged this agent's answers yet"
    payees = "payee" if proven.judged == 1 else "payees"
    return f"people agreed on {proven.agreed} of {proven.judged} {payees} it answered for"
