"""Texts that cannot be of a payee are left out; none that can be is."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ledgerflow.classification import payee_patterns as patterns
from ledgerflow.classification.payee_origins import form_of, may_be_of, stand_in, words_for
from ledgerflow.classification.payees import normalise

SPELLED = [
    *(opening for opening, _, _ in patterns.SPELLINGS),
    *patterns.WORD_SPELLINGS,
    *patterns.LAST_WORD_SPELLINGS,
    *patterns.GLUED_BRANDS,
]
PIECES = st.one_of(
    st.sampled_from(SPELLED),
    st.sampled_from(["SQ *", "PAYPAL *", "PURCHASE ", "REFUND", "12/03", "#4411", "'", "S", "/"]),
    st.sampled_from(["www.", "https://", ".com", ".co.uk/help", "BERLIN", "NEW YORK NY", "INC"]),
    st.text("abcs019&./*-' ", max_size=8),
)
TEXTS = st.lists(st.tuples(PIECES, st.sampled_from(["", " "])), max_size=7).map(
    lambda parts: "".join(piece + gap for piece, gap in parts)
)


@given(TEXTS, TEXTS)
@example("AMZN MKTP CA*M04QX17B1", "")
@example("avgwww.avg.com", "")
@example("MCDONALD 12/03/2024 S", "")
@example("TST* JOE'S PIZZA BROOKLYN NY", "PAYPAL")
@example("COSTCO4411", "")
def test_a_text_holds_the_words_of_its_own_payee(description, counterparty):
    key, text = normalise(description, counterparty).key, f"{description} {counterparty}"
    if key:
        assert may_be_of(key, form_of(text)), (key, text)
        looked_in = re.sub("[^a-z0-9]", "", text.lower())
        assert any(stand_in(words, looked_in) for words in words_for([key])), (key, text)


@pytest.mark.parametrize(
    ("key", "text", "may_be"),
    [
        ("clearbrook retail", "CARD PAYMENT CLEARBROOK RETAIL 0412", True),
        ("clearbrook retail", "RETAIL CLEARBROOK", False),
        ("clearbrook retail", "CLEARBROOK SUPPLIES", False),
        ("joes pizza", "JOE'S PIZZA", True),
        ("amazon marketplace", "AMZN MKTP US*2K1", True),
        ("amazon marketplace", "HOME DEPOT", False),
        ("home depot", "www.homedepot.com", True),
        ("backerei kruger", "Bäckerei Krüger GmbH", True),
        ("кафе", "КАФЕ", False),
    ],
)
def test_texts_that_cannot_be_of_a_payee_are_told_apart(key, text, may_be):
    assert may_be_of(key, form_of(text)) is may_be
