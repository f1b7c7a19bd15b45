"""The function that posts one entry, called by the application's role with whatever it likes.

It runs as the owner and the set-wise triggers stand aside for it: it must hold every rule itself,
and nobody may write entries or lines past both.
"""

import datetime as dt

import psycopg
import pytest

from ledgerflow.core.errors import (
    AccessError,
    ClosedAccount,
    ConflictError,
    CurrencyMismatch,
    KeyConflict,
    LockedPeriod,
    RuleError,
    UnbalancedEntry,
)
from tests.attacked import LOCKED_DAY, OPEN_DAY
from tests.raw_sql import act_for, check_deferred, refused

pytestmark = pytest.mark.django_db

CALL = """SELECT id, number FROM lf_entry_post(
    %(firm)s, %(user)s, %(business)s, %(batch)s, %(day)s, %(kind)s, 'Attack', %(reverses)s, %(key)s,
    %(hash)s, %(accounts)s::bigint[], %(amounts)s::numeric[], %(currencies)s::text[],
    %(notes)s::text[])"""
KEPT = "SELECT coalesce(sum(lines), 0), coalesce(sum(abs(amount)), 0) FROM "


def post(raw, own, names=("supplies", "Checking"), **changes):
    """Ten dollars for supplies from the bank, with what an attack changes."""
    accounts = [own.accounts[name] for name in names]
    values = {
        "firm": own.firm,
        "user": own.user,
        "business": own.business,
        "batch": None,
        "day": OPEN_DAY,
        "kind": "normal",
        "reverses": None,
        "key": "attack",
        "hash": bytes(32),
        "accounts": accounts,
        "amounts": "{10,-10}",
        "currencies": "{USD,USD}",
        "notes": '{"",""}',
    }
    row = raw.execute(CALL, values | changes).fetchone()
    check_deferred(raw)
    return row


def kept(raw):
    """Lines and money that both kept tables say of the firm."""
    tables = ("ledger_monthbalance", "ledger_daybalance")
    return [raw.execute(KEPT + table).fetchone() for table in tables]


def sqlstate_of(raw, own, **changes):
    """How the server refuses it."""
    with pytest.raises(psycopg.Error) as caught:
        post(raw, own, **changes)
    raw.rollback()
    return caught.value.sqlstate


def test_a_good_entry_is_posted_and_counted_once(app, own):
    before = kept(app)
    entry, number = post(app, own)
    lines = app.execute(
        "SELECT position, amount, currency FROM ledger_journalline WHERE entry_id = %s"
        " ORDER BY position",
        [entry],
    ).fetchall()
    assert lines == [(1, 10, "USD"), (2, -10, "USD")]
    assert kept(app) == [(lines + 2, money + 20) for lines, money in before]
    assert number > 0


def test_an_account_with_several_lines_is_counted_with_all_of_them(app, own):
    before = kept(app)
    names = ("supplies", "supplies", "meals", "Checking")
    fours = {"currencies": "{USD,USD,USD,USD}", "notes": '{"","","",""}'}
    post(app, own, names, amounts="{1,2,3,-6}", **fours)
    assert kept(app) == [(lines + 4, money + 12) for lines, money in before]


def test_currencies_balance_each_by_itself(app, own):
    names = ("supplies", "Checking", "Euro account", "Euro account")
    fours = {"currencies": "{USD,USD,EUR,EUR}", "notes": '{"","","",""}'}
    post(app, own, names, amounts="{1,-1,2,-2}", **fours)
    with refused(app, UnbalancedEntry, "journalentry_balanced"):
        post(app, own, names, amounts="{1,-2,2,-1}", **fours)


@pytest.mark.parametrize(
    ("amounts", "kind", "constraint"),
    [
        ("{10,-9.9999}", UnbalancedEntry, "journalentry_balanced"),
        ("{NaN,NaN}", UnbalancedEntry, "journalentry_balanced"),
        ("{NaN,-10}", UnbalancedEntry, "journalentry_balanced"),
        ("{Infinity,-Infinity}", UnbalancedEntry, "journalentry_balanced"),
        ("{0,0}", RuleError, "journalline_amount_not_zero"),
        ("{10.00005,-10.00005}", RuleError, "journalline_amount_exact"),
        ("{0.00001,-0.00001}", RuleError, "journalline_amount_exact"),
    ],
)
def test_amounts_that_are_none_are_refused_and_never_rounded(app, own, amounts, kind, constraint):
    with refused(app, kind, constraint):
        post(app, own, amounts=amounts)


def test_an_amount_beyond_nineteen_digits_is_refused(app, own):
    assert sqlstate_of(app, own, amounts="{1000000000000000,-1000000000000000}") == "22003"


@pytest.mark.parametrize("accounts", [[], None])
def test_an_entry_without_lines_is_refused(app, own, accounts):
    with refused(app, UnbalancedEntry, "journalentry_has_lines"):
        post(app, own, accounts=accounts)


def test_an_entry_of_one_line_is_refused(app, own):
    with refused(app, UnbalancedEntry, "journalentry_has_lines"):
        post(app, own, ("supplies",), amounts="{0.01}", currencies="{USD}", notes='{""}')


