"""Reading a model's answer: strictly by its schema, or not at all. Pure.

Here: from the text a model wrote to the typed answer, and what to tell it otherwise. Not here:
whether the answer is true or allowed (kinds/), or how often it may try again (conversation.py).
What a model wrote is never quoted back into a reason: it may hold anything.
"""

import json

from pydantic import BaseModel, ValidationError

from ledgerflow.agents.records import Refusal

TEXT_MAX = 20_000
FAULTS_SHOWN = 5
OBJECTS_TRIED = 50
DECODER = json.JSONDecoder()
OFFERED_ONLY = "account"


class NotTaken(Exception):
    """An answer that is not taken: `message` for the model, `refusals` for the record."""

    def __init__(self, message: str, *refusals: Refusal) -> None:
        super().__init__(message)
        self.message = message
        self.refusals = refusals


def json_in(text: str) -> str:
    """The longest JSON object in a reply: alone, in a code fence, or between other words."""
    found, at, tries = "", text.find("{"), 0
    while 0 <= at < TEXT_MAX and tries < OBJECTS_TRIED:
        tries += 1
        try:
            _, end = DECODER.raw_decode(text, at)
        except (ValueError, RecursionError):
            end = at + 1
        else:
            found = max(found, text[at:end], key=len)
        at = text.find("{", end)
    return found or text


def answer_read[Answer: BaseModel](text: str, answer_type: type[Answer]) -> Answer:
    """The typed answer of a JSON text. Raises NotTaken with each fault in words."""
    if len(text) > TEXT_MAX:
        raise NotTaken(
            f"The answer has more than {TEXT_MAX:,} characters. Give a short one.",
            Refusal("output", f"An answer of more than {TEXT_MAX:,} characters."),
        )
    try:
        return answer_type.model_validate_json(text)
    except ValidationError as error:
        raise _not_taken(error, answer_type) from None


def _not_taken(error: ValidationError, answer_type: type[BaseModel]) -> NotTaken:
    known = set(answer_type.model_fields)
    said, refusals = [], {}
    for one in error.errors(include_url=False, include_input=False, include_context=False):
        kind, field = one["type"], _field_of(one["loc"], known)
        if kind == "json_invalid":
            said.append("it is no valid JSON object")
        else:
            said.append(f"{field or 'the answer'}: {one['msg'][:200]}")
        refusal = _refusal(kind, field)
        refusals[refusal.detail] = refusal
    listed = "; ".join(said[:FAULTS_SHOWN])
    return NotTaken(
        f"Your answer was not taken: {listed}. Answer again, exactly by the schema.",
        *list(refusals.values())[:FAULTS_SHOWN],
    )


def _refusal(kind: str, field: str) -> Refusal:
    """For the record: which field, and pydantic's word for its fault."""
    if kind == "json_invalid":
        return Refusal("output", "An answer that is no valid JSON object.")
    if field == OFFERED_ONLY and kind == "literal_error":
        return Refusal("account", "An account that was not offered.")
    where = field or ("a field it does not have" if kind == "extra_forbidden" else "as a whole")
    return Refusal("output", f"An answer off its schema ({where}: {kind}).")


def _field_of(loc: tuple[int | str, ...], known: set[str]) -> str:
    """The answer's field that a fault lies in; "" where the model made the name up."""
    return str(loc[0]) if loc and loc[0] in known else ""
