"""What the forms and lists have in common."""

import datetime as dt
from types import SimpleNamespace

from ledgerflow.core.errors import InputError
from ledgerflow.web.admin.agents.columns import moment, on_or_off
from ledgerflow.web.admin.agents.languagemodels import LanguageModelForm
from ledgerflow.web.admin.agents.rowforms import in_words


def test_a_fault_and_its_hint_stand_on_one_line():
    assert in_words(InputError("It is wrong.", hint="Mend it.")) == "It is wrong. Mend it."
    assert in_words(InputError("It is wrong.")) == "It is wrong."


def test_bounds_are_told_to_the_browser_too():
    field = LanguageModelForm()["concurrency"]
    assert 'min="1"' in str(field)
    assert 'max="64"' in str(field)


def test_a_fault_of_no_field_stands_above_the_form():
    form = LanguageModelForm({})
    form.is_valid()
    form.faults_add({"name": "Of the name.", "nothing": "Of the row."})
    assert "Of the name." in form.errors["name"]
    assert form.non_field_errors() == ["Of the row."]


def test_moments_and_states_are_words():
    paris = dt.timezone(dt.timedelta(hours=1))
    assert moment(dt.datetime(2025, 3, 31, 0, 5, tzinfo=paris)) == "2025-03-30 23:05"
    assert moment(None) == "-"
    assert on_or_off(SimpleNamespace(is_enabled=True)) == (True, "On")
    assert on_or_off(SimpleNamespace(is_enabled=False)) == (False, "Off")
