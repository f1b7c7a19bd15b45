"""Of a large business only the lines that a refund can be matched with are kept."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from ledgerflow.classification.payees import normalise
from ledgerflow.classification.refund_lines import keys_given_back, lines_both_ways
from ledgerflow.classification.refund_words import find_refund_word
from ledgerflow.classification.refunds import match_refunds
from tests.classification.test_refunds import CARD, CHECKING, SUPPLIES, moved

NAMES = ["HOME DEPOT", "AMZN MKTP", "AMAZON MARKETPLACE", "AMAZON PRIME", "SKY NEWS", "ACME"]
SAID = ["", " REFUND", " RETURN 4411", " BERLIN"]
ROWS = st.lists(
    st.tuples(
        st.sampled_from(NAMES),
        st.sampled_from(SAID),
        st.sampled_from([-50, -20, 20, 50]),
        st.integers(0, 140),
        st.sampled_from([CHECKING, CARD]),
        st.booleans(),
    ),
    max_size=14,
)


@given(ROWS)
def test_decided_money_of_other_payees_changes_nothing(given_rows):
    rows = []
    for number, (name, said, amount, day, account, is_decided) in enumerate(given_rows, 1):
        text = f"{name}{said}"
        rows.append(
            moved(
                number,
                str(amount),
                str(dt.date(2025, 1, 1) + dt.timedelta(day)),
                text.lower(),
                payee_key=normalise(text).key,
                bank_account_id=account,
                is_decided=is_decided,
                account_id=SUPPLIES if is_decided else None,
            )
        )
    back = [
        row for row in rows if not row.is_decided and (row.amount > 0 or find_refund_word(row.text))
    ]
    keys = keys_given_back(back)
    kept = lines_both_ways([(row.id, row.amount > 0, row.text) for row in rows], keys)
    left = [row for row in rows if not row.is_decided or row.id in kept]
    assert match_refunds(left) == match_refunds(rows)


def test_a_refund_may_belong_to_the_openings_of_its_name():
    one = moved(1, "5", "2025-03-01", payee_key="home depot online refund")
    other = moved(2, "5", "2025-03-01", payee_key="acme studio")
    assert keys_given_back([one, other]) == {"home depot", "home", "acme studio"}


def test_lines_of_payees_who_only_pay_are_left_out():
    lines = [(1, True, "ACME"), (2, True, "ACME"), (3, False, "HOME DEPOT"), (4, True, "HOMEDEPOT")]
    keys = ["acme", "home depot", "café"]
    assert lines_both_ways(lines, keys) == [3, 4]
    assert lines_both_ways([*lines, (5, False, "Café")], keys) == [3, 4, 5]
