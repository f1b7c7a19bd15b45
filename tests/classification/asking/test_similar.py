"""What people decided for payees like one."""

from ledgerflow.classification.asking.similar import similar_of
from ledgerflow.classification.models import PayeeMemory
from ledgerflow.review.services import decision_undo
from tests.published import decide, publish

LINES = [
    ("2025-01-14", "-9.00", "BLORPWICK PAPERS 11"),
    ("2025-02-14", "-9.00", "BLORPWICK PAPERS 12"),
    ("2025-02-20", "-30.00", "BLORPWICK PAPER SHOP"),
    ("2025-02-21", "250.00", "ZEPHYR CLIENT"),
]


def told(books, text, limit=5):
    return [one.told for one in similar_of(books.business, text, limit)]


def test_the_nearest_payee_comes_first_with_how_often_and_when(books):
    with books.scope():
        publish(books, LINES)
        decide(books, LINES[0][2], "office_expense")
        decide(books, LINES[1][2], "office_expense")
        decide(books, LINES[2][2], "supplies")
        first, second = told(books, "BLORPWICK PAPERS 99")
        assert (first.description, first.times, f"{first.last_date}") == (
            LINES[1][2],
            2,
            "2025-02-14",
        )
        assert (first.direction, first.business_percent) == ("out", 100)
        assert "Office" in first.account
        assert second.description == LINES[2][2]
        assert len(told(books, "BLORPWICK PAPERS 99", 1)) == 1


def test_money_in_is_told_as_such(books):
    with books.scope():
        publish(books, LINES)
        decide(books, LINES[3][2], "sales")
        (found,) = told(books, "ZEPHYR CLIENT LTD")
        assert found.direction == "in"


def test_undone_decisions_and_policies_say_nothing(books):
    with books.scope():
        publish(books, LINES)
        made = decide(books, LINES[3][2], "sales")
        decide(books, LINES[0][2], "supplies", policy="auto-accept/1")
        decision_undo(decision=made, batch=books.batch("undo"), reason="mistaken")
        assert told(books, "ZEPHYR CLIENT") == told(books, "BLORPWICK PAPERS") == []


def test_nothing_like_it_is_no_answer(books):
    with books.scope():
        publish(books, LINES)
        decide(books, LINES[3][2], "sales")
        assert told(books, "QXZV") == told(books, "000") == told(books, "") == []


def test_a_transaction_that_is_gone_leaves_the_payee_s_name(books):
    with books.scope():
        publish(books, LINES)
        decide(books, LINES[3][2], "sales", payee_name="Zephyr")
        PayeeMemory.objects.update(last_date="2024-01-01")
        (found,) = told(books, "ZEPHYR CLIENT")
        assert (found.description, found.direction) == ("Zephyr", "in")


def test_persons_and_numbers_are_masked(books):
    with books.scope():
        text = "Zelle payment to Qwxel Brontsk Harbor Street Studio"
        publish(books, [("2025-01-14", "-9.00", text)])
        decide(books, text, "contract_labor")
        (found,) = told(books, text)
        for secret in ("Qwxel", "Brontsk", "Harbor Street"):
            assert secret not in f"{found.description} {found.payee}"
