"""From a file to the books and back: the services' road, without any way in."""

from ledgerflow.ledger.selectors import account_balances
from ledgerflow.pipeline.services import Upload, statements_import
from ledgerflow.pipeline.undo import batch_undo
from ledgerflow.review.choices import choice_of
from ledgerflow.review.selectors import WaitingMoney, queue, undecided_totals
from ledgerflow.review.services import decision_accept
from ledgerflow.statements.accounts import bank_account_add
from ledgerflow.statements.models import BankTransaction

CSV = b"""Date,Description,Amount,Balance
01/13/2025,HOME DEPOT #7114,-86.10,913.90
01/14/2025,COFFEE BAR,-4.00,909.90
01/14/2025,COFFEE BAR,-4.00,905.90
01/20/2025,HARBOR CLIENT,500.00,1405.90
"""


def import_once(books):
    with books.scope():
        bank_account_add(business=books.business, name="Checking")
    return statements_import(
        books.place, [Upload("january.csv", CSV)], account="Checking", user_id=books.user.pk
    )


def test_two_real_coffees_on_one_day_stay_two_and_are_booked(books):
    run = import_once(books)
    assert run.refused == []
    assert [p.verdict for p in run.runs[0].proofs] == ["proved"]
    with books.scope():
        waiting = queue(books.business)
        batch = books.batch()
        for item in waiting:
            if item.suggestion:
                decision_accept(
                    bank_transaction=item.transaction, choice=choice_of(item.suggestion),
                    batch=batch,
                )  # fmt: skip
        meals = {b.key: b.amount for b in account_balances(books.business)}["meals"]
        assert meals == 8
        assert undecided_totals(books.business) == [WaitingMoney("USD", 1, 500, 0)]


def test_an_undone_import_leaves_the_books_at_zero_and_comes_back_whole(books):
    run = import_once(books)
    report = batch_undo(books.place, run.batch_id, user_id=books.user.pk)
    assert report.withdrawn == 4
    with books.scope():
        assert BankTransaction.objects.filter(is_live=True).count() == 0
    again = statements_import(
        books.place, [Upload("january.csv", CSV)], account="Checking", user_id=books.user.pk
    )
    assert again.refused == []
    with books.scope():
        assert BankTransaction.objects.filter(is_live=True).count() == 4
        assert BankTransaction.objects.count() == 4
