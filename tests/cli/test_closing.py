"""`close`, `reopen`: the checks as a table and as JSON, exit codes, and what is refused."""

import json

import pytest

from ledgerflow.firms.models import User
from ledgerflow.firms.services import membership_grant
from ledgerflow.ledger.models import Period
from tests.published import decide, publish

PERIOD = {"start": "2025-01-01", "end": "2025-01-31"}


@pytest.fixture
def january(books):
    with books.scope():
        publish(books, [("2025-01-03", "500.00", "HARBOR CLIENT")], **PERIOD)
    return books


def settle(books):
    with books.scope():
        decide(books, "HARBOR CLIENT", "sales")


def locked(books):
    with books.scope():
        return Period.objects.filter(is_locked=True).count()


def test_checking_says_what_blocks_ends_with_1_and_locks_nothing(cli, january):
    done = cli("close", "2025-01", "--check")
    assert done.code == 1
    assert "✗ blocks" in done.out
    assert "Decide them: `ledgerflow review`." in done.out
    settle(january)
    assert cli("close", "2025-01", "--check").code == 0
    assert locked(january) == 0


def test_checks_are_there_for_programs(cli, january):
    done = cli("close", "2025-01", "--check", "--json")
    told = json.loads(done.out)
    assert (done.code, told["period"], told["end"]) == (1, "2025-01", "2025-01-31")
    states = {check["id"]: check["state"] for check in told["checks"]}
    assert (states["undecided"], states["coverage"]) == ("blocking", "ok")


def test_what_blocks_refuses_with_its_remedy_and_an_owner_may_insist(cli, january):
    refused = cli("close", "2025-01")
    assert (refused.code, locked(january)) == (5, 0)
    assert "1 transaction, 500.00 USD net" in " ".join(refused.err.split())
    assert "✗ blocks" in refused.out
    wordless = cli("close", "2025-01", "--anyway")
    assert (wordless.code, "needs a reason" in wordless.err) == (2, True)
    done = cli("close", "2025-01", "--anyway", "--reason", "the client will not say")
    assert (done.code, locked(january)) == (0, 1)


def test_a_closed_month_is_told_and_opened_with_a_reason(cli, january):
    settle(january)
    assert "1 month locked" in cli("close", "2025-01").out
    assert cli("close", "2025-01").code == 4
    assert cli("reopen", "2025-01").code == 2
    assert cli("reopen", "2025-01", "--reason", " ").code == 2
    opened = cli("reopen", "2025-01", "--reason", "a late bill")
    assert (opened.code, "open again: 1 month." in opened.out) == (0, True)
    assert cli("reopen", "2025-01", "--reason", "twice").code == 4


def test_a_year_tells_its_result_and_a_year_without_movement_has_no_entries(cli, books):
    done = cli("close", "2024", "--json")
    assert (done.code, json.loads(done.out)["period"]) == (0, "2024")
    assert "nothing had moved" in cli("close", "2025").out
    opened = cli("reopen", "2025", "--reason", "too early")
    assert "12 months. Closing entries reversed: 0" in opened.out


def test_roles_hold_at_the_command_line_too(cli, january):
    for role in ("viewer", "bookkeeper"):
        person = User.objects.create_user(f"{role}@example.com", "correct horse 12")
        with january.scope():
            membership_grant(firm_id=january.place.firm_id, user=person, role=role)
    viewer, bookkeeper = ("--user", "viewer@example.com"), ("--user", "bookkeeper@example.com")
    why = ("--reason", "in a hurry")
    assert cli("close", "2025-01", "--check", *viewer).code == 1
    assert cli("close", "2025-01", *viewer).code == 6
    assert cli("close", "2025-01", "--anyway", *why, *bookkeeper).code == 6
    settle(january)
    assert cli("close", "2025-01", *bookkeeper).code == 0
    for command in ("reopen", "unlock"):
        assert cli(command, "2025-01", *why, *bookkeeper).code == 6
    assert locked(january) == 1


@pytest.mark.parametrize("period", ["2025-13", "March", "2025-03..2025-01"])
def test_what_is_no_period_is_said(cli, books, period):
    done = cli("close", period)
    assert (done.code, "Write a month as 2025-03" in done.err) == (2, True)
