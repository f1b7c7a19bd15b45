"""Directives that change what postings mean."""

import pytest

from ledgerflow.interchange.journals.faults import Faults
from ledgerflow.interchange.journals.hledger.amounts import Money, NoAmount
from ledgerflow.interchange.journals.hledger.directives import Directives
from ledgerflow.interchange.journals.hledger.records import Journal


@pytest.fixture
def directives():
    return Directives(Journal(), Faults(), Money(Faults(), "USD"))


def test_aliases_come_after_the_applied_account(directives):
    directives.read(1, "alias checking = assets:bank")
    directives.read(2, "apply account biz")
    assert directives.renamed("checking") == "biz:checking"
    directives.read(3, "alias biz:checking = assets:bank:biz")
    assert directives.renamed("checking:sub") == "assets:bank:biz:sub"
    directives.read(4, "end aliases")
    directives.read(5, "end apply account")
    assert directives.renamed("checking") == "checking"


def test_accounts_carry_their_type_and_short_names(directives):
    kind, _ = directives.read(1, "account assets:bank  ; type: Cash")
    directives.below(kind, 2, "alias chk")
    assert directives.journal.declared == {"assets:bank": (1, "asset")}
    assert directives.renamed("chk") == "assets:bank"


def test_years_blocks_and_samples(directives):
    assert directives.read(1, "Y 2023") == ("ignored", "")
    assert directives.year == 2023
    assert directives.read(2, "comment") == ("", "end comment")
    kind, _ = directives.read(3, "commodity EUR")
    directives.below(kind, 4, "format 1.000,00 EUR")
    assert directives.money.marks.number("1.000", "EUR") == 1000
    directives.read(5, "D $1,000.000")
    assert (directives.money.default, directives.money.fixed_precisions["USD"]) == ("USD", 3)


@pytest.mark.parametrize(
    "line", ["alias /a/ = b", "apply fixed EUR", "end apply account", "D nothing", "wobble"]
)
def test_what_cannot_be_followed(directives, line):
    with pytest.raises(NoAmount):
        directives.read(1, line)


def test_a_default_account_cannot_be_followed(directives):
    with pytest.raises(NoAmount):
        directives.below("account", 1, "default")
    directives.read(2, "!include other.journal")
    assert directives.faults.has_errors
