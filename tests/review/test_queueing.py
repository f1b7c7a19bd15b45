"""The queue's groups: by payee, direction and currency, the most urgent first, page by page."""

import datetime as dt
from decimal import Decimal

import pytest

from ledgerflow.classification.facts import NOTHING
from ledgerflow.classification.models import Suggestion
from ledgerflow.core.errors import InputError
from ledgerflow.ledger.rate_services import rate_state
from ledgerflow.ledger.selectors import account_by_key
from ledgerflow.ledger.services import business_open
from ledgerflow.review.question_models import Question, QuestionTransaction
from ledgerflow.review.queueing import QueueFilter, queue_groups
from ledgerflow.tax.models import AccountTaxLine
from tests.published import checking, decide, publish, transaction

SAID = [
    ("2025-01-02", "-4.00", "CORNER COFFEE 1"),
    ("2025-01-09", "-6.00", "CORNER COFFEE 2"),
    ("2025-01-10", "5.00", "CORNER COFFEE REFUND"),
    ("2025-01-12", "-86.10", "HOME DEPOT #7114"),
    ("2025-01-20", "-500.00", "TO SAVER"),
    ("2025-01-21", "-30.00", "QQXZ 77"),
]


def suggest(books, text, key="meals", *, payee="", confidence="0.9", **more):
    row = transaction(text)
    name = payee or text.rsplit(" ", 1)[0].title()
    given = {
        "firm_id": books.place.firm_id,
        "business": row.business,
        "transaction": row,
        "batch": books.batch("classify"),
        "account": account_by_key(row.business, key) if key else None,
        "source": "learned",
        "payee_key": name.lower(),
        "payee_name": name,
        "confidence": Decimal(confidence),
    }
    return Suggestion.objects.create(**given | more)


@pytest.fixture
def waiting(books):
    """Four payees that are known, one that is not."""
    with books.scope():
        publish(books, SAID)
        for text in ("CORNER COFFEE 1", "CORNER COFFEE 2"):
            suggest(books, text)
        suggest(books, "CORNER COFFEE REFUND", payee="Corner Coffee")
        suggest(books, "HOME DEPOT #7114", "supplies", payee="Home Depot", confidence="0.999")
        suggest(books, "TO SAVER", "", payee="Saver", confidence="0.8")
    return books


def groups(books, ids="own", **more):
    with books.scope():
        wanted = [books.place.business_id] if ids == "own" else ids
        return queue_groups(wanted, **more)


def names(page):
    return [(g.payee_name, g.count) for g in page.groups]


def filtered(books, **wanted):
    return {g.payee_name for g in groups(books, wanted=QueueFilter(**wanted)).groups}


def test_a_payee_is_a_group_a_direction(waiting):
    found = {(g.payee_name, g.net): g for g in groups(waiting).groups}
    coffee = found["Corner Coffee", Decimal("-10.00")]
    assert (coffee.count, coffee.gross) == (2, 10)
    assert (coffee.first, coffee.last) == (dt.date(2025, 1, 2), dt.date(2025, 1, 9))
    assert (coffee.place, coffee.is_mixed, coffee.currency) == ("Meals", False, "USD")
    assert coffee.confidence == Decimal("0.9")
    assert found["Corner Coffee", Decimal("5.00")].key != coffee.key
    assert found["Saver", Decimal("-500.00")].place == "transfer"


def test_what_nobody_knows_stands_alone_under_the_banks_words(waiting):
    (unknown,) = [g for g in groups(waiting).groups if g.payee_name == "QQXZ 77"]
    assert (unknown.confidence, unknown.place, unknown.count) == (0, "", 1)


def test_urgency_is_money_by_uncertainty_by_tax_effect(waiting):
    found = {(g.payee_name, g.count): g.urgency for g in groups(waiting).groups}
    assert found["QQXZ 77", 1] == Decimal("30.6")
    assert found["Saver", 1] == Decimal("22")
    assert found["Home Depot", 1] == round(Decimal("86.10") * Decimal("0.021"), 4)
    assert found["Corner Coffee", 2] == Decimal("1.2")
    order = [g.urgency for g in groups(waiting).groups]
    assert order == sorted(order, reverse=True)


def test_an_account_of_no_tax_line_weighs_less(waiting):
    with waiting.scope():
        account = account_by_key(waiting.business, "meals")
        AccountTaxLine.objects.create(
            firm_id=waiting.place.firm_id,
            business=waiting.business,
            account=account,
            form="schedule_c",
            line="",
        )
    (coffee,) = [g for g in groups(waiting).groups if g.count == 2]
    assert coffee.urgency == Decimal("0.72")


def test_two_ways_within_a_group_are_told_and_the_larger_one_is_shown(waiting):
    with waiting.scope():
        suggest(waiting, "CORNER COFFEE 2", "supplies")
    (coffee,) = [g for g in groups(waiting).groups if g.count == 2]
    assert (coffee.is_mixed, coffee.place) == (True, "Supplies")


def test_a_suggestion_that_was_taken_back_suggests_nothing(waiting):
    with waiting.scope():
        suggest(waiting, "HOME DEPOT #7114", "", source=NOTHING, confidence="0", payee_key="")
    (depot,) = [g for g in groups(waiting).groups if g.net == Decimal("-86.10")]
    assert (depot.payee_name, depot.place, depot.confidence) == ("HOME DEPOT #7114", "", 0)


