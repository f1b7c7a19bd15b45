"""`rule`: stating one, and what is refused."""

from decimal import Decimal

import pytest

from ledgerflow.classification.models import Rule


def test_a_rule_holds_all_that_was_said(cli, imported):
    done = cli(
        *("rule", "add", "--contains", "HOME DEPOT", "--direction", "out", "--on", "Checking"),
        *("--to", "6150", "--share", "80", "--payee", "Home Depot", "--order", "10"),
    )
    assert done.code == 0, done
    assert "catches 1 of what waits" in done.out
    with imported.scope():
        rule = Rule.objects.select_related("account").get()
    assert (rule.account.code, rule.business_percent, rule.order) == ("6150", Decimal(80), 10)
    assert [c["field"] for c in rule.conditions] == ["description", "direction", "account"]
    listed = cli("rule", "list")
    assert "description contains HOME" in listed.text
    assert "80 %" in listed.out


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (("--to", "6150"), 2, "has no condition"),
        (("--contains", "X"), 5, "sets nothing"),
        (("--contains", "X", "--to", "none such"), 2, "no account 'none such'"),
        (("--contains", "X", "--to", "6150", "--direction", "up"), 2, "direction"),
        (("--regex", "(", "--to", "6150"), 5, ""),
        (("--contains", "X", "--to", "6150", "--transfer"), 5, "more than one place"),
        (("--contains", "X", "--to", "6150", "--share", "-1"), 2, "not possible"),
        (("--contains", "X", "--to", "6150", "--on", "Nowhere"), 2, "no bank account"),
        (("--when", "amount between 10", "--to", "6150"), 2, "list must hold two values"),
        (("--when", "nose", "--to", "6150"), 2, "is no condition"),
        (("--contains", "X", "--split", "6150=60%", "--split", "6190=50%"), 5, "110 %"),
        (("--contains", "X", "--split", "6150"), 2, "no part of a split"),
        (("--contains", "X", "--to", "6150", "--instead-of", "999"), 6, "no rule 999"),
    ],
)
def test_a_rule_that_does_not_do_is_not_added(cli, imported, row_counts, options, code, said):
    before = row_counts()
    done = cli("rule", "add", *options)
    assert (done.code, said in done.text) == (code, True), done
    assert row_counts() == before


def test_a_preview_says_what_would_change_and_keeps_nothing(cli, imported, row_counts):
    before = row_counts()
    done = cli("rule", "add", "--contains", "COFFEE", "--to", "6150", "--preview")
    assert done.code == 0, done
    assert "it catches 2" in done.text
    assert "COFFEE BAR" in done.out
    assert row_counts() == before


def test_a_rule_is_changed_in_its_place(cli, imported):
    cli("rule", "add", "--contains", "COFFEE", "--to", "6190", "--name", "Coffee")
    with imported.scope():
        rule = Rule.objects.get()
    done = cli(
        *("rule", "add", "--contains", "COFFEE", "--split", "6190=50%", "--split", "6150=rest"),
        *("--name", "Coffee", "--tag", "Daily", "--instead-of", rule.pk),
    )
    assert "version 2" in done.text
    listed = cli("rule", "list").text
    assert "split:" in listed
    assert "tags daily" in listed
