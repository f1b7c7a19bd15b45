"""At most one live decision per bank transaction, whoever is quickest."""

import threading

import psycopg
import pytest

from ledgerflow.core.errors import (
    AccessError,
    AlreadyDecided,
    AppendOnly,
    ConflictError,
    RuleError,
)
from tests.raw_sql import check_deferred, insert, meaning, refused

pytestmark = pytest.mark.django_db


def decision(own, transaction, **changes):
    """A decision's row; its entry is one that is there."""
    return {
        "firm_id": own.firm,
        "business_id": own.business,
        "transaction_id": own.ids[transaction],
        "version": 1,
        "kind": "category",
        "account_id": own.accounts["sales"],
        "payee_key": "",
        "payee_name": "",
        "business_percent": 100,
        "entry_id": own.ids["entry"],
        "batch_id": own.ids["batch"],
        "decided_by_id": own.user,
        "policy": "",
        "reason": "",
    } | changes


def test_a_decided_transaction_takes_no_second_decision(app, own):
    for version in (1, 2, 3):
        with refused(app, AlreadyDecided, "decision_sequence"):
            insert(app, "review_decision", decision(own, "decided", version=version))


def test_decide_and_undo_take_turns(app, own):
    with refused(app, AlreadyDecided, "decision_sequence"):
        insert(app, "review_decision", decision(own, "undecided", kind="undo"))
    insert(app, "review_decision", decision(own, "decided", kind="undo", version=2))
    with refused(app, AlreadyDecided, "decision_sequence"):
        insert(app, "review_decision", decision(own, "decided", kind="undo", version=3))


def test_two_decisions_in_one_statement_are_not_two_first_ones(app, own):
    row = decision(own, "undecided")
    columns = ", ".join(row)
    marks = ", ".join(f"%({name})s" for name in row)
    with refused(app, AlreadyDecided, "decision_sequence"):
        app.execute(f"INSERT INTO review_decision ({columns}) VALUES ({marks}), ({marks})", row)


def test_of_two_connections_that_decide_at_once_one_is_refused(app, second_app, own):
    insert(app, "review_decision", decision(own, "undecided"))
    caught = []

    def decide_too():
        try:
            insert(second_app, "review_decision", decision(own, "undecided"))
        except psycopg.Error as error:
            caught.append(error)

    second = threading.Thread(target=decide_too)
    second.start()
    second.join(0.2)
    assert second.is_alive(), "the second waits for the first to end"
    app.rollback()  # the first gives up: the second is in
    second.join(10)
    assert caught == []
    second_app.rollback()


def test_of_two_connections_the_later_is_refused_when_the_first_stays(app, second_app, own):
    """As above, with a commit; the row is undone again so that other tests see it undecided."""
    insert(app, "review_decision", decision(own, "undecided"))
    caught = []

    def decide_too():
        try:
            insert(second_app, "review_decision", decision(own, "undecided"))
        except psycopg.Error as error:
            caught.append(error)

    second = threading.Thread(target=decide_too)
    second.start()
    second.join(0.2)
    app.commit()
    second.join(10)
    (error,) = caught
    assert error.diag.constraint_name == "decision_version_unique"
    assert type(meaning(error)) is AlreadyDecided
    insert(app, "review_decision", decision(own, "undecided", kind="undo", version=2))
    app.commit()


@pytest.mark.parametrize(
    ("changes", "kind", "constraint"),
    [
        ({"account_id": None}, RuleError, "decision_category_names_account"),
        ({"business_percent": 101}, RuleError, "decision_business_percent"),
        ({"decided_by_id": None}, RuleError, "decision_has_author"),
    ],
)
def test_a_decision_is_complete(app, own, changes, kind, constraint):
    next_version = {"version": 3}
    with refused(app, kind, constraint):
        insert(app, "review_decision", decision(own, "undecided", **next_version | changes))


@pytest.mark.parametrize("column", ["account_id", "entry_id", "transaction_id", "batch_id"])
def test_a_decision_points_at_its_own_firm_only(app, own, other, column):
    theirs = {
        "account_id": other.accounts["sales"],
        "entry_id": other.ids["entry"],
        "transaction_id": other.ids["undecided"],
        "batch_id": other.ids["batch"],
    }[column]
    version = 1 if column == "transaction_id" else 3
    with refused(app, AccessError, f"review_decision_{column}_same_firm_business"):
        insert(
            app, "review_decision", decision(own, "undecided", version=version) | {column: theirs}
        )


def test_a_decision_cannot_be_filed_under_another_business(app, own, sister):
    with refused(app, AccessError, "review_decision_transaction_id_same_firm_business"):
        insert(app, "review_decision", decision(own, "undecided", version=3, business_id=sister))


