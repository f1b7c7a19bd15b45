"""Deciding once, being understood, making a rule of it; and taking two hundred mistakes back."""

import datetime as dt

import pytest

from ledgerflow.classification.models import Rule
from ledgerflow.firms.access import place_for
from ledgerflow.firms.models import Membership, User
from ledgerflow.firms.services import membership_grant
from ledgerflow.pipeline.decisions import Wish, transactions_decide
from ledgerflow.pipeline.rules.proposals import rules_look
from ledgerflow.pipeline.services import Upload, statements_import
from ledgerflow.review.models import Decision
from ledgerflow.review.selectors import newest_suggestions, queue, undecided
from tests.cli.conftest import cli  # noqa: F401  # the fixture

FIRST_DAY = dt.date(2025, 1, 13)


def month(*payees):
    """A proved CSV file: one line a day of 4 to 8 dollars, the payees in turn."""
    balance, rows = 5_000, ["Date,Description,Amount,Balance"]
    for day, payee in enumerate(payees):
        amount = 4 + day % 5
        balance -= amount
        date = FIRST_DAY + dt.timedelta(days=day)
        rows.append(f"{date:%m/%d/%Y},{payee},-{amount}.00,{balance}.00")
    return "\n".join(rows).encode()


def waiting(books):
    """Text and suggested account (key) of what waits."""
    with books.scope():
        return [
            (w.transaction.description, w.suggestion.account.key if w.suggestion else "")
            for w in queue(books.business)
        ]


def decide(cli, books, text, account, times=1):  # noqa: F811
    """Accept the first ones that wait with a text."""
    with books.scope():
        found = [w.number for w in queue(books.business) if w.transaction.description == text]
    done = cli("review", "accept", *found[:times], "--account", account)
    assert done.code == 0, done


def test_one_decision_is_understood_and_repeated_ones_become_a_rule_that_can_be_undone(
    cli,  # noqa: F811
    books,
    tmp_path,
):
    path = tmp_path / "january.csv"
    path.write_bytes(month(*["ZORBLATT QUINCE"] * 9, "VELDT HAMPER"))
    assert cli("account", "add", "Checking").code == 0
    assert cli("import", path, "--account", "Checking").code == 0
    decide(cli, books, "ZORBLATT QUINCE", "supplies")
    same = [account for text, account in waiting(books) if text == "ZORBLATT QUINCE"]
    assert same == ["supplies"] * 8
    assert "No decisions repeat" in cli("rule", "proposed").text
    decide(cli, books, "ZORBLATT QUINCE", "supplies", times=5)
    assert "the last 6 times" in cli("rule", "proposed").text
    with books.scope():
        rule = Rule.objects.get()
        assert (rule.is_proposed, rule.is_active) == (True, False)
    assert cli("rule", "apply", rule.pk).code == 4
    assert cli("rule", "approve", rule.pk, "--user", books.user.email).code == 0
    applied = cli("rule", "apply", rule.pk)
    assert "Decided by the rule: 3 transactions" in applied.text, applied
    assert [text for text, _ in waiting(books)] == ["VELDT HAMPER"]
    batch = applied.text.partition("`ledgerflow undo ")[2].partition("`")[0]
    assert cli("undo", batch).code == 0
    assert sorted(text for text, _ in waiting(books)) == ["VELDT HAMPER"] + ["ZORBLATT QUINCE"] * 3


@pytest.fixture
def lee(books):
    """A second bookkeeper of the firm."""
    with books.scope():
        person = User.objects.create_user("lee@example.com", "correct horse 12")
        role = Membership.Role.BOOKKEEPER
        membership_grant(firm_id=books.place.firm_id, user=person, role=role)
    return person


def said(books):
    """What is suggested for each that waits: account, confidence, reasons, alternatives."""
    with books.scope():
        found = newest_suggestions(undecided(books.business).values_list("pk", flat=True))
        return {
            pk: (s.account_id, s.payee_name, s.confidence, s.hit_rate, s.kind, s.source,
                 s.reasons, s.alternatives)
            for pk, s in found.items()
        }  # fmt: skip


def ids(books, text, count):
    with books.scope():
        rows = [w.transaction for w in queue(books.business) if w.transaction.description == text]
        return [row.pk for row in rows[:count]]


def test_two_hundred_wrong_decisions_of_one_person_make_no_rule_and_leave_no_trace(
    cli,  # noqa: F811
    books,
    lee,
):
    assert cli("account", "add", "Checking").code == 0
    file = month(*["ZORBLATT QUINCE"] * 212, *["VELDT HAMPER", "OLD MILL RENT", "SHELL OIL"] * 4)
    statements_import(books.place, [Upload("a.csv", file)], account="Checking")
    right = {pk: Wish(account="supplies") for pk in ids(books, "ZORBLATT QUINCE", 6)}
    right |= {pk: Wish(account="meals") for pk in ids(books, "VELDT HAMPER", 2)}
    transactions_decide(books.place, right, user_id=books.user.pk)
    before = said(books)
    wrong = {pk: Wish(account="travel") for pk in ids(books, "ZORBLATT QUINCE", 200)}
    batch = transactions_decide(
        place_for(lee, books.place.business_id), wrong, user_id=lee.pk
    ).batch_id
    assert said(books) != {pk: was for pk, was in before.items() if pk not in wrong}
    (rule,) = rules_look(books.place)
    assert (rule.is_proposed, rule.is_active, rule.evidence["users"]) == (True, False, [lee.pk])
    assert "by one person" in rule.evidence["reason"]
    assert "lee@example.com" in cli("rule", "proposed").out.replace("\n", "")
    assert cli("undo", batch).code == 0
    assert said(books) == before
    assert "No decisions repeat" not in cli("rule", "proposed").text
    with books.scope():
        assert [r.evidence["users"] for r in Rule.objects.all()] == [[books.user.pk]]


def test_what_only_a_rule_or_an_undone_decision_said_is_said_no_more(cli, books, tmp_path):  # noqa: F811
    path = tmp_path / "january.csv"
    path.write_bytes(month(*["ZORBLATT QUINCE"] * 3, "VELDT HAMPER"))
    assert cli("account", "add", "Checking").code == 0
    assert cli("import", path, "--account", "Checking").code == 0
    nothing = waiting(books)
    decide(cli, books, "ZORBLATT QUINCE", "travel")
    assert ("ZORBLATT QUINCE", "travel") in waiting(books)
    with books.scope():
        batch = Decision.objects.get().batch_id
    assert cli("undo", batch).code == 0
    assert waiting(books) == nothing
    assert cli("rule", "add", "--contains", "HAMPER", "--to", "travel").code == 0
    assert cli("classify").code == 0
    assert ("VELDT HAMPER", "travel") in waiting(books)
    with books.scope():
        rule = Rule.objects.get().pk
    assert cli("rule", "off", rule).code == 0
    assert cli("classify").code == 0
    assert cli("post").code == 0
    assert waiting(books) == nothing
