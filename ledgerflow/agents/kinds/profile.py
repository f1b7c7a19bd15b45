"""The kind "profile": what a business's profile and chart could say, from a description of it.

Here: what the model may answer and how it becomes numbered items of a proposal. Not here: the
question (pipeline/profile_questions.py), or applying items, which a person does
(pipeline/profile_proposals.py). The answer writes nothing.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any, Literal

import pydantic

from ledgerflow.agents.kinds.answers import StrictAnswer, Sure, Text, plain, plain_list
from ledgerflow.agents.kinds.kind import AnswerRefused
from ledgerflow.agents.records import CallRecord, Question, Refusal

ITEMS_MAX = 12
TEXT_MAX, WHY_MAX, QUESTIONS_MAX = 1_500, 300, 5
TYPES = ("asset", "liability", "income", "expense")

PROMPT = """\
You help a bookkeeper to set up the books of one business. From the description you propose what
its profile says, its industry, and the few changes that make its chart of accounts fit.

- profile_text: two to five plain sentences: what it sells, to whom, how it is paid, what it
  buys. Only what the description says; no names of persons.
- industry: one of the known ones, or null when none fits.
- accounts_to_add: only what this business will use every month and has no account for. A
  parent is the code of a heading of the same type, or "". A tax_line is one of the lines of
  its form, or "".
- accounts_to_rename: where its own word is clearer than the present name.
- accounts_to_deactivate: accounts that this business will never use.
- Words in square brackets stand for what was taken out; never write one.
- Fewer changes are better. What you do not know goes into questions.