def test_pages_follow_each_other_without_a_gap(waiting):
    found, after = [], ""
    while True:
        page = groups(waiting, after=after, limit=2)
        found += names(page)
        after = page.after
        if not after:
            break
    assert found == names(groups(waiting))
    assert len(found) == 5


def test_a_page_goes_on_below_a_group_that_was_decided_meanwhile(waiting):
    first = groups(waiting, limit=1)
    rest = names(groups(waiting))[1:]
    with waiting.scope():
        decide(waiting, "QQXZ 77", "supplies")
    assert names(groups(waiting, after=first.after)) == rest


@pytest.mark.parametrize("after", ["x", "bm9uc2Vuc2U", "WyJuYW4iLCAiMSIsICJVU0QiLCAieCJd", "é"])
def test_a_page_of_nowhere_is_refused(waiting, after):
    with pytest.raises(InputError) as caught:
        groups(waiting, after=after)
    assert caught.value.code == "bad_page"


def test_filters_leave_what_is_wanted(waiting):
    assert filtered(waiting, text="depot") == {"Home Depot"}
    assert filtered(waiting, text="QQXZ") == {"QQXZ 77"}
    assert filtered(waiting, text="%") == set()
    assert filtered(waiting, direction="in") == {"Corner Coffee"}
    assert filtered(waiting, sureness="sure") == {"Home Depot"}
    assert filtered(waiting, sureness="none") == {"QQXZ 77"}
    assert filtered(waiting, sureness="unsure") == {"Corner Coffee", "Saver"}
    days = {"start": dt.date(2025, 1, 12), "end": dt.date(2025, 1, 20)}
    assert filtered(waiting, **days) == {"Home Depot", "Saver"}
    with waiting.scope():
        savings = checking(waiting, "Savings", kind="savings")
    assert filtered(waiting, bank_account_id=savings.pk) == set()


def test_a_filter_of_unknown_words_is_refused(waiting):
    for wanted in ({"direction": "up"}, {"sureness": "very"}):
        with pytest.raises(InputError, match="cannot be filtered"):
            filtered(waiting, **wanted)


def test_money_in_another_currency_counts_at_the_newest_stated_rate(books):
    with books.scope():
        euros = checking(books, "Euro", currency="EUR")
        publish(books, [("2025-01-02", "-100.00", "BERLIN SHOP")], account=euros)
    assert [g.urgency for g in groups(books).groups] == [102]
    with books.scope():
        for day, rate in ((3, "1.5"), (1, "9")):
            rate_state(
                business=books.business,
                currency="EUR",
                date=dt.date(2025, 1, day),
                rate=Decimal(rate),
                source="a bank",
            )
    assert [g.urgency for g in groups(books).groups] == [153]


def test_the_whole_firm_is_shown_and_no_other(waiting, make_books):
    other = make_books("Elsewhere Ltd")
    with other.scope():
        publish(other, [("2025-01-02", "-9000.00", "NOT OURS")])
    with waiting.scope():
        second = business_open(
            firm_id=waiting.place.firm_id, name="Second", chart="us_sole_proprietor"
        )
    everything = groups(waiting, ids=None)
    assert {g.business_name for g in everything.groups} == {"Harbor Street Studio"}
    assert names(everything) == names(groups(waiting))
    assert groups(waiting, ids=[second.pk]).groups == ()
    assert groups(waiting, ids=[]).groups == ()


def ask_about(books, text):
    with books.scope():
        own = {"firm_id": books.place.firm_id, "business": books.business}
        question = Question.objects.create(**own, text="What was that?", asked_by=books.user)
        QuestionTransaction.objects.create(**own, question=question, transaction=transaction(text))


def test_an_open_question_is_told_with_its_state(waiting):
    ask_about(waiting, "QQXZ 77")
    asked = {g.payee_name: g.asked for g in groups(waiting).groups}
    assert (asked["QQXZ 77"], asked["Home Depot"]) == ("waiting", "")
    with waiting.scope():
        Question.objects.update(state="answered")
    assert {g.payee_name: g.asked for g in groups(waiting).groups}["QQXZ 77"] == "answered"


def test_what_was_asked_is_hidden_before_a_page_is_cut(waiting):
    ask_about(waiting, "QQXZ 77")
    assert groups(waiting).groups[0].payee_name == "QQXZ 77"
    first = groups(waiting, wanted=QueueFilter(hides_asked=True), limit=1)
    assert [g.payee_name for g in first.groups] == ["Saver"]
    with waiting.scope():
        Question.objects.update(state="answered")
    assert "QQXZ 77" in filtered(waiting, hides_asked=True)


def test_of_a_group_only_the_rows_that_were_asked_about_are_hidden(waiting):
    ask_about(waiting, "CORNER COFFEE 1")
    page = groups(waiting, wanted=QueueFilter(hides_asked=True, direction="out"))
    assert ("Corner Coffee", 1) in names(page)


def test_a_page_costs_three_queries_however_many_groups(waiting, django_assert_num_queries):
    with waiting.scope(), django_assert_num_queries(3):
        queue_groups([waiting.place.business_id])
