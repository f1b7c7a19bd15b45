"""The profile kind: what a model may propose, and how that becomes numbered items."""

import json

import pydantic
import pytest

from ledgerflow.agents.kinds.kind import AnswerRefused
from ledgerflow.agents.kinds.profile import PROFILE
from ledgerflow.agents.kinds.template import template_faults
from ledgerflow.agents.records import Question

QUESTION = Question(
    kind="profile",
    fields={
        "description": "We throw pots and teach.",
        "profile": {"description": "Pots.", "industry": ""},
        "legal_form": "sole_proprietor",
        "tax_regime": "us_schedule_c",
        "tax_form": "Schedule C",
        "industries": ["design", "education"],
        "headings": [{"code": "5000", "name": "Cost of goods sold", "type": "expense"}],
        "tax_lines": [{"line": "22", "label": "Supplies"}, {"line": "27b", "label": "Other"}],
        "chart": [
            {"id": "7", "code": "6160", "name": "Supplies", "type": "expense"},
            {"id": "8", "code": "6180", "name": "Travel", "type": "expense"},
        ],
    },
    accounts={"7": "6160 Supplies", "8": "6180 Travel"},
)

ANSWER = {
    "profile_text": "Sells pots and teaches.",
    "industry": "education",
    "accounts_to_add": [
        {"name": "Kiln firing", "type": "expense", "parent": "5000", "tax_line": "27b", "why": "x"}
    ],
    "accounts_to_rename": [{"account": "7", "name": "Clay and glaze"}],
    "accounts_to_deactivate": [{"account": "8", "why": "never travels"}],
    "questions": ["Do you sell abroad?"],
    "confidence": 0.8,
    "reason": "a pottery",
}


def taken(question=QUESTION, **changes):
    kind = PROFILE.answer_type(question)
    answer = kind.model_validate_json(json.dumps(ANSWER | changes))
    return PROFILE.checked(answer, question, ())


def test_an_answer_becomes_numbered_items_that_say_what_stood_there():
    output, refusals = taken()
    assert refusals == ()
    assert [(item["n"], item["what"]) for item in output["items"]] == [
        (1, "description"),
        (2, "industry"),
        (3, "account_add"),
        (4, "account_rename"),
        (5, "account_close"),
    ]
    described, trade, added, renamed, closed = output["items"]
    assert (described["from"], described["to"]) == ("Pots.", "Sells pots and teaches.")
    assert (trade["from"], trade["to"]) == ("", "education")
    assert (added["name"], added["parent"], added["tax_line"]) == ("Kiln firing", "5000", "27b")
    assert (renamed["code"], renamed["from"], renamed["to"]) == (
        "6160",
        "Supplies",
        "Clay and glaze",
    )
    assert (closed["account"], closed["from"], closed["why"]) == ("8", "Travel", "never travels")
    assert output["questions"] == ["Do you sell abroad?"]
    assert json.loads(json.dumps(output)) == output


def test_what_stands_there_already_is_no_item():
    output, _ = taken(
        profile_text="Pots.",
        industry=None,
        accounts_to_add=[],
        accounts_to_rename=[],
        accounts_to_deactivate=[],
    )
    assert output["items"] == []


@pytest.mark.parametrize(
    "changes",
    [
        {"industry": "piracy"},
        {"confidence": 7},
        {"confidence": "high"},
        {"secret": "x"},
        {"accounts_to_rename": [{"account": "9", "name": "Other firm's"}]},
        {"accounts_to_add": [{"name": "A", "type": "equity"}]},
        {"accounts_to_add": [{"name": "A", "type": "expense", "parent": "6160"}]},
        {"accounts_to_add": [{"name": "A", "type": "expense", "tax_line": "31"}]},
        {"accounts_to_add": [{"name": f"A{n}", "type": "expense"} for n in range(13)]},
    ],
)
def test_the_schema_takes_offered_things_only(changes):
    with pytest.raises(pydantic.ValidationError):
        taken(**changes)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"accounts_to_add": [{"name": "A", "type": "income", "parent": "5000"}]}, "heading"),
        ({"accounts_to_deactivate": [{"account": "7"}]}, "twice"),
        ({"accounts_to_add": [{"name": "TRAVEL", "type": "expense"}]}, "already"),
        ({"accounts_to_add": [{"name": "\u202e\u200b", "type": "expense"}]}, "needs a name"),
        ({"profile_text": "[business] throws pots."}, "taken out"),
        ({"accounts_to_rename": [{"account": "7", "name": "Loan of [name]"}]}, "taken out"),
    ],
)
def test_an_answer_that_contradicts_the_chart_or_itself_is_refused(changes, said):
    with pytest.raises(AnswerRefused, match=said):
        taken(**changes)


def test_texts_are_plain_and_cut():
    output, _ = taken(profile_text="A\u202e\x1b[31m " + "pot " * 900, questions=["?"] * 9)
    said = output["items"][0]["to"]
    assert len(said) <= 1_500
    assert said.startswith("A[31m pot")
    assert output["questions"] == ["?"]


def test_an_empty_chart_offers_nothing_to_change():
    bare = Question(kind="profile", fields={"profile": {}})
    with pytest.raises(AnswerRefused, match="no account"):
        taken(
            bare,
            industry=None,
            accounts_to_add=[],
            accounts_to_rename=[{"account": "", "name": "x"}],
            accounts_to_deactivate=[],
        )


def test_the_shipped_prompt_names_known_fields_only():
    assert template_faults(PROFILE.default_prompt, PROFILE.template_fields) == []
    assert PROFILE.template_fields <= set(QUESTION.fields)
