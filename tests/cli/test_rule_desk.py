"""`rule list`, `apply`, `export` and the rest, as typed."""

import pytest

from ledgerflow.classification.models import Rule


@pytest.fixture
def rule(cli, imported):
    """The number of a rule for coffee."""
    cli("rule", "add", "--contains", "COFFEE", "--to", "6190", "--name", "Coffee")
    with imported.scope():
        return Rule.objects.get().pk


def test_a_rule_is_applied_and_the_batch_named(cli, rule):
    done = cli("rule", "apply", rule)
    assert done.code == 0, done
    assert "Decided by the rule: 2 transactions" in done.text
    batch = done.text.partition("`ledgerflow undo ")[2].partition("`")[0]
    assert cli("undo", batch).code == 0
    assert "it catches 2" in cli("rule", "preview", rule).text


def test_rules_are_switched_moved_grouped_and_removed(cli, rule):
    assert "is off" in cli("rule", "off", rule).text
    assert cli("rule", "apply", rule).code == 4
    assert "is on" in cli("rule", "on", rule).text
    assert "moved" in cli("rule", "move", rule, "--group", "Daily", "--order", "3").text
    assert "order 9, off" in cli("rule", "group", "Daily", "--order", "9", "--off").text
    assert "group off" in cli("rule", "list").text
    assert "is gone" in cli("rule", "remove", rule).text
    assert cli("rule", "preview", rule).code == 6


def test_rules_go_out_as_text_and_come_in_again(cli, rule, tmp_path):
    path = tmp_path / "rules.yaml"
    path.write_text(cli("rule", "export").out)
    assert "0 added, 0 changed, 1 as before" in cli("rule", "import", path).text
    cli("rule", "remove", rule)
    assert "It would be: 1 added" in cli("rule", "import", path, "--dry-run").text
    assert "1 added" in cli("rule", "import", path).text


def test_a_text_that_is_none_is_refused_with_its_line(cli, imported, tmp_path, row_counts):
    path, before = tmp_path / "rules.yaml", row_counts()
    path.write_text("rules:\n  - name: A\n    colour: red\n")
    done = cli("rule", "import", path)
    assert (done.code, "line 3" in done.text) == (2, True), done
    path.write_bytes(b"\xff\xfe")
    assert cli("rule", "import", path).code == 2
    assert row_counts() == before


def test_nothing_repeats_yet(cli, imported):
    done = cli("rule", "proposed")
    assert (done.code, "No decisions repeat" in done.text) == (0, True), done


def test_a_rule_of_what_must_not_be_is_listed_as_such(cli, imported):
    cli("rule", "add", "--contains", "COFFEE", "--match", "none", "--to", "6190")
    assert "not: description contains COFFEE" in cli("rule", "list").text
