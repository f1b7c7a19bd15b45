"""The ways in which files write one account's number."""

import pytest

from ledgerflow.statements.identities import Identity, identity_of, is_iban, plain

GERMAN = "DE89370400440532013000"


def meet(one, other):
    """Whether two identities have a whole number in common."""
    return bool(set(one.numbers) & set(other.numbers))


@pytest.mark.parametrize(
    ("iban", "national"),
    [
        (GERMAN, "37040044/532013000"),
        (GERMAN, "37040044/0532013000"),
        ("GB29NWBK60161331926819", "60-16-13 31926819"),
        ("FR1420041010050500013M02606", "20041 01005 0500013M026 06"),
        ("ES9121000418450200051332", "2100 0418 45 0200051332"),
        ("NL91ABNA0417164300", "ABNA/0417164300"),
        ("CH9300762011623852957", "00762/011623852957"),
        ("IT60X0542811101000000123456", "X 05428 11101 000000123456"),
        ("BE68539007547034", "539-0075470-34"),
    ],
)
def test_an_iban_and_the_number_of_its_country_are_one(iban, national):
    assert is_iban(iban)
    assert meet(identity_of(iban), identity_of(national))


@pytest.mark.parametrize(
    "written",
    [
        "DE89 3704 0044 0532 0130 00",
        "de89-3704-0044-0532-0130-00",
        GERMAN + "EUR",
    ],
)
def test_spacing_case_and_a_currency_behind_it_make_no_other_number(written):
    assert identity_of(written) == identity_of(GERMAN)


def test_a_currency_behind_another_number_is_left_out_where_it_is_the_files():
    assert identity_of("2121.21.211EUR", currency="EUR") == identity_of("2121.21.211")
    assert identity_of("2121.21.211ABC", currency="EUR").numbers == ("212121211ABC",)


def test_a_bank_code_given_apart_is_the_one_before_the_slash():
    assert identity_of("0532013000", "37040044") == identity_of("37040044/0532013000")
    assert meet(identity_of("0532013000", "37040044"), identity_of(GERMAN))


def test_without_its_bank_a_number_is_a_part():
    assert identity_of("0532013000").numbers == ("0532013000",)
    assert set(identity_of("0532013000").numbers) <= set(identity_of(GERMAN).parts)
    assert not meet(identity_of("0532013000"), identity_of(GERMAN))


@pytest.mark.parametrize(
    ("written", "ending"),
    [
        ("XXXX XXXX XXXX 4417", "4417"),
        ("xxxx-4417", "4417"),
        ("...4417", "4417"),
        ("…4417", "4417"),
        ("****4417", "4417"),
        ("123456******4417", "4417"),
        ("•••• 417", "417"),
    ],
)
def test_of_a_masked_number_the_last_digits_show(written, ending):
    assert identity_of(written) == Identity(ending=ending)
    assert identity_of(written).last4 == ending[-4:]


@pytest.mark.parametrize("written", ["", "  ", "XXXX XXXX", "****12", "--"])
def test_what_says_nothing_is_empty(written):
    found = identity_of(written)
    assert (found.numbers, found.parts, found.ending) == ((), (), "")


def test_a_name_in_a_numbers_place_is_a_label():
    assert identity_of(" My   Checking ") == Identity(label="My Checking")


def test_wrong_check_digits_length_or_country_make_no_iban():
    assert not is_iban("DE88370400440532013000")
    assert not is_iban(GERMAN[:-1])
    assert not is_iban("D9370400440532013000")
    assert identity_of("DE88370400440532013000").numbers == ("DE88370400440532013000",)


def test_an_iban_of_a_country_without_a_table_is_one_whole():
    maltese = "MT84MALT011000012345MTLCAST001S"
    assert is_iban(maltese)
    assert identity_of(maltese).numbers == (maltese, maltese[4:])


def test_plain_keeps_letters_and_digits():
    assert plain("ab-12 /3") == "AB123"
