"""At most one live decision per bank transaction, whoever is quickest."""

import threading

import psycopg
import pytest

from ledgerflow.core.errors import AccessError, AlreadyDecided, ConflictError, RuleError
from tests.raw_sql import insert, meaning, refused

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


def test_a_batch_is_undone_once(app, own):
    row = {"firm_id": own.firm, "business_id": own.business, "kind": "undo", "title": "x",
           "undoes_id": own.ids["batch"], "created_at": "2025-01-01T00:00:00Z"}  # fmt: skip
    with refused(app, ConflictError, "batch_undone_once"):
        insert(app, "audit_batch", row)
        insert(app, "audit_batch", row)
