"""The kind "payee": who a payee is and what it sells, with the sources that say so; pure.

Here: its prompt, the answer it takes, and checking that. Not here: the question
(classification/asking/questions.py) or what becomes of the answer (payee_evidence there).
"""

from collections.abc import Sequence
from typing import Any

import pydantic

from ledgerflow.agents.kinds.answers import StrictAnswer, Sure, Text, plain
from ledgerflow.agents.kinds.quoting import Sources, sources_checked, website_checked
from ledgerflow.agents.records import CallRecord, Question, Refusal

NAME_MOST = 120
WHAT_MOST = 300
TRADE_MOST = 80
REASON_MOST = 500

PROMPT = """\
You find out who a payee of a bank transaction is. You are given the payee as the bank wrote it and
a few sample lines, with account numbers and names of persons masked.

1. lookup_merchant first: it knows common merchants and costs nothing.
2. Otherwise search_web with the name and what helps to tell it apart (town, kind of shop). Never
   search for a person.
3. read_page only where the results leave open what the payee sells.

Then answer:
- payee_name: the usual name, without store numbers and towns.
- what: one sentence, what it sells or does. trade: the same in one to three words.
- website: its own site as a result named it, or "".
- sources: address and title of each result you rest on, and a quote copied from it word for word.
- confidence: 0 to 1, how sure you are that this is the payee. A private person, or a name that
  fits several firms: below 0.4, and say so in reason.
- reason: one or two sentences for a bookkeeper.

The business that paid or was paid is in this trade: {industry}. Money went: {direction}.
"""


class PayeeAnswer(StrictAnswer):
    """Who the payee is."""

    payee_name: Text
    what: Text
    trade: Text
    website: Text = ""
    confidence: Sure
    sources: Sources = pydantic.Field(default_factory=list)
    reason: Text = ""


class PayeeKind:
    """Fields of the question: those of questions.payee_question; it chooses no account."""

    name = "payee"
    template_fields = frozenset({"industry", "direction", "currency"})
    default_prompt = PROMPT
    default_tools: tuple[str, ...] = ("search_web", "read_page", "lookup_merchant")

    def answer_type(self, question: Question) -> type[pydantic.BaseModel]:
        """The strict answer, the same for every question."""
        return PayeeAnswer

    def checked(
        self, answer: pydantic.BaseModel, question: Question, calls: Sequence[CallRecord]
    ) -> tuple[dict[str, Any], tuple[Refusal, ...]]:
        """The answer in plain texts, with the sources and the website that calls returned."""
        given = PayeeAnswer.model_validate(answer.model_dump())
        sources, invented = sources_checked(given.sources, calls)
        website, unknown = website_checked(given.website, calls)
        output = {
            "payee_name": plain(given.payee_name, NAME_MOST),
            "what": plain(given.what, WHAT_MOST),
            "trade": plain(given.trade, TRADE_MOST),
            "website": website,
            "confidence": round(given.confidence, 4),
            "sources": sources,
            "reason": plain(given.reason, REASON_MOST),
        }
        return output, (*invented, *unknown)


PAYEE = PayeeKind()
