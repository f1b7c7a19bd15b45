"""The kind "classification": to which of the offered accounts money belongs, and why; pure.

Here: its prompt, the answer it takes, and checking that. Not here: the question
(classification/asking/questions.py) or what becomes of the answer (suggesting.py there).
"""

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Annotated, Any, Literal

import pydantic

from ledgerflow.agents.kinds.answers import (
    LISTED,
    StrictAnswer,
    Sure,
    Text,
    number_of,
    plain,
    plain_list,
)
from ledgerflow.agents.kinds.kind import AnswerRefused
from ledgerflow.agents.kinds.payee import NAME_MOST, REASON_MOST
from ledgerflow.agents.kinds.quoting import SourceGiven, Sources, sources_checked
from ledgerflow.agents.records import CallRecord, Question, Refusal

QUESTIONS_MOST = 3
QUESTION_MOST = 200
_CENT = Decimal("0.01")

PROMPT = """\
You are a bookkeeper's assistant. For one payee of one business you choose the ledger account that
its bank transactions belong to, among the accounts offered, by id. A person checks your answer.

- similar: what people of this business decided for similar payees. It outweighs everything else.
- payee_evidence: what was found out about the payee. Where it is missing and the name tells you
  nothing, ask lookup_merchant, then search_web; find_similar finds other decisions.
- business_percent: the share that is business, 0 to 100; 100 unless the payee is usually partly
  private for a {legal_form} in this trade ({industry}), such as a telephone or a car.
- Private spending belongs to the owner's draw account, if one is offered.
- account null: you do not know. Rather say so than guess, and put into questions what the client
  would have to tell (at most three short questions, without names of persons).
- payee_name: the usual name of the payee.
- confidence: 0 to 1, how often you would be right with such an answer.
- sources: address and title of each result you rest on, and a quote copied from it word for word;
  none where you looked nothing up.
- reason: one or two sentences for a bookkeeper: what it is, and why this account.

Tax regime: {tax_regime}. Money went: {direction}.
"""

Percent = Annotated[
    float, pydantic.BeforeValidator(number_of), pydantic.Field(ge=0, le=100, allow_inf_nan=False)
]
Questions = Annotated[list[Text], pydantic.Field(max_length=LISTED)]


class ClassificationKind:
    """Fields of the question: those of questions.classification_question."""

    name = "classification"
    template_fields = frozenset({"industry", "legal_form", "tax_regime", "currency", "direction"})
    default_prompt = PROMPT
    default_tools: tuple[str, ...] = ("find_similar", "lookup_merchant", "search_web")

    def answer_type(self, question: Question) -> type[pydantic.BaseModel]:
        """The strict answer: one of the offered accounts by its id as text, or null."""
        return _answer_type(tuple(question.accounts))

    def checked(
        self, answer: pydantic.BaseModel, question: Question, calls: Sequence[CallRecord]
    ) -> tuple[dict[str, Any], tuple[Refusal, ...]]:
        """The answer in plain texts, with the sources that calls returned.

        Raises AnswerRefused for an account that was not offered.
        """
        given = answer.model_dump()
        account = given["account"]
        if account is not None and account not in question.accounts:
            raise AnswerRefused("account: choose one of the offered ids, or null.")
        said = [SourceGiven(**source) for source in given["sources"]]
        sources, refusals = sources_checked(said, calls)
        share = abs(Decimal(repr(given["business_percent"])).quantize(_CENT).normalize())
        output = {
            "account": account,
            "business_percent": f"{share:f}",
            "payee_name": plain(given["payee_name"], NAME_MOST),
            "confidence": round(given["confidence"], 4),
            "reason": plain(given["reason"], REASON_MOST),
            "questions": plain_list(given["questions"], QUESTION_MOST, QUESTIONS_MOST),
            "sources": sources,
        }
        return output, tuple(refusals)


@lru_cache(maxsize=64)
def _answer_type(ids: tuple[str, ...]) -> type[pydantic.BaseModel]:
    """Charts change seldom, and a type is dear to make."""
    account: Any = Literal[ids] | None if ids else None
    return pydantic.create_model(
        "ClassificationAnswer",
        __base__=StrictAnswer,
        __doc__="The account that the money belongs to.",
        account=(account, ...),
        business_percent=(Percent, 100.0),
        payee_name=(Text, ""),
        confidence=(Sure, ...),
        reason=(Text, ""),
        questions=(Questions, pydantic.Field(default_factory=list)),
        sources=(Sources, pydantic.Field(default_factory=list)),
    )


CLASSIFICATION = ClassificationKind()
