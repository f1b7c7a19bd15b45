"""Prompt templates: named fields and nothing else; values are never read again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgerflow.agents.kinds.template import LONGEST, render, template_faults

FIELDS = frozenset({"industry", "direction"})


def test_a_template_with_known_fields_has_no_faults() -> None:
    assert template_faults("Trade: {industry}.\nMoney: {direction}, as {{JSON}}.", FIELDS) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("  \n", "empty"),
        ("In {industri}.", "Line 1: there is no field {industri}. Known fields: {direction}, {ind"),
        ("Fine.\nIn {industry.__class__}.", "Line 2: there is no field {industry.__class__}"),
        ("{industry!r}", "no field"),
        ("{industry:>10}", "no field"),
        ("{industry[0]}", "no field"),
        ("{}", "no field {}"),
        ("{0}", "no field"),
        ("a { b", "single '{'"),
        ("a } b", "write '}}'"),
        ("{ {industry} }", "single '{'"),
        ("x" * (LONGEST + 1), "8,001 characters; 8,000 are allowed"),
    ],
)
def test_what_is_wrong_is_said_with_its_line_and_what_would_be_right(text: str, said: str) -> None:
    assert any(said in fault for fault in template_faults(text, FIELDS))


def test_a_kind_without_fields_says_so() -> None:
    assert "Known fields: none." in template_faults("{industry}", ())[0]


def test_every_fault_is_named_at_once() -> None:
    assert len(template_faults("{one}\n{two}\n}", FIELDS)) == 3


def test_a_value_is_put_in_as_it_is_and_never_read_again() -> None:
    values = {"industry": "{direction} {{x}} {industry}", "direction": "out"}
    assert render("{industry}|{direction}|{{}}", values) == "{direction} {{x}} {industry}|out|{}"


def test_what_is_not_text_is_written_as_json() -> None:
    assert render("{profile}", {"profile": {"name": "Café", "n": 2}}) == '{"name": "Café", "n": 2}'


def test_a_field_that_is_not_there_stays_as_it_stands() -> None:
    assert render("{industry} {other.__class__} {", {}) == "{industry} {other.__class__} {"


@given(st.text(alphabet="{}ab \n", max_size=40))
def test_a_template_without_faults_is_filled_completely(text: str) -> None:
    if not template_faults(text, {"a", "b"}):
        filled = render(text, {"a": "", "b": ""})
        assert (filled.count("{"), filled.count("}")) == (text.count("{{"), text.count("}}"))