def part(own, decision, amount, **changes):
    """A part's row of a split decision."""
    return {
        "firm_id": own.firm,
        "business_id": own.business,
        "decision_id": decision,
        "position": 1,
        "account_id": own.accounts["supplies"],
        "amount": amount,
        "percent": None,
        "note": "",
    } | changes


def next_version(raw, own):
    """The version that the undecided transaction's next decision has."""
    found = raw.execute(
        "SELECT coalesce(max(version), 0) + 1 FROM review_decision WHERE transaction_id = %s",
        [own.ids["undecided"]],
    )
    return found.fetchone()[0]


def split(raw, own, *amounts):
    """A split of the undecided transaction (500.00, money in); parts are checked at the end."""
    version = next_version(raw, own)
    row = decision(own, "undecided", kind="split", account_id=None, version=version)
    made = insert(raw, "review_decision", row)
    for position, amount in enumerate(amounts, 1):
        insert(raw, "review_decisionpart", part(own, made, amount, position=position))
    return made


def test_a_split_comes_to_the_whole(app, own):
    split(app, own, "300.00", "200.00")
    check_deferred(app)


@pytest.mark.parametrize(
    "amounts",
    [
        (),
        ("500.00",),
        ("300.00", "200.01"),
        ("300.00", "199.9999"),
        ("-300.00", "-200.00"),
        ("600.00", "-100.00"),
    ],
    ids=["none", "one", "too much", "too little", "other way", "one against the others"],
)
def test_parts_that_are_not_the_whole_are_refused(app, own, amounts):
    with refused(app, RuleError, "decisionpart_whole"):
        split(app, own, *amounts)
        check_deferred(app)


def test_a_part_of_zero_and_one_named_twice_are_refused(app, own):
    with refused(app, RuleError, "decisionpart_amount"):
        split(app, own, "500.00", "0")
    with refused(app, ConflictError, "decisionpart_once"):
        made = split(app, own, "300.00")
        insert(app, "review_decisionpart", part(own, made, "200.00"))


def test_a_decision_for_one_account_has_no_parts(app, own):
    with refused(app, RuleError, "decisionpart_whole"):
        insert(app, "review_decisionpart", part(own, own.ids["decision"], "-86.10"))
        check_deferred(app)


def test_a_part_points_at_its_own_firm_and_business_only(app, own, other, sister):
    for column, constraint, theirs in (
        ("account_id", "account_id", other.accounts["supplies"]),
        ("decision_id", "decision_id", other.ids["decision"]),
        ("business_id", "decision_id", sister),
    ):
        with refused(app, AccessError, f"review_decisionpart_{constraint}_same_firm_business"):
            made = split(app, own, "300.00")
            row = part(own, made, "200.00", position=2)
            insert(app, "review_decisionpart", row | {column: theirs})


def test_a_kept_split_takes_no_further_part_and_no_change(app, own):
    """Committed, and undone again so that other tests see the transaction undecided."""
    made = split(app, own, "300.00", "200.00")
    app.commit()
    for amounts in (("1.00",), ("5.00", "-5.00")):
        with refused(app, RuleError, "decisionpart_whole"):
            for position, amount in enumerate(amounts, 3):
                row = part(own, made, amount, position=position)
                insert(app, "review_decisionpart", row)
            check_deferred(app)
    for statement in (
        "UPDATE review_decisionpart SET amount = amount",
        "UPDATE review_decisionpart SET note = 'x' WHERE position = 1",
        "DELETE FROM review_decisionpart",
        "TRUNCATE review_decisionpart",
    ):
        with refused(app, AppendOnly):
            app.execute(statement)
    undo = decision(own, "undecided", kind="undo", version=next_version(app, own))
    insert(app, "review_decision", undo)
    app.commit()


@pytest.mark.parametrize(
    ("kind", "entry"),
    [("exclude", "entry"), ("category", None), ("split", None), ("transfer", None)],
)
def test_only_what_is_excluded_has_no_entry(app, own, kind, entry):
    row = decision(own, "undecided", kind=kind, version=next_version(app, own))
    row |= {"entry_id": own.ids[entry] if entry else None}
    with refused(app, RuleError, "decision_has_entry"):
        insert(app, "review_decision", row)


def test_a_batch_is_undone_once(app, own):
    row = {"firm_id": own.firm, "business_id": own.business, "kind": "undo", "title": "x",
           "undoes_id": own.ids["batch"], "created_at": "2025-01-01T00:00:00Z"}  # fmt: skip
    with refused(app, ConflictError, "batch_undone_once"):
        insert(app, "audit_batch", row)
        insert(app, "audit_batch", row)