Its legal form: {legal_form}. Tax regime: {tax_regime}. Tax form: {tax_form}.
"""

_MASK = re.compile(r"\[[a-z]+\]")
Name = Annotated[Text, pydantic.Field(min_length=1, max_length=120)]


class ProfileKind:
    """Fields of the question: those of pipeline/profile_questions.py."""

    name = "profile"
    template_fields = frozenset({"legal_form", "tax_regime", "tax_form"})
    default_prompt = PROMPT
    default_tools: tuple[str, ...] = ()

    def answer_type(self, question: Question) -> type[pydantic.BaseModel]:
        """The strict answer: industries, accounts, headings and tax lines only as offered."""
        account = one_of(question.accounts)
        added = pydantic.create_model(
            "AddedAccount",
            __base__=StrictAnswer,
            name=(Name, ...),
            type=(one_of(TYPES), ...),
            parent=(one_of(["", *_codes(question, "headings", "code")]), ""),
            tax_line=(one_of(["", *_codes(question, "tax_lines", "line")]), ""),
            why=(Text, ""),
        )
        renamed = pydantic.create_model(
            "RenamedAccount",
            __base__=StrictAnswer,
            account=(account, ...),
            name=(Name, ...),
            why=(Text, ""),
        )
        closed = pydantic.create_model(
            "ClosedAccount", __base__=StrictAnswer, account=(account, ...), why=(Text, "")
        )
        industry = one_of(question.fields.get("industries", ()))
        return pydantic.create_model(
            "ProfileAnswer",
            __base__=StrictAnswer,
            profile_text=(Text, ...),
            industry=(industry | None, None),
            accounts_to_add=(_some(added), []),
            accounts_to_rename=(_some(renamed), []),
            accounts_to_deactivate=(_some(closed), []),
            questions=(_some(Text), []),
            confidence=(Sure, ...),
            reason=(Text, ""),
        )

    def checked(
        self, answer: pydantic.BaseModel, question: Question, calls: Sequence[CallRecord]
    ) -> tuple[dict[str, Any], tuple[Refusal, ...]]:
        """{"items": [...], "questions", "confidence", "reason"}; items are numbered from 1.

        An item names what it would change and what stood there ("from"). Raises AnswerRefused
        where the answer contradicts itself (an account under a heading of another type, one
        account changed twice, a name that is there already) or repeats a mask.
        """
        given = _cleaned(answer.model_dump())
        _refuse_masks(given)
        _refuse_contradictions(given, question)
        items = [
            {"n": number, **item} for number, item in enumerate(_items(given, question), start=1)
        ]
        return (
            {
                "items": items,
                "questions": given["questions"],
                "confidence": round(given["confidence"], 4),
                "reason": given["reason"],
            },
            (),
        )


def _cleaned(given: dict[str, Any]) -> dict[str, Any]:
    """All texts visible, on one line and within their limits. Raises AnswerRefused."""
    cleaned = {
        **given,
        "profile_text": plain(given["profile_text"], TEXT_MAX),
        "reason": plain(given["reason"], WHY_MAX),
        "questions": plain_list(given["questions"], WHY_MAX, QUESTIONS_MAX),
    }
    for name in ("accounts_to_add", "accounts_to_rename", "accounts_to_deactivate"):
        cleaned[name] = [
            {k: plain(v, WHY_MAX) if k in ("name", "why") else v for k, v in row.items()}
            for row in given[name]
        ]
        if any(row.get("name") == "" for row in cleaned[name]):
            raise AnswerRefused(f"{name}: an account needs a name.")
    return cleaned


def one_of(values: Any) -> Any:
    """The type of one of these texts; with none of them, of the empty text alone."""
    texts = tuple(dict.fromkeys(str(value) for value in values))
    return Literal[texts or ("",)]


def _some(kind: Any) -> Any:
    return Annotated[list[kind], pydantic.Field(max_length=ITEMS_MAX)]


def _codes(question: Question, field: str, key: str) -> list[str]:
    return [str(one[key]) for one in question.fields.get(field, ())]


def _chart(question: Question) -> Mapping[str, Mapping[str, Any]]:
    """Account id as text -> its row in the question."""
    return {str(row["id"]): row for row in question.fields.get("chart", ())}


def _refuse_masks(given: dict[str, Any]) -> None:
    """What was taken out before it left must not come back as a text of the books."""
    named = given["accounts_to_add"] + given["accounts_to_rename"]
    for text in (given["profile_text"], *(row["name"] for row in named)):
        if found := _MASK.search(text):
            raise AnswerRefused(f"Leave out {found[0]}: it stands for what was taken out.")


def _refuse_contradictions(given: dict[str, Any], question: Question) -> None:
    chart = _chart(question)
    heading_types = {h["code"]: h["type"] for h in question.fields.get("headings", ())}
    names = {str(row["name"]).casefold() for row in chart.values()}
    for row in given["accounts_to_add"]:
        if row["parent"] and heading_types[row["parent"]] != row["type"]:
            raise AnswerRefused(
                f"accounts_to_add: {row['parent']} is {heading_types[row['parent']]},"
                f" not {row['type']}; choose a heading of the same type or none."
            )
    changed = [r["account"] for r in given["accounts_to_rename"]]
    changed += [r["account"] for r in given["accounts_to_deactivate"]]
    twice = sorted({one for one in changed if changed.count(one) > 1})
    if twice:
        raise AnswerRefused(f"Account {twice[0]} is changed twice; change it once.")
    if unknown := sorted(set(changed) - set(chart)):
        raise AnswerRefused(f"There is no account {unknown[0]!r}; use an id of the list.")
    given_names = [r["name"] for r in given["accounts_to_add"] + given["accounts_to_rename"]]
    for name in given_names:
        if name.casefold() in names:
            raise AnswerRefused(
                f"An account is called {name!r} already; leave it or choose another."
            )
        names.add(name.casefold())


def _items(given: dict[str, Any], question: Question) -> Iterator[dict[str, Any]]:
    """What would change, the profile first; nothing where it says what stands there already."""
    now = question.fields.get("profile", {})
    chart = _chart(question)
    for what, said in (("description", given["profile_text"]), ("industry", given["industry"])):
        if said and said != now.get(what, ""):
            yield {"what": what, "from": now.get(what, ""), "to": said}
    for row in given["accounts_to_add"]:
        yield {"what": "account_add", **row}
    for row in given["accounts_to_rename"]:
        known = chart[row["account"]]
        yield {
            "what": "account_rename",
            "account": row["account"],
            "code": known["code"],
            "from": known["name"],
            "to": row["name"],
            "why": row["why"],
        }
    for row in given["accounts_to_deactivate"]:
        known = chart[row["account"]]
        yield {
            "what": "account_close",
            "account": row["account"],
            "code": known["code"],
            "from": known["name"],
            "why": row["why"],
        }


PROFILE = ProfileKind()
