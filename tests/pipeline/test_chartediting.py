"""A chart edited by a person: every change is kept with who made it, refusals change nothing."""

import pytest

from ledgerflow.audit.models import AuditEvent
from ledgerflow.classification.models import Rule
from ledgerflow.core.errors import AccessError, InputError, RuleError
from ledgerflow.ledger.selectors import account_by_key
from ledgerflow.pipeline.chartediting import (
    chart_close,
    chart_open,
    chart_rename,
    chart_reopen,
    chart_tax_line,
)
from ledgerflow.tax.selectors import chosen_lines


def events(books):
    return list(
        AuditEvent.objects.filter(subject="account", user=books.user)
        .order_by("pk")
        .values_list("action", flat=True)
    )


def test_an_account_goes_through_its_life_and_the_audit_tells_it(books):
    with books.scope():
        business = books.business
        kiln = chart_open(business=business, name="Kiln", kind="expense")
        chart_rename(business=business, account_id=kiln.pk, name="Kiln firing")
        chart_rename(business=business, account_id=kiln.pk, name="Kiln  firing")
        chart_tax_line(business=business, account_id=kiln.pk, line_id="22", from_year=2025)
        chart_close(business=business, account_id=kiln.pk)
        chart_reopen(business=business, account_id=kiln.pk)
        assert events(books) == [
            "account_open",
            "account_rename",
            "tax_line_choose",
            "account_close",
            "account_reopen",
        ]
        assert chosen_lines(business, "schedule_c", 2025) == {kiln.pk: "22"}


def test_an_account_that_a_rule_places_money_in_stays_open(books):
    with books.scope():
        travel = account_by_key(books.business, "travel")
        Rule.objects.create(
            firm_id=books.place.firm_id,
            business=books.business,
            name="Trains",
            conditions=[{"field": "description", "op": "contains", "value": "TRAIN"}],
            account=travel,
        )
        with pytest.raises(RuleError, match="Trains"):
            chart_close(business=books.business, account_id=travel.pk)
        assert account_by_key(books.business, "travel").is_active
        assert events(books) == []


def test_another_business_has_no_say_and_a_wrong_line_changes_nothing(books, make_books):
    other = make_books(name="Other Books")
    with other.scope():
        theirs = account_by_key(other.business, "travel").pk
    with books.scope():
        with pytest.raises(AccessError):
            chart_rename(business=books.business, account_id=theirs, name="Mine now")
        own = account_by_key(books.business, "travel").pk
        with pytest.raises(InputError):
            chart_tax_line(business=books.business, account_id=own, line_id="31", from_year=2025)
        assert events(books) == []


def test_a_business_without_a_form_has_no_lines(make_books):
    books = make_books(tax_regime="none")
    with books.scope():
        own = account_by_key(books.business, "travel").pk
        with pytest.raises(RuleError) as refused:
            chart_tax_line(business=books.business, account_id=own, line_id="22", from_year=2025)
    assert refused.value.code == "no_tax_form"
