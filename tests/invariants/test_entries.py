"""No SQL of the application's role puts a wrong entry into the books."""

import datetime as dt

import pytest

from ledgerflow.core.errors import (
    AccessError,
    AppendOnly,
    ClosedAccount,
    ConflictError,
    CurrencyMismatch,
    LockedPeriod,
    RuleError,
    UnbalancedEntry,
)
from tests.attacked import LOCKED_DAY
from tests.raw_sql import act_for, check_deferred, insert, refused

pytestmark = pytest.mark.django_db

LINES = """INSERT INTO ledger_journalline
    (firm_id, business_id, entry_id, position, account_id, date, amount, currency, note)
    VALUES """


def lines_sql(*lines):
    rows = [
        "({firm_id}, {business_id}, {entry_id}, {position}, {account_id}, '{date}', {amount},"
        " '{currency}', '')".format(**line | {"position": position})
        for position, line in enumerate(lines, line_start(lines))
    ]
    return LINES + ", ".join(rows)


def line_start(lines):
    """Attacks on an entry that has lines number theirs behind these."""
    return 1 if all(line["position"] == 1 for line in lines) else 50


def post(raw, own, entry_changes=None, *lines, account="supplies", **line_changes):
    """Try a whole entry: 10 dollars from the bank for `account`."""
    entry = insert(raw, "ledger_journalentry", own.entry(**entry_changes or {}))
    lines = lines or (
        own.line(entry, account, "10", **line_changes),
        own.line(entry, "Checking", "-10", **line_changes),
    )
    raw.execute(lines_sql(*lines))
    check_deferred(raw)
    return entry


def test_a_good_entry_is_taken_so_that_the_refusals_below_mean_something(app, own):
    entry = post(app, own)
    numbers = app.execute(
        "SELECT number, (SELECT max(number) FROM ledger_journalentry) FROM ledger_journalentry"
        " WHERE id = %s",
        [entry],
    ).fetchone()
    assert numbers[0] == numbers[1] > 0


def test_an_entry_cannot_be_unbalanced(app, own):
    with refused(app, UnbalancedEntry, "journalentry_balanced"):
        entry = insert(app, "ledger_journalentry", own.entry())
        app.execute(
            lines_sql(own.line(entry, "supplies", "10"), own.line(entry, "Checking", "-9.9999"))
        )


def test_an_entry_cannot_balance_across_currencies_only(app, own):
    with refused(app, UnbalancedEntry, "journalentry_balanced"):
        entry = insert(app, "ledger_journalentry", own.entry())
        euro = own.line(entry, "Euro account", "-10", currency="EUR")
        app.execute(lines_sql(own.line(entry, "supplies", "10"), euro))


def test_two_statements_cannot_balance_each_other(app, own):
    with refused(app, UnbalancedEntry, "journalentry_balanced"):
        entry = insert(app, "ledger_journalentry", own.entry())
        app.execute(lines_sql(own.line(entry, "supplies", "10")))
        app.execute(lines_sql(own.line(entry, "Checking", "-10")))


def test_an_entry_without_lines_does_not_commit(app, own):
    with refused(app, UnbalancedEntry, "journalentry_has_lines"):
        insert(app, "ledger_journalentry", own.entry())
        app.commit()


def test_changing_the_firm_before_commit_does_not_hide_the_missing_lines(app, own, other):
    with refused(app, UnbalancedEntry, "journalentry_has_lines"):
        insert(app, "ledger_journalentry", own.entry())
        act_for(app, other.firm)
        app.commit()
    act_for(app, own.firm)
    app.commit()


def test_an_entry_with_one_line_is_refused_even_if_the_line_would_be_zero(app, own):
    with refused(app, RuleError, "journalline_amount_not_zero"):
        entry = insert(app, "ledger_journalentry", own.entry())
        app.execute(lines_sql(own.line(entry, "supplies", "0")))
    with refused(app, UnbalancedEntry, "journalentry_balanced"):
        entry = insert(app, "ledger_journalentry", own.entry())
        app.execute(lines_sql(own.line(entry, "supplies", "10")))


@pytest.mark.parametrize("after", ["at_once", "after_the_checks", "after_commit"])
def test_no_line_can_be_added_to_an_entry(app, own, after):
    with refused(app, AppendOnly, "journalentry_complete"):
        if after == "after_commit":
            entry = own.ids["entry"]
        else:
            entry = insert(app, "ledger_journalentry", own.entry())
            good = own.line(entry, "supplies", "10"), own.line(entry, "Checking", "-10")
            app.execute(lines_sql(*good))
        if after == "after_the_checks":
            check_deferred(app)
        app.execute(
            lines_sql(
                own.line(entry, "meals", "5", position=50),
                own.line(entry, "Checking", "-5", position=51),
            )
        )


def test_changing_the_firm_inside_the_insert_does_not_hide_the_lines_that_are_there(
    app, own, other
):
    with refused(app, AppendOnly, "journalentry_complete"):
        app.execute(
            lines_sql(
                own.line(own.ids["entry"], "meals", "5", position=50),
                own.line(own.ids["entry"], "Checking", "-5", position=51),
            )
            + f" RETURNING set_config('app.firm_id', '{other.firm}', true)"
        )


