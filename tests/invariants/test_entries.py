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
from tests.attacked import LOCKED_DAY, OPEN_DAY
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


@pytest.mark.parametrize("number", [1_000_000, -1])
def test_a_number_that_the_books_did_not_give_out_is_refused(app, own, number):
    with refused(app, RuleError, "journalentry_number_given"):
        post(app, own, {"number": number})


def test_a_number_is_never_used_twice(app, own):
    taken = app.execute("SELECT max(number) FROM ledger_journalentry").fetchone()[0]
    with refused(app, ConflictError, "journalentry_number_unique"):
        post(app, own, {"number": taken})


@pytest.mark.parametrize("day", [dt.date(1969, 12, 31), dt.date(202, 1, 1), dt.date(2999, 1, 1)])
def test_a_date_outside_any_fiscal_year_is_refused(app, own, day):
    with refused(app, RuleError, "journalentry_fiscal_year"):
        post(app, own, {"date": day}, date=day)


def test_an_entry_that_states_its_lines_has_exactly_these_when_its_statement_ends(app, own):
    with refused(app, UnbalancedEntry, "journalentry_has_lines"):
        insert(app, "ledger_journalentry", own.entry(line_count=2))


@pytest.mark.parametrize(("stated", "positions"), [(3, (1, 2)), (2, (1, 3)), (2, (2, 3))])
def test_lines_that_do_not_fit_what_their_entry_states_are_refused(app, own, stated, positions):
    with refused(app, AppendOnly, "journalentry_complete"):
        app.execute(
            """WITH entry AS (
                   INSERT INTO ledger_journalentry (firm_id, business_id, date, kind, description,
                          idempotency_key, request_hash, line_count)
                   VALUES (%(firm)s, %(business)s, %(day)s, 'normal', 'Attack', 'attack', '', %(n)s)
                   RETURNING id)
               INSERT INTO ledger_journalline (entry_id, account_id, firm_id, business_id, date,
                                               position, amount, currency, note)
               SELECT id, a, %(firm)s, %(business)s, %(day)s, p, x, 'USD', ''
                 FROM entry, unnest(%(accounts)s::bigint[], %(positions)s::int[],
                                    '{10,-10}'::numeric[]) AS v (a, p, x)""",
            {
                "firm": own.firm,
                "business": own.business,
                "day": OPEN_DAY,
                "n": stated,
                "accounts": [own.accounts["supplies"], own.accounts["Checking"]],
                "positions": list(positions),
            },
        )


def test_an_entry_without_a_key_belongs_to_a_batch(app, own):
    with refused(app, RuleError, "journalentry_has_key"):
        post(app, own, {"idempotency_key": ""})
    post(app, own, {"idempotency_key": "", "batch_id": own.ids["batch"]})


@pytest.mark.parametrize("whose", ["another_firm", "another_business", "nobody"])
def test_an_entry_joins_batches_of_its_own_business_only(app, own, other, sister, whose):
    changes = {"batch_id": {"another_firm": other.ids["batch"]}.get(whose, own.ids["batch"])}
    if whose == "another_business":
        changes["business_id"] = sister
    if whose == "nobody":
        changes["batch_id"] = 999_999
    with refused(app, AccessError, "ledger_journalentry_batch_id_same_firm_business"):
        insert(app, "ledger_journalentry", own.entry(**changes))


def test_an_entry_is_of_a_business_of_its_own_firm(app, own, other):
    with refused(app, AccessError, "ledger_journalentry_business_id_same_firm"):
        insert(app, "ledger_journalentry", own.entry(business_id=other.business))


@pytest.mark.parametrize(
    "attack",
    [
        "DELETE FROM ledger_account WHERE id = {account}",
        "UPDATE ledger_account SET id = -id WHERE id = {account}",
        "UPDATE ledger_account SET business_id = {sister} WHERE id = {account}",
        "UPDATE ledger_account SET currency = 'EUR' WHERE id = {account}",
        "DELETE FROM firms_business WHERE id = {business}",
        "UPDATE firms_business SET id = -id WHERE id = {business}",
        "TRUNCATE ledger_account CASCADE",
    ],
)
def test_what_lines_and_entries_point_at_stays_even_for_the_owner(owner, own, sister, attack):
    """Lines are checked against their parents when they come, not again."""
    with refused(owner, AppendOnly, "append_only"):
        owner.execute(
            attack.format(account=own.accounts["meals"], business=own.business, sister=sister)
        )


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