@pytest.mark.parametrize(
    "changes",
    [
        {"amounts": "{10,-10,5}"},
        {"amounts": "{10}"},
        {"amounts": "{{10,-10},{5,-5}}"},
        {"currencies": "{USD}"},
        {"currencies": "{USD,USD,USD}"},
        {"notes": "{a}"},
        {"notes": "{a,b,c}"},
        {"amounts": None},
        {"notes": None},
        {"amounts": "{10,NULL}"},
        {"currencies": "{USD,NULL}"},
        {"currencies": "{NULL,NULL}"},
        {"notes": "{a,NULL}"},
        {"accounts": "{NULL,NULL}"},
    ],
)
def test_lines_that_lack_something_or_have_too_much_are_refused(app, own, changes):
    assert sqlstate_of(app, own, **changes) in {"2202E", "23502", "0A000"}


@pytest.mark.parametrize("bounds", ["[0:1]", "[2:3]", "[-7:-6]"])
def test_arrays_that_begin_elsewhere_are_the_same_lines(app, own, bounds):
    entry, _ = post(app, own, amounts=bounds + "={10,-10}")
    total = app.execute(
        "SELECT count(*), sum(amount) FROM ledger_journalline WHERE entry_id = %s", [entry]
    ).fetchone()
    assert total == (2, 0)
    with refused(app, UnbalancedEntry, "journalentry_balanced"):
        post(app, own, amounts=bounds + "={10,-11}")


@pytest.mark.parametrize("whose", ["another_firm", "another_business", "nobody"])
def test_lines_point_at_accounts_of_the_business_only(app, own, other, sister, whose):
    account = {"another_firm": other.accounts["supplies"], "nobody": 999_999}.get(whose)
    if account is None:
        account = app.execute(
            "SELECT id FROM ledger_account WHERE business_id = %s AND key = 'supplies'", [sister]
        ).fetchone()[0]
    with refused(app, AccessError, "ledger_journalline_account_id_same_firm_business"):
        post(app, own, accounts=[account, own.accounts["Checking"]])


def test_a_line_is_in_its_accounts_currency(app, own):
    with refused(app, CurrencyMismatch, "journalline_currency"):
        post(app, own, currencies="{EUR,EUR}")


@pytest.mark.parametrize("account", ["bank_accounts", "postage_shipping"])
def test_a_heading_or_closed_account_takes_no_line(app, own, account):
    with refused(app, ClosedAccount, "journalline_account_open"):
        post(app, own, (account, "Checking"))


@pytest.mark.parametrize("whose", ["another_firm", "nobody"])
def test_the_business_is_one_of_the_firm(app, own, other, whose):
    business = other.business if whose == "another_firm" else 999_999
    with refused(app, AccessError, "ledger_journalentry_business_id_same_firm"):
        post(app, own, business=business)


@pytest.mark.parametrize("whose", ["another_firm", "another_business", "nobody"])
def test_the_batch_is_one_of_the_business(app, own, other, sister, whose):
    changes = {"batch": {"another_firm": other.ids["batch"]}.get(whose, own.ids["batch"])}
    if whose == "another_business":
        changes["business"] = sister
    if whose == "nobody":
        changes["batch"] = 999_999
    with refused(app, AccessError, "ledger_journalentry_batch_id_same_firm_business"):
        post(app, own, **changes)


def test_a_locked_month_takes_no_entry(app, own):
    with refused(app, LockedPeriod, "period_locked"):
        post(app, own, day=LOCKED_DAY)


DAYS = [dt.date(1969, 12, 31), dt.date(202, 1, 1), dt.date(2999, 1, 1), "infinity", "-infinity"]


@pytest.mark.parametrize("day", DAYS)
def test_a_date_outside_any_fiscal_year_is_refused(app, own, day):
    with refused(app, RuleError, "journalentry_fiscal_year"):
        post(app, own, day=day)


def test_an_entry_has_a_day(app, own):
    assert sqlstate_of(app, own, day=None) == "23502"


def test_an_entry_is_reversed_once_and_by_a_reversal(app, own, other):
    entry = own.ids["entry"]
    with refused(app, ConflictError, "journalentry_reversed_once"):
        post(app, own, kind="reversal", reverses=entry, key="r1")
        post(app, own, kind="reversal", reverses=entry, key="r2")
    for changes in ({"kind": "reversal"}, {"reverses": entry}):
        with refused(app, RuleError, "journalentry_reversal_names_entry"):
            post(app, own, **changes)
    with refused(app, AccessError, "ledger_journalentry_reverses_id_same_firm_business"):
        post(app, own, kind="reversal", reverses=other.ids["entry"])


def test_a_key_stands_for_one_content(app, own):
    first = post(app, own)
    before = kept(app)
    assert post(app, own) == first
    assert kept(app) == before
    with refused(app, KeyConflict, "journalentry_other_content"):
        post(app, own)
        post(app, own, hash=bytes(31) + b"1")


