"""Rates stand as they were stated and used: attacked by raw SQL."""

from decimal import Decimal

import pytest

from ledgerflow.core.errors import (
    AccessError,
    AppendOnly,
    ConflictError,
    LockedPeriod,
    RuleError,
)
from tests.attacked import LOCKED_DAY, OPEN_DAY
from tests.raw_sql import insert, refused

pytestmark = pytest.mark.django_db

TABLES = ("ledger_exchangerate", "ledger_entryrate")


def stated(own, **changes):
    """A good rate's row, with what an attack changes."""
    return {
        "firm_id": own.firm,
        "business_id": own.business,
        "currency": "EUR",
        "date": OPEN_DAY,
        "rate": Decimal("1.08"),
        "source": "a bank",
        "version": 1,
    } | changes


def used(own, entry, **changes):
    """A good entry rate's row, with what an attack changes."""
    return {
        "firm_id": own.firm,
        "business_id": own.business,
        "entry_id": entry,
        "from_currency": "EUR",
        "to_currency": "USD",
        "rate": Decimal("1.08"),
    } | changes


def exchange(raw, own):
    """An entry with lines in two currencies, posted in this transaction; its id."""
    entry = insert(raw, "ledger_journalentry", own.entry())
    lines = [
        own.line(entry, "Checking", "10", position=1),
        own.line(entry, "supplies", "-10", position=2),
        own.line(entry, "Euro account", "9", position=3, currency="EUR"),
        own.line(entry, "Euro account", "-9", position=4, currency="EUR"),
    ]
    columns = ", ".join(lines[0])
    marks = ", ".join(["(" + ", ".join(["%s"] * len(lines[0])) + ")"] * len(lines))
    raw.execute(
        f"INSERT INTO ledger_journalline ({columns}) VALUES {marks}",
        [value for line in lines for value in line.values()],
    )
    return entry


def test_good_rates_are_taken_so_that_the_refusals_below_mean_something(app, own):
    assert insert(app, "ledger_exchangerate", stated(own)) > 0
    assert insert(app, "ledger_entryrate", used(own, exchange(app, own))) > 0


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize(
    "attack", ["UPDATE {} SET rate = rate * 2", "DELETE FROM {}", "TRUNCATE {}"]
)
def test_a_rate_never_changes_or_goes(app, table, attack):
    with refused(app, AppendOnly):
        app.execute(attack.format(table))


@pytest.mark.parametrize("table", TABLES)
def test_not_even_for_the_owner(owner, own, table):
    with refused(owner, AppendOnly, "append_only"):
        if table == "ledger_entryrate":
            insert(owner, table, used(own, exchange(owner, own)))
        else:
            insert(owner, table, stated(own))
        owner.execute(f"UPDATE {table} SET rate = rate * 2")


@pytest.mark.parametrize(
    ("changes", "kind", "constraint"),
    [
        ({"rate": 0}, RuleError, "exchangerate_positive"),
        ({"rate": -1}, RuleError, "exchangerate_positive"),
        ({"currency": "eur"}, RuleError, "exchangerate_currency"),
        ({"currency": ""}, RuleError, "exchangerate_currency"),
        ({"source": ""}, RuleError, "exchangerate_has_source"),
        ({"currency": "USD"}, RuleError, "exchangerate_not_base"),
        ({"date": LOCKED_DAY}, LockedPeriod, "period_locked"),
    ],
)
def test_a_rate_that_is_none_is_refused(app, own, changes, kind, constraint):
    with refused(app, kind, constraint):
        insert(app, "ledger_exchangerate", stated(own, **changes))


def test_a_statement_of_a_rate_is_not_overwritten(app, own):
    insert(app, "ledger_exchangerate", stated(own))
    with refused(app, ConflictError, "exchangerate_version_unique"):
        insert(app, "ledger_exchangerate", stated(own, rate=2))


@pytest.mark.parametrize(
    ("changes", "kind", "constraint"),
    [
        ({"rate": 0}, RuleError, "entryrate_positive"),
        ({"to_currency": "EUR"}, RuleError, "entryrate_fits_lines"),
        ({"to_currency": "GBP"}, RuleError, "entryrate_fits_lines"),
        ({"from_currency": "GBP"}, RuleError, "entryrate_fits_lines"),
    ],
)
def test_a_rate_that_does_not_fit_its_entry_is_refused(app, own, changes, kind, constraint):
    entry = exchange(app, own)
    with refused(app, kind, constraint):
        insert(app, "ledger_entryrate", used(own, entry, **changes))


def test_one_currency_has_no_rate_even_without_the_trigger(owner, own):
    entry = exchange(owner, own)
    owner.execute("ALTER TABLE ledger_entryrate DISABLE TRIGGER entry_rate")
    with refused(owner, RuleError, "entryrate_two_currencies"):
        insert(owner, "ledger_entryrate", used(own, entry, to_currency="EUR"))


def test_an_entry_has_one_rate_for_two_currencies(app, own):
    entry = exchange(app, own)
    insert(app, "ledger_entryrate", used(own, entry))
    with refused(app, ConflictError, "entryrate_once"):
        insert(app, "ledger_entryrate", used(own, entry, rate=2))


def test_a_rate_does_not_join_an_entry_that_is_posted(app, own):
    with refused(app, AppendOnly, "entryrate_with_entry"):
        insert(app, "ledger_entryrate", used(own, own.ids["entry"]))


def test_rates_of_another_firm_or_business_are_out_of_reach(app, own, other, sister):
    with refused(app, AccessError):
        insert(app, "ledger_exchangerate", stated(other))
    with refused(app, AccessError, "ledger_exchangerate_business_id_same_firm"):
        insert(app, "ledger_exchangerate", stated(own, business_id=other.business))
    entry = exchange(app, own)
    with refused(app, AccessError, "ledger_entryrate_entry_id_same_firm_business"):
        insert(app, "ledger_entryrate", used(own, entry, business_id=sister))
    with refused(app, AccessError, "ledger_entryrate_entry_id_same_firm_business"):
        insert(app, "ledger_entryrate", used(own, other.ids["entry"]))


def test_the_locked_month_of_another_business_does_not_matter(app, own, sister):
    row = stated(own, business_id=sister, date=LOCKED_DAY)
    assert insert(app, "ledger_exchangerate", row) > 0
