"""What the profile agent is asked: masked, and only what it may choose among."""

import pytest

from ledgerflow.agents.kinds.profile import PROFILE
from ledgerflow.core.errors import InputError
from ledgerflow.firms.services import business_describe
from ledgerflow.ledger.selectors import account_by_key
from ledgerflow.pipeline.profile_questions import profile_question
from ledgerflow.statements.accounts import bank_account_add
from ledgerflow.tax.services import tax_line_choose


def test_a_question_holds_profile_chart_and_lines(books):
    with books.scope():
        business_describe(business=books.business, description="Pots.", industry="design")
        supplies = account_by_key(books.business, "supplies")
        tax_line_choose(account=supplies, form_id="schedule_c", line_id="38")
        asked = profile_question(books.business, "  We throw pots.  ")
    assert asked.kind == "profile"
    assert asked.fields["description"] == "We throw pots."
    assert asked.fields["profile"] == {"description": "Pots.", "industry": "design"}
    assert "construction" in asked.fields["industries"]
    lines = {row["name"]: row["tax_line"] for row in asked.fields["chart"]}
    assert (lines["Supplies"], lines["Travel"], lines["Suspense"]) == ("38", "24a", "")
    assert asked.accounts[str(supplies.pk)] == "6160 Supplies"
    assert {"line": "22", "label": "Supplies"}.items() <= next(
        row for row in asked.fields["tax_lines"] if row["line"] == "22"
    ).items()
    assert PROFILE.template_fields <= set(asked.fields)


def test_banks_own_accounts_and_headings_are_not_offered(books):
    with books.scope():
        bank = bank_account_add(business=books.business, name="Checking")
        asked = profile_question(books.business, "Pots.")
        assert str(bank.ledger_account_id) not in asked.accounts
    codes = {row["code"] for row in asked.fields["headings"]}
    assert "5000" in codes
    assert not codes & {"1000", "2000"}


def test_account_numbers_and_persons_are_masked(books):
    said = "Harbor Street Studio: DE89 3704 0044 0532 0130 00, ask at anna@pots.example."
    with books.scope():
        told = profile_question(books.business, said).fields["description"]
    assert "0532" not in told
    assert "anna@" not in told
    assert told.startswith("[business]:")


def test_a_business_without_a_form_has_no_lines(make_books):
    books = make_books(chart="generic", tax_regime="none")
    with books.scope():
        asked = profile_question(books.business, "Pots.")
    assert (asked.fields["tax_form"], asked.fields["tax_lines"]) == ("", [])


def test_an_empty_description_is_refused(books):
    with books.scope(), pytest.raises(InputError, match="empty"):
        profile_question(books.business, " \n ")