def test_an_entry_without_a_key_belongs_to_a_batch(app, own):
    with refused(app, RuleError, "journalentry_has_key"):
        post(app, own, key="")
    post(app, own, key="", batch=own.ids["batch"])


def test_the_person_who_posts_is_there(app, own):
    assert sqlstate_of(app, own, user=999_999) == "23503"


def test_nothing_is_posted_for_another_firm_than_the_transactions(app, own, other):
    """Though the function may do what its caller may not."""
    theirs = {
        "firm": other.firm,
        "business": other.business,
        "accounts": [other.accounts["supplies"], other.accounts["Checking"]],
    }
    with refused(app, AccessError):
        post(app, own, **theirs)
    act_for(app, None)
    post(app, own, **theirs)  # as the same role may by naming the firm itself
    assert app.execute("SELECT lf_firm()").fetchone() == (other.firm,)
    with refused(app, AccessError):
        post(app, own)


UNBALANCED = """INSERT INTO ledger_journalline
    (firm_id, business_id, entry_id, position, account_id, date, amount, currency, note)
    SELECT e.firm_id, e.business_id, e.id, 90, a.id, e.date, 5, 'USD', ''
      FROM ledger_journalentry e JOIN ledger_account a
        ON a.business_id = e.business_id AND a.key = 'meals'
     WHERE e.id = {entry}"""
AS_ITS_OWNER = """CREATE FUNCTION pg_temp.as_owner() RETURNS void LANGUAGE sql
    SECURITY DEFINER SET search_path = public AS $$ {insert} $$;
    SELECT pg_temp.as_owner()"""
IN_A_TRIGGER = """CREATE TEMP TABLE bait (a int);
    CREATE FUNCTION pg_temp.bite() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS
        $$ BEGIN {insert}; RETURN NULL; END $$;
    CREATE CONSTRAINT TRIGGER bite AFTER INSERT ON bait DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION pg_temp.bite();
    INSERT INTO bait VALUES (1)"""


@pytest.mark.parametrize(
    "way",
    [
        "{insert}",
        "SET ROLE lf_app; {insert}",
        "SET LOCAL app.checked = 'on'; SET LOCAL app.role = 'none'; {insert}",
        AS_ITS_OWNER,
        IN_A_TRIGGER,
    ],
    ids=["plainly", "with a role", "with settings", "as its owner", "in a trigger"],
)
def test_lines_are_looked_at_whoever_seems_to_write_them(app, own, way):
    """Also beside a good call, whose own rows are not looked at a second time."""
    with refused(app, UnbalancedEntry, "journalentry_balanced"):
        post(app, own)
        app.execute(way.replace("{insert}", UNBALANCED.format(entry=own.ids["entry"])))
        check_deferred(app)


@pytest.mark.parametrize("who", ["SET ROLE lf_owner", "SET SESSION AUTHORIZATION lf_owner"])
def test_the_application_cannot_become_the_owner(app, who):
    with refused(app):
        app.execute(who)


def test_the_owner_is_looked_at_and_counted_by_the_triggers(owner, own):
    before = kept(owner)
    post(owner, own)
    assert kept(owner) == [(lines + 2, money + 20) for lines, money in before]
    with refused(owner, UnbalancedEntry, "journalentry_balanced"):
        owner.execute(UNBALANCED.format(entry=own.ids["entry"]))


def test_under_a_role_the_triggers_count_and_nothing_counts_twice(app, own):
    before = kept(app)
    app.execute("SET ROLE lf_app")
    post(app, own)
    assert kept(app) == [(lines + 2, money + 20) for lines, money in before]


def test_kept_balances_are_not_added_to_by_a_trigger_of_ones_own(app, own):
    with refused(app):
        app.execute(
            """CREATE TEMP TABLE added_to (firm_id bigint, business_id bigint, account_id bigint,
                                           date date, amount numeric);
               CREATE TRIGGER kept AFTER INSERT ON added_to REFERENCING NEW TABLE AS added
                   FOR EACH STATEMENT EXECUTE FUNCTION lf_balances_kept()"""
        )


def test_a_temporary_table_does_not_stand_in_for_the_real_one(app, own):
    with refused(app, LockedPeriod, "period_locked"):
        app.execute(
            "CREATE TEMP TABLE ledger_period AS SELECT firm_id, business_id, start,"
            " false AS is_locked FROM public.ledger_period"
        )
        post(app, own, day=LOCKED_DAY)


def test_of_what_runs_as_the_owner_two_functions_alone_write_entries_or_lines(owner):
    """The triggers stand aside for all of these (lf_writes_checked)."""
    writers = owner.execute(
        "SELECT proname FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace"
        " AND prosrc ~* '(insert\\s+into|copy|merge\\s+into)\\s+\\S*ledger_journal(entry|line)'"
    ).fetchall()
    assert sorted(writers) == [("lf_entries_post",), ("lf_entry_post",)]
    loose = owner.execute(
        "SELECT proname FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace"
        " AND NOT coalesce(array_to_string(proconfig, ',') LIKE '%search_path=public, pg_temp%',"
        "                  false)"
    ).fetchall()
    assert loose == []
