"""Text in spreadsheets: no formula runs, and what was written comes back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgerflow.core.spreadsheets import FORMULA_STARTS, text_neutral, text_restored


@pytest.mark.parametrize("start", FORMULA_STARTS)
def test_what_would_run_as_a_formula_gets_an_apostrophe(start):
    assert text_neutral(f"{start}1+1") == f"'{start}1+1"


@pytest.mark.parametrize("text", ["", "O'Neil = partners", "'quoted'", "1,234.50", "a=b"])
def test_ordinary_text_is_left_alone(text):
    assert text_neutral(text) == text == text_restored(text)


@given(st.text(st.sampled_from("'=+-@\t\r\n＝x ")) | st.text())
def test_every_text_comes_back_and_none_starts_a_formula(text):
    neutral = text_neutral(text)
    assert text_restored(neutral) == text
    assert not neutral.startswith(FORMULA_STARTS)
