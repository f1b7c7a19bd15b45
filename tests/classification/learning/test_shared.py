"""What businesses of one firm tell each other: payee -> account counts."""

from ledgerflow.classification.learning.shared import NOTHING, SharedCounts


def first(shared: SharedCounts, payee: str, without: SharedCounts | None = None) -> str:
    return shared.view(payee, without).ranked[0].account_key


def firm() -> SharedCounts:
    shared = SharedCounts()
    for payee, key, count in (
        ("rose lane diner", "meals", 4),
        ("rose lane diner", "gifts", 1),
        ("kestrel fuel", "fuel", 9),
        ("merlin fuel", "fuel", 3),
        ("hammer & nail", "repairs", 20),
    ):
        shared.add(payee, key, count)
    return shared


def test_an_empty_firm_says_nothing():
    assert SharedCounts().view("kestrel fuel") == NOTHING


def test_a_payee_is_known_by_its_whole_name():
    view = firm().view("rose lane diner")
    assert view.ranked[0].account_key == "meals"
    assert view.ranked[0].payee_count == 4
    assert view.payee_tries == 5


def test_a_new_payee_is_known_by_its_words():
    assert first(firm(), "osprey fuel") == "fuel"
    assert first(firm(), "rose lane bakery") == "meals"


def test_a_payee_of_unknown_words_gets_the_accounts_used_most():
    view = firm().view("quill")
    assert view.ranked[0].account_key == "repairs"
    assert view.payee_tries == view.opening_tries == 0


def test_what_is_taken_out_again_was_never_there():
    shared = firm()
    shared.add("quill", "stationery", 2)
    shared.subtract("quill", "stationery", 2)
    assert shared.view("quill") == firm().view("quill")
    assert shared.view("kestrel fuel") == firm().view("kestrel fuel")


def test_a_business_does_not_hear_its_own_echo():
    shared, own = firm(), SharedCounts()
    shared.add("kestrel fuel", "guests", 50)
    own.add("kestrel fuel", "guests", 50)
    assert first(shared, "kestrel fuel", own) == "fuel"
    assert shared.view("kestrel fuel", own) == firm().view("kestrel fuel")
