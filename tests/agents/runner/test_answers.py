"""Reading what a model wrote, strictly."""

from typing import Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field

from ledgerflow.agents.runner.answers import NotTaken, answer_read, json_in


class Placing(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)
    account: Literal["11", "12"] | None
    confidence: float = Field(ge=0, le=1, allow_inf_nan=False)


@pytest.mark.parametrize(
    "text",
    [
        '{"a": 1}',
        'Here you are:\n```json\n{"a": 1}\n```\nAnything else?',
        'Sure! {"a": 1} Bye.',
        'With {x} and } it is {"a": 1} {}',
        '```\n{"a": 1}```',
    ],
)
def test_the_object_is_found_among_words(text: str) -> None:
    assert json_in(text) == '{"a": 1}'


@pytest.mark.parametrize("text", ["", "no", "} {", "{"])
def test_where_there_is_none_the_text_stays(text: str) -> None:
    assert json_in(text) == text


def test_an_answer_of_the_schema_is_taken() -> None:
    assert answer_read('{"account": "11", "confidence": 0.5}', Placing).account == "11"


@pytest.mark.parametrize(
    ("text", "what", "told"),
    [
        ('{"account": "13", "confidence": 0.5}', "account", "account: "),
        ('{"account": 11, "confidence": 0.5}', "account", "account: "),
        ('{"account": "11", "confidence": 7}', "output", "confidence: "),
        ('{"account": "11", "confidence": NaN}', "output", "confidence: "),
        ('{"account": "11", "confidence": Infinity}', "output", "confidence: "),
        ('{"account": "11"}', "output", "confidence: "),
        ('{"account": "11", "confidence": 1, "post_now": true}', "output", "the answer: "),
        ("{", "output", "no valid JSON"),
        ("[1]", "output", "the answer: "),
        ('{"a":' * 2_000, "output", "no valid JSON"),
        ("x" * 20_001, "output", "20,000"),
    ],
)
def test_anything_else_is_refused_and_said_how(text: str, what: str, told: str) -> None:
    with pytest.raises(NotTaken) as refused:
        answer_read(text, Placing)
    assert {refusal.what for refusal in refused.value.refusals} == {what}
    assert told in refused.value.message


def test_what_the_model_wrote_is_in_no_refusal() -> None:
    text = '{"account": "DE89370400440532013000", "confidence": 1, "Jane Example": "4111"}'
    with pytest.raises(NotTaken) as refused:
        answer_read(text, Placing)
    said = " ".join(refusal.detail for refusal in refused.value.refusals)
    assert not {"DE89370400440532013000", "Jane", "4111"} & set(said.split())
