"""One account is found however a format writes its number; where several fit, a person is asked."""

import pytest
from django.db import DatabaseError, transaction

from ledgerflow.core.errors import ConflictError, InputError, RuleError
from ledgerflow.statements.accounts import (
    bank_account_add,
    bank_account_for,
    bank_account_number,
)
from ledgerflow.statements.identities import identity_of
from ledgerflow.statements.models import BankAccount, BankAccountIdentity
from ledgerflow.statements.numbers import account_by_number, number_fingerprint, numbers_learn
from tests.published import parsed

GERMAN = "DE89370400440532013000"
WAYS = (
    (GERMAN, ""),
    (GERMAN + "USD", ""),
    ("37040044/532013000", ""),
    ("0532013000", "37040044"),
    ("0532013000", ""),
    ("XXXX XXXX 3000", ""),
)


def find(books, number, bank_code="", *, given=None, kind="", currency=""):
    from dataclasses import replace

    (statement,) = parsed(
        [("2025-01-14", "-4.00", "COFFEE")], number=number, kind=kind, currency=currency
    ).statements
    return bank_account_for(
        business=books.business,
        statement=replace(statement, bank_code=bank_code),
        given=given,
        file_name="file.sta",
    )


@pytest.mark.parametrize("first", range(len(WAYS)))
def test_whichever_form_comes_first_the_others_find_the_same_account(books, first):
    with books.scope():
        ways = [WAYS[first], *WAYS]
        found = {find(books, number, bank, currency="USD").pk for number, bank in ways}
        assert len(found) == 1
        assert BankAccount.objects.count() == 1


def test_another_number_of_the_same_bank_is_another_account(books):
    with books.scope():
        one = find(books, GERMAN)
        assert find(books, "37040044/532013001") != one
        assert find(books, "0532013002", "37040044") != one


def test_a_short_number_at_another_bank_is_asked_about(books):
    with books.scope():
        first = find(books, "7055", "51230800")
        with pytest.raises(InputError, match="same number at another bank") as caught:
            find(books, "7055", "99999999")
        assert (caught.value.code, caught.value.extra) == (
            "needs_account", {"candidates": [first.pk]},
        )  # fmt: skip
        assert find(books, "7055") == first


def test_a_masked_number_finds_the_one_card_that_ends_so(books):
    with books.scope():
        card = find(books, "5424180012344417", kind="card")
        find(books, "9000000000004417", kind="checking")
        assert find(books, "XXXX XXXX XXXX 4417", kind="card") == card


def test_a_masked_number_that_fits_two_accounts_is_asked_about_and_names_them(books):
    with books.scope():
        cards = [find(books, n, kind="card") for n in ("5424180012344417", "4111111111114417")]
        with pytest.raises(InputError, match="fits") as caught:
            find(books, "...4417")
        assert caught.value.code == "needs_account"
        assert all(str(card) in caught.value.hint for card in cards)
        assert find(books, "...4417", given=cards[1]) == cards[1]


def test_a_card_known_by_its_last_digits_learns_its_number(books):
    with books.scope():
        card = find(books, "XXXX 4417", kind="card")
        assert (card.name, card.number_last4) == ("Card 4417", "4417")
        assert find(books, "5424180012344417", kind="card") == card
        assert find(books, "4111111111114417", kind="card") != card, "the number is known now"


def test_a_name_in_a_numbers_place_is_the_accounts_name(books):
    with books.scope():
        account = bank_account_add(business=books.business, name="Checking")
        assert find(books, "checking") == account
        assert find(books, "Petty Cash").name == "Petty Cash"
        assert find(books, "petty cash").name == "Petty Cash"


def test_a_person_teaches_another_form_of_a_number(books):
    with books.scope():
        account = find(books, GERMAN)
        with pytest.raises(RuleError, match="ending in 9999"):
            find(books, "7777-9999", given=account)
        assert bank_account_number(bank_account=account, number="77779999") > 0
        assert bank_account_number(bank_account=account, number="7777 9999") == 0
        assert find(books, "7777-9999") == account
        with pytest.raises(InputError, match="no whole account number"):
            bank_account_number(bank_account=account, number="...4417")


def test_a_number_is_one_accounts_only(books):
    with books.scope():
        find(books, GERMAN)
        other = bank_account_add(business=books.business, name="Savings")
        with pytest.raises(ConflictError, match="known already"):
            numbers_learn(bank_account=other, identity=identity_of(GERMAN))
        with pytest.raises(ConflictError, match="knows that number already"):
            bank_account_add(business=books.business, name="Third", number=GERMAN)


def test_another_business_has_its_own_numbers(books, make_books):
    with books.scope():
        find(books, GERMAN)
    other = make_books(name="Quiet Neighbour")
    with other.scope():
        assert account_by_number(other.business, identity_of(GERMAN)) is None


def test_only_fingerprints_are_kept_and_none_is_changed(books):
    with books.scope():
        account = find(books, GERMAN)
        kept = set(account.identities.values_list("fingerprint", flat=True))
        assert number_fingerprint(account.firm_id, GERMAN) in kept
        assert all(len(fingerprint) == 64 for fingerprint in kept)
        for attack in ({"fingerprint": "x"}, None):
            rows = BankAccountIdentity.objects.all()
            with pytest.raises(DatabaseError), transaction.atomic():
                rows.update(**attack) if attack else rows._raw_delete(rows.db)
