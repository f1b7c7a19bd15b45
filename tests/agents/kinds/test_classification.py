"""Which account: only one that was offered, in a strict shape."""

import json

import pydantic
import pytest

from ledgerflow.agents.kinds.classification import CLASSIFICATION
from ledgerflow.agents.kinds.kind import AnswerRefused
from ledgerflow.agents.records import Question
from tests.agents.kinds.test_quoting import URL, call

ASKED = Question("classification", "quill", accounts={"7": "510 Meals", "9": "520 Office"})


def answer(asked: Question = ASKED, **changes: object) -> pydantic.BaseModel:
    given = {"account": "9", "confidence": 0.9} | changes
    return CLASSIFICATION.answer_type(asked).model_validate_json(json.dumps(given))


def test_an_offered_account_is_taken_with_its_share_and_sources() -> None:
    said = answer(
        business_percent=62.5,
        payee_name="Quill",
        reason="Paper.",
        questions=["Which office?", "Which office?", " "],
        sources=[{"url": URL, "quote": "Paper and pens"}, {"url": "https://x.example/"}],
    )
    output, refusals = CLASSIFICATION.checked(said, ASKED, [call()])
    assert output == {
        "account": "9",
        "business_percent": "62.5",
        "payee_name": "Quill",
        "confidence": 0.9,
        "reason": "Paper.",
        "questions": ["Which office?"],
        "sources": [{"url": URL, "title": "Quill &amp; Co", "quote": "Paper and pens"}],
    }
    assert [one.what for one in refusals] == ["quote"]


def test_the_share_is_all_unless_said_and_never_a_tail_of_digits() -> None:
    checked = CLASSIFICATION.checked
    assert checked(answer(), ASKED, [])[0]["business_percent"] == "100"
    assert checked(answer(business_percent=33.333333), ASKED, [])[0]["business_percent"] == "33.33"
    for none in (0, -0.0, 0.001):
        assert checked(answer(business_percent=none), ASKED, [])[0]["business_percent"] == "0"


def test_not_knowing_is_an_answer() -> None:
    said = answer(account=None, questions=["What was bought?"])
    output, refusals = CLASSIFICATION.checked(said, ASKED, [])
    assert (output["account"], output["questions"]) == (None, ["What was bought?"])
    assert refusals == ()


@pytest.mark.parametrize(
    "changes",
    [
        {"account": "8"},
        {"account": 9},
        {"account": ""},
        {"account": "510 Meals"},
        {"confidence": 7},
        {"confidence": -0.1},
        {"confidence": float("nan")},
        {"confidence": float("inf")},
        {"business_percent": 101},
        {"business_percent": -1},
        {"business_percent": float("nan")},
        {"approve": True},
        {"questions": "Why?"},
        {"questions": ["?"] * 100},
        {"reason": "z" * 1_000_000},
    ],
)
def test_an_answer_of_another_shape_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(pydantic.ValidationError):
        answer(**changes)


def test_an_account_must_be_said_even_when_it_is_not_known() -> None:
    with pytest.raises(pydantic.ValidationError):
        CLASSIFICATION.answer_type(ASKED).model_validate({"confidence": 0.5})


def test_with_nothing_offered_only_not_knowing_is_left() -> None:
    nothing = Question("classification", "quill")
    assert CLASSIFICATION.checked(answer(nothing, account=None), nothing, [])[0]["account"] is None
    with pytest.raises(pydantic.ValidationError):
        answer(nothing)


def test_an_answer_to_another_question_is_refused_in_words_for_the_model() -> None:
    other = Question("classification", "quill", accounts={"7": "510 Meals"})
    with pytest.raises(AnswerRefused, match="one of the offered ids, or null"):
        CLASSIFICATION.checked(answer(), other, [])