def test_lines_cannot_come_before_their_entry_to_carry_another_date(app, own):
    with refused(app, None, "ledger_journalline_entry_id_same_firm_business"):
        app.execute("SET CONSTRAINTS ALL DEFERRED")
        app.execute(
            lines_sql(
                own.line(999_999, "supplies", "10", date=LOCKED_DAY),
                own.line(999_999, "Checking", "-10", date=LOCKED_DAY),
            )
        )


def test_lines_carry_their_entrys_date(app, own):
    with refused(app, RuleError, "journalline_date"):
        post(app, own, date=dt.date(2025, 2, 1))


@pytest.mark.parametrize("account", ["bank_accounts", "postage_shipping"])
def test_a_heading_or_closed_account_takes_no_line(app, own, account):
    with refused(app, ClosedAccount, "journalline_account_open"):
        post(app, own, account=account)


def test_a_line_is_in_its_accounts_currency(app, own):
    with refused(app, CurrencyMismatch, "journalline_currency"):
        post(app, own, currency="EUR")


def test_an_accounts_currency_and_type_cannot_be_changed_under_its_lines(app, own):
    for change in ("currency = 'EUR'", "type = 'income'", "is_heading = true"):
        with refused(app, AppendOnly):
            app.execute(f"UPDATE ledger_account SET {change} WHERE id = {own.accounts['meals']}")


def test_a_locked_month_takes_no_entry(app, own):
    with refused(app, LockedPeriod, "period_locked"):
        post(app, own, {"date": LOCKED_DAY}, date=LOCKED_DAY)


def test_a_locked_month_cannot_be_moved_away_or_removed(app, own):
    where = f"WHERE business_id = {own.business} AND is_locked"
    for attack in (
        f"UPDATE ledger_period SET start = '1999-01-01' {where}",
        f"DELETE FROM ledger_period {where}",
    ):
        with refused(app, AppendOnly):
            app.execute(attack)


def test_a_temporary_table_does_not_stand_in_for_the_real_one(app, own):
    """Unqualified names in trigger functions would find the attacker's table first."""
    with refused(app, LockedPeriod, "period_locked"):
        app.execute(
            "CREATE TEMP TABLE ledger_period (firm_id bigint, business_id bigint, start date,"
            " is_locked boolean, reason text, CONSTRAINT period_once UNIQUE (start))"
        )
        post(app, own, {"date": LOCKED_DAY}, date=LOCKED_DAY)
    with refused(app, ClosedAccount, "journalline_account_open"):
        app.execute(
            "CREATE TEMP TABLE ledger_account AS SELECT id, firm_id, currency, code,"
            " false AS is_heading, true AS is_active FROM public.ledger_account"
        )
        post(app, own, account="postage_shipping")


def test_an_entry_is_reversed_once(app, own):
    changes = {"kind": "reversal", "reverses_id": own.ids["entry"]}
    with refused(app, ConflictError, "journalentry_reversed_once"):
        post(app, own, changes | {"idempotency_key": "r1"})
        post(app, own, changes | {"idempotency_key": "r2"})


def test_only_a_reversal_names_an_entry_and_every_reversal_does(app, own):
    for changes in ({"kind": "reversal"}, {"reverses_id": own.ids["entry"]}):
        with refused(app, RuleError, "journalentry_reversal_names_entry"):
            post(app, own, changes)


def test_an_idempotency_key_is_used_once_a_business(app, own):
    with refused(app, ConflictError, "journalentry_idempotency_key"):
        post(app, own)
        post(app, own)


def test_a_number_of_ones_own_is_not_taken_over(app, own):
    entry = post(app, own, {"number": 1_000_000})
    number = app.execute("SELECT number FROM ledger_journalentry WHERE id = %s", [entry])
    assert number.fetchone()[0] < 1_000_000


def test_two_lines_cannot_have_one_position(app, own):
    with refused(app, RuleError, "journalline_position_unique"):
        entry = insert(app, "ledger_journalentry", own.entry())
        one = lines_sql(own.line(entry, "supplies", "10"), own.line(entry, "Checking", "-10"))
        app.execute(one.replace(f"{entry}, 2,", f"{entry}, 1,"))


def test_an_entry_of_another_firm_cannot_be_written(app, own, other):
    with refused(app):
        post(app, own, {"firm_id": other.firm, "business_id": other.business})


@pytest.mark.parametrize("whose", ["another_firm", "another_business"])
def test_a_line_points_at_accounts_of_its_own_business_only(app, own, other, sister, whose):
    if whose == "another_firm":
        account = other.accounts["supplies"]
    else:
        account = app.execute(
            "SELECT id FROM ledger_account WHERE business_id = %s AND key = 'supplies'", [sister]
        ).fetchone()[0]
    with refused(app, AccessError, "ledger_journalline_account_id_same_firm_business"):
        post(app, own, account_id=account)


@pytest.mark.parametrize("whose", ["another_firm", "another_business"])
def test_a_line_joins_entries_of_its_own_business_only(app, own, other, sister, whose):
    entry = other.ids["entry"] if whose == "another_firm" else own.ids["entry"]
    changes = {"position": 50} | ({} if whose == "another_firm" else {"business_id": sister})
    with refused(app, AccessError, "ledger_journalline_entry_id_same_firm_business"):
        app.execute(
            lines_sql(
                own.line(entry, "supplies", "10", **changes),
                own.line(entry, "Checking", "-10", **changes),
            )
        )


def test_entry_numbers_of_another_firm_cannot_be_used_up(app, other):
    with refused(app, AppendOnly):
        app.execute("SELECT lf_entry_number(%s, %s)", [other.firm, other.business])
