"""Who a payee is: the answer taken and cleaned."""

import pydantic
import pytest

from ledgerflow.agents.kinds.payee import PAYEE
from ledgerflow.agents.records import Question
from tests.agents.kinds.test_quoting import URL, call

ASKED = Question("payee", "quill")
GIVEN = {
    "payee_name": "Quill & Co\n",
    "what": "Sells paper and pens.",
    "trade": "stationer",
    "website": "https://quill.example",
    "confidence": 0.87654,
    "sources": [{"url": URL, "title": "x", "quote": "Paper and pens since 1990"}],
    "reason": "The name and the town fit.",
}


def answer(**changes: object) -> pydantic.BaseModel:
    return PAYEE.answer_type(ASKED).model_validate(GIVEN | changes)


def test_a_payee_is_told_with_the_sources_that_stand() -> None:
    output, refusals = PAYEE.checked(answer(), ASKED, [call()])
    assert output == {
        "payee_name": "Quill & Co",
        "what": "Sells paper and pens.",
        "trade": "stationer",
        "website": "quill.example",
        "confidence": 0.8765,
        "sources": [{"url": URL, "title": "Quill &amp; Co", "quote": "Paper and pens since 1990"}],
        "reason": "The name and the town fit.",
    }
    assert refusals == ()


def test_what_was_invented_goes_and_is_told() -> None:
    output, refusals = PAYEE.checked(answer(website="https://evil.example"), ASKED, [])
    assert (output["sources"], output["website"]) == ([], "")
    assert [one.what for one in refusals] == ["quote", "quote"]


def test_long_texts_are_cut() -> None:
    output, _ = PAYEE.checked(answer(payee_name="x" * 900, reason="y" * 900), ASKED, [call()])
    assert (len(output["payee_name"]), len(output["reason"])) == (120, 500)


@pytest.mark.parametrize(
    "changes",
    [
        {"confidence": 7},
        {"confidence": float("nan")},
        {"confidence": "high"},
        {"confidence": None},
        {"extra": 1},
        {"what": 3},
        {"reason": "z" * 1_000_000},
        {"sources": [{"url": URL, "quote": "x", "run": "tool"}]},
        {"sources": [{"url": URL}] * 500},
    ],
)
def test_an_answer_of_another_shape_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(pydantic.ValidationError):
        answer(**changes)
