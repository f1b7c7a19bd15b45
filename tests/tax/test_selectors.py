"""Which lines a business chose itself."""

from ledgerflow.ledger.selectors import account_by_key
from ledgerflow.tax.models import AccountTaxLine
from ledgerflow.tax.selectors import chosen_lines


def choose(books, key, line, from_year, form="schedule_c"):
    account = account_by_key(books.business, key)
    AccountTaxLine.objects.create(
        firm_id=books.place.firm_id,
        business=books.business,
        account=account,
        form=form,
        line=line,
        from_year=from_year,
    )
    return account.pk


def test_the_newest_choice_up_to_the_year_counts(books):
    with books.scope():
        supplies = choose(books, "supplies", "18", 0)
        choose(books, "supplies", "22", 2024)
        choose(books, "supplies", "", 2026)
        meals = choose(books, "meals", "48", 2025)
        choose(books, "travel", "9", 0, form="another_form")
        years = {y: chosen_lines(books.business, "schedule_c", y) for y in range(2023, 2027)}
    assert years[2023] == {supplies: "18"}
    assert years[2024] == {supplies: "22"}
    assert years[2025] == {supplies: "22", meals: "48"}
    assert years[2026] == {supplies: "", meals: "48"}


def test_one_business_does_not_choose_for_another(make_books):
    first, second = make_books(), make_books()
    with first.scope():
        choose(first, "supplies", "18", 0)
    with second.scope():
        assert chosen_lines(second.business, "schedule_c", 2025) == {}
