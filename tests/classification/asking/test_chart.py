"""The accounts that are offered, in words."""

from ledgerflow.classification.asking import chart
from ledgerflow.classification.asking.chart import bookable_accounts, offered_accounts
from ledgerflow.classification.services import memory_learn
from ledgerflow.ledger.models import Account
from ledgerflow.ledger.selectors import account_by_key
from ledgerflow.tax.models import AccountTaxLine
from tests.published import checking, publish, transaction


def label_of(books, key, direction="out"):
    account = account_by_key(books.business, key)
    return offered_accounts(books.business, direction).get(str(account.pk))


def test_an_account_is_offered_by_id_with_code_name_type_and_tax_line(books):
    with books.scope():
        account = account_by_key(books.business, "office_expense")
        label = label_of(books, "office_expense")
        assert label.startswith(f"{account.code} {account.name} (expense; line 18 ")
        assert label_of(books, "owner_draw").endswith("(equity)")


def test_a_line_that_the_business_chose_itself_is_told(books):
    with books.scope():
        account = account_by_key(books.business, "office_expense")
        chosen = {"account": account, "form": "schedule_c", "line": "22", "from_year": 2020}
        AccountTaxLine.objects.create(
            firm_id=books.place.firm_id, business=books.business, **chosen
        )
        assert "; line 22 " in label_of(books, "office_expense")


def test_a_business_without_a_known_form_gets_types_only(make_books):
    books = make_books(tax_regime="none")
    with books.scope():
        assert label_of(books, "office_expense").endswith("(expense)")


def test_headings_closed_accounts_banks_and_the_clearing_are_not_offered(books):
    with books.scope():
        bank = checking(books).ledger_account_id
        Account.objects.filter(key="meals").update(is_active=False)
        offered = {int(pk) for pk in offered_accounts(books.business, "out")}
        refused = set(Account.objects.filter(is_heading=True).values_list("pk", flat=True))
        refused |= {bank, account_by_key(books.business, "transfers_clearing").pk}
        refused.add(Account.objects.get(key="meals").pk)
        assert offered
        assert not offered & refused
        assert offered == set(bookable_accounts(books.business).values_list("pk", flat=True))


def test_an_account_named_after_a_number_or_a_person_is_masked(books):
    with books.scope():
        Account.objects.filter(key="meals").update(name="Loan DE89 3704 0044 0532 0130 00")
        assert "0532" not in label_of(books, "meals")


def test_of_a_large_chart_the_used_the_likely_and_the_usual_stay(books, monkeypatch):
    monkeypatch.setattr(chart, "OFFERED_MOST", 6)
    with books.scope():
        publish(books, [("2025-01-14", "-9.00", "QXZV QUILL 77")])
        used = account_by_key(books.business, "sales")
        likely = account_by_key(books.business, "owner_draw")
        memory_learn(
            bank_transaction=transaction("QXZV QUILL 77"), payee_key="", payee_name="",
            account=used, business_percent=100,
        )  # fmt: skip
        offered = offered_accounts(books.business, "out", [likely.pk])
        assert len(offered) == 6
        assert {str(used.pk), str(likely.pk)} <= set(offered)
        kinds = [label.partition("(")[2].partition(";")[0].strip(")") for label in offered.values()]
        assert kinds.count("expense") == 4
        codes = [label.split()[0] for label in offered.values()]
        assert codes == sorted(codes)
