"""What looks like QIF, and what its headers announce."""

import pytest

from ledgerflow.statements.formats.qif_text import ends_account_list, looks_like_qif, section_of


@pytest.mark.parametrize(
    "text",
    [
        "!Type:Bank\n",
        "\ufeff\n# a comment\n^\n!account\nNx\n",
        "! Type : CCard\n",
        "!Option:AutoSwitch\n",
        "D1/2/25\nT-5.00\nPx\n^\n",
    ],
)
def test_headers_and_bare_rows_are_qif(text):
    assert looks_like_qif(text)


@pytest.mark.parametrize(
    "text",
    ["", "# only a comment", "Dear Sir\n^\n", "D1/2/25\nT-5.00\n", "T5\n^\n", "x\n!Type:Bank\n"],
)
def test_other_text_is_not(text):
    assert not looks_like_qif(text)


@pytest.mark.parametrize(
    ("header", "kind", "account_kind"),
    [
        ("!Type:Bank", "rows", "checking"),
        ("!TYPE:oth  l", "rows", "loan"),
        ("!Type:CCard ", "rows", "card"),
        ("!Type:Invst", "trades", "investment"),
        ("!Type:Cat", "list", ""),
        ("!Account", "accounts", ""),
        ("!Option:AutoSwitch", "list", ""),
        ("!Type:Girokonto", "unknown", ""),
        ("!Anything", "unknown", ""),
    ],
)
def test_a_header_opens_its_section(header, kind, account_kind):
    section = section_of(header, 1)
    assert (section.kind, section.account_kind) == (kind, account_kind)


def test_a_list_of_accounts_ends_with_its_clear_header():
    assert ends_account_list("!Clear:AutoSwitch")
    assert not ends_account_list("!Option:AutoSwitch")
