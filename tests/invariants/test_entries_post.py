"""The function that posts many entries, called by the application's role with whatever it likes.

As with the one for a single entry, the set-wise triggers stand aside for it: it must hold every
rule itself, for each of the entries.
"""

import psycopg
import pytest

from ledgerflow.core.errors import (
    AccessError,
    AppendOnly,
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

CALL = """SELECT posted, first_number, last_number FROM lf_entries_post(
    %(firm)s, %(user)s, %(business)s, %(batch)s, %(only_new)s, %(days)s::date[], %(kinds)s::text[],
    '{a,b}', %(undone)s::bigint[], %(keys)s::text[], %(hashes)s, %(counts)s::smallint[],
    %(ordinals)s::integer[], %(positions)s::smallint[], %(accounts)s::bigint[],
    %(amounts)s::numeric[], %(currencies)s::text[], %(notes)s::text[])"""
KEPT = "SELECT coalesce(sum(lines), 0), coalesce(sum(abs(amount)), 0) FROM "
DAY = OPEN_DAY.isoformat()


def post(raw, own, names=("supplies", "Checking", "meals", "Checking"), **changes):
    """Two entries: ten dollars for supplies, five for a meal; with what an attack changes."""
    values = {
        "firm": own.firm,
        "user": own.user,
        "business": own.business,
        "batch": None,
        "only_new": False,
        "days": f"{{{DAY},{DAY}}}",
        "kinds": "{normal,normal}",
        "undone": "{}",
        "keys": "{k1,k2}",
        "hashes": bytes(64),
        "counts": "{2,2}",
        "ordinals": "{1,1,2,2}",
        "positions": "{1,2,1,2}",
        "accounts": [own.accounts[name] for name in names],
        "amounts": "{10,-10,5,-5}",
        "currencies": "{USD,USD,USD,USD}",
        "notes": "{}",
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


def test_good_entries_are_posted_and_counted_once(app, own):
    before = kept(app)
    posted, first, last = post(app, own)
    lines = app.execute(
        "SELECT e.number, l.position, l.amount, l.date = e.date FROM ledger_journalline l"
        "  JOIN ledger_journalentry e ON e.id = l.entry_id WHERE e.number >= %s ORDER BY 1, 2",
        [first],
    ).fetchall()
    assert (posted, last) == (2, first + 1)
    assert lines == [
        *((first, place, amount, True) for place, amount in ((1, 10), (2, -10))),
        *((last, place, amount, True) for place, amount in ((1, 5), (2, -5))),
    ]
    assert kept(app) == [(lines + 4, money + 30) for lines, money in before]


@pytest.mark.parametrize(
    ("changes", "kind", "constraint"),
    [
        ({"amounts": "{10,-10,5,-5.0001}"}, UnbalancedEntry, "journalentry_balanced"),
        ({"amounts": "{10,-5,5,-10}"}, UnbalancedEntry, "journalentry_balanced"),
        ({"amounts": "{NaN,NaN,5,-5}"}, UnbalancedEntry, "journalentry_balanced"),
        ({"amounts": "{Infinity,-Infinity,5,-5}"}, UnbalancedEntry, "journalentry_balanced"),
        ({"amounts": "{10,NULL,5,-5}"}, UnbalancedEntry, "journalentry_balanced"),
        ({"amounts": "{10,-10,0,0}"}, RuleError, "journalline_amount_not_zero"),
        ({"amounts": "{10,-10,5.00001,-5.00001}"}, RuleError, "journalline_amount_exact"),
        ({"ordinals": "{1,1,1,1}"}, UnbalancedEntry, "journalentry_has_lines"),
        ({"ordinals": "{1,1,1,2}"}, UnbalancedEntry, "journalentry_has_lines"),
        ({"ordinals": "{1,1,2,NULL}"}, UnbalancedEntry, "journalentry_has_lines"),
        ({"ordinals": "{1,1,3,3}"}, AppendOnly, "journalentry_complete"),
        ({"ordinals": "{0,0,1,1}"}, AppendOnly, "journalentry_complete"),
        ({"counts": "{2,3}"}, AppendOnly, "journalentry_complete"),
        ({"counts": "{2,NULL}"}, AppendOnly, "journalentry_complete"),
        ({"positions": "{1,2,2,3}"}, AppendOnly, "journalentry_complete"),
        ({"positions": "{1,2,1,NULL}"}, AppendOnly, "journalentry_complete"),
        ({"currencies": "{USD,USD,EUR,EUR}"}, CurrencyMismatch, "journalline_currency"),
        ({"currencies": "{USD,USD,USD,EUR}"}, UnbalancedEntry, "journalentry_balanced"),
        ({"days": f"{{{DAY},{LOCKED_DAY}}}"}, LockedPeriod, "period_locked"),
        ({"days": f"{{1969-12-31,{DAY}}}"}, RuleError, "journalentry_fiscal_year"),
        ({"days": f"{{{DAY},2999-01-01}}"}, RuleError, "journalentry_fiscal_year"),
        ({"days": f"{{{DAY},infinity}}"}, RuleError, "journalentry_fiscal_year"),
        ({"keys": "{k1,\"\"}"}, RuleError, "journalentry_has_key"),
        ({"keys": "{}"}, RuleError, "journalentry_has_key"),
        ({"keys": "{k1,k1}"}, ConflictError, "journalentry_idempotency_key"),
        ({"kinds": "{normal,reversal}"}, RuleError, "journalentry_reversal_names_entry"),
    ],
)  # fmt: skip
def test_each_rule_holds_for_every_entry(app, own, changes, kind, constraint):
    with refused(app, kind, constraint):
        post(app, own, **changes)


def test_a_position_stands_once(app, own):
    names = ("supplies", "Checking", "meals", "Checking", "meals")
    five = {"ordinals": "{1,1,2,2,2}", "counts": "{2,3}", "currencies": "{USD,USD,USD,USD,USD}"}
    with refused(app, RuleError, "journalline_position_unique"):
        post(app, own, names, positions="{1,2,1,3,3}", amounts="{10,-10,5,-9,4}", **five)


@pytest.mark.parametrize(
    ("changes", "states"),
    [
        ({"amounts": "{10,-10,5}"}, {"2202E"}),
        ({"currencies": "{USD}"}, {"2202E"}),
        ({"currencies": "{USD,NULL,USD,USD}"}, {"23502"}),
        ({"positions": "{1,2,1,2,3}"}, {"2202E"}),
        ({"ordinals": None}, {"2202E"}),
        ({"accounts": None}, {"2202E"}),
        ({"notes": "{a}"}, {"2202E"}),
        ({"days": f"{{{DAY}}}"}, {"2202E"}),
        ({"days": f"{{{DAY},NULL}}"}, {"23502"}),
        ({"days": None}, {"2202E"}),
        ({"kinds": None}, {"2202E"}),
        ({"keys": "{k1,k2,k3}"}, {"2202E"}),
        ({"hashes": bytes(32)}, {"2202E"}),
        ({"hashes": None}, {"2202E"}),
        ({"counts": "{2}"}, {"2202E"}),
        ({"undone": "{1}"}, {"2202E"}),
        ({"amounts": "{1000000000000000,-1000000000000000,5,-5}"}, {"22003"}),
        ({"user": 999_999}, {"23503"}),
    ],
)
def test_columns_that_do_not_fit_together_are_refused(app, own, changes, states):
    assert sqlstate_of(app, own, **changes) in states


@pytest.mark.parametrize("bounds", ["[0:1]", "[2:3]", "[-7:-6]"])
def test_columns_that_begin_elsewhere_are_the_same_columns(app, own, bounds):
    first = post(app, own, days=f"{bounds}={{{DAY},2025-02-03}}", counts=bounds + "={2,2}")[1]
    found = app.execute(
        "SELECT DISTINCT e.number, e.date, l.date FROM ledger_journalentry e"
        "  JOIN ledger_journalline l ON l.entry_id = e.id WHERE number >= %s ORDER BY 1",
        [first],
    ).fetchall()
    assert [(str(of_entry), of_entry == of_line) for _, of_entry, of_line in found] == [
        (DAY, True),
        ("2025-02-03", True),
    ]


@pytest.mark.parametrize("whose", ["another_firm", "another_business", "nobody"])
def test_lines_point_at_open_accounts_of_the_business_only(app, own, other, sister, whose):
    account = {"another_firm": other.accounts["supplies"], "nobody": 999_999}.get(whose)
    if account is None:
        account = app.execute(
            "SELECT id FROM ledger_account WHERE business_id = %s AND key = 'supplies'", [sister]
        ).fetchone()[0]
    good = [own.accounts[name] for name in ("supplies", "Checking", "Checking")]
    with refused(app, AccessError, "ledger_journalline_account_id_same_firm_business"):
        post(app, own, accounts=[*good, account])


@pytest.mark.parametrize("account", ["bank_accounts", "postage_shipping"])
def test_a_heading_or_closed_account_takes_no_line(app, own, account):
    with refused(app, ClosedAccount, "journalline_account_open"):
        post(app, own, ("supplies", "Checking", account, "Checking"))


def test_business_and_batch_are_the_firms(app, own, other, sister):
    with refused(app, AccessError, "ledger_journalentry_business_id_same_firm"):
        post(app, own, business=other.business)
    for changes in ({"batch": other.ids["batch"]}, {"batch": 999_999}):
        with refused(app, AccessError, "ledger_journalentry_batch_id_same_firm_business"):
            post(app, own, **changes)
    with refused(app, AccessError, "ledger_journalentry_batch_id_same_firm_business"):
        post(app, own, batch=own.ids["batch"], business=sister)
    assert post(app, own, keys="{}", batch=own.ids["batch"])[0] == 2


def test_an_entry_is_reversed_once_and_is_one_of_the_business(app, own, other):
    both = {"kinds": "{reversal,reversal}"}
    with refused(app, ConflictError, "journalentry_reversed_once"):
        post(app, own, undone=[own.ids["entry"]] * 2, **both)
    with refused(app, AccessError, "ledger_journalentry_reverses_id_same_firm_business"):
        post(app, own, undone=[own.ids["entry"], other.ids["entry"]], **both)


@pytest.mark.parametrize("again", ["{k1,k2}", "{k2,k1}"])
def test_keys_that_are_there_are_left_out_where_that_is_wished(app, own, again):
    post(app, own)
    before = kept(app)
    assert post(app, own, only_new=True, keys=again) == (0, None, None)
    assert kept(app) == before
    posted, first, last = post(app, own, only_new=True, keys="{k2,k3}")
    assert (posted, first == last) == (1, True)
    assert kept(app) == [(lines + 2, money + 10) for lines, money in before]
    with refused(app, KeyConflict, "journalentry_other_content"):
        post(app, own, only_new=True, keys="{k9,k1}", hashes=bytes(63) + b"1")


def test_nothing_is_posted_for_another_firm_than_the_transactions(app, own, other):
    theirs = {
        "firm": other.firm,
        "business": other.business,
        "accounts": [
            other.accounts[n] for n in ("supplies", "Checking", "meals", "Checking")
        ],
    }  # fmt: skip
    with refused(app, AccessError):
        post(app, own, **theirs)
    act_for(app, None)
    with refused(app, AccessError):
        post(app, own)


def test_the_owner_is_looked_at_and_counted_by_the_triggers(owner, own):
    before = kept(owner)
    post(owner, own)
    assert kept(owner) == [(lines + 4, money + 30) for lines, money in before]


def test_under_a_role_the_triggers_count_and_nothing_counts_twice(app, own):
    before = kept(app)
    app.execute("SET ROLE lf_app")
    post(app, own)
    assert kept(app) == [(lines + 4, money + 30) for lines, money in before]
