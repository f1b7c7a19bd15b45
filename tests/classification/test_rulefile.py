"""Rules as text: what is written reads back the same, every fault comes with its line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgerflow.classification.rulefile import (
    ConditionText,
    GroupText,
    PartText,
    RuleText,
    rules_read,
    rules_write,
)

TEXT = """\
groups:
  - {name: Fixed costs, order: 10}
rules:
  - name: Rent
    group: Fixed costs
    when: any
    conditions:
      - description contains: OLD MILL STUDIOS
      - amount between: [100, 900.50]
    then: {account: "6140", payee: Old Mill Studios, tags: [rent]}
  - name: Van
    conditions: [{payee equals: shell}]
    then:
      split:
        - {account: "6020", share: 60}
        - {account: "3200", note: private}
    active: no
"""


def test_a_text_is_read_as_it_stands() -> None:
    found = rules_read(TEXT)
    assert found.faults == ()
    assert found.groups == (GroupText(2, "Fixed costs", "10"),)
    rent, van = found.rules
    assert rent.conditions[1] == ConditionText(9, "amount", "between", ("100", "900.50"))
    assert (rent.match, rent.account, rent.tags, rent.active) == ("any", "6140", ("rent",), True)
    assert [part.share for part in van.splits] == ["60", ""]
    assert (van.active, van.line) == (False, 11)


words = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=9)
conditions = st.builds(
    ConditionText, st.just(0), st.sampled_from(["description", "payee"]), st.just("contains"), words
)
rules = st.builds(
    RuleText,
    name=words,
    group=st.sampled_from(["", "Fixed"]),
    order=st.integers(0, 9999).map(str),
    match=st.sampled_from(["all", "any", "none"]),
    conditions=st.lists(conditions, min_size=1, max_size=3).map(tuple),
    account=words,
    payee=st.one_of(st.just(""), words),
    business_share=st.sampled_from(["100", "62.5"]),
    splits=st.lists(
        st.builds(PartText, st.just(0), words, st.sampled_from(["", "40"])), max_size=2
    ).map(tuple),
    tags=st.lists(words, max_size=2).map(tuple),
    active=st.booleans(),
)


@given(st.lists(rules, max_size=4, unique_by=lambda rule: (rule.group, rule.name)))
def test_what_is_written_reads_back_the_same(written: list[RuleText]) -> None:
    found = rules_read(rules_write([GroupText(0, "Fixed", "5")], written))
    assert found.faults == ()
    again = rules_write([GroupText(0, "Fixed", "5")], found.rules)
    assert again == rules_write([GroupText(0, "Fixed", "5")], written)
    assert [rule.name for rule in found.rules] == [rule.name for rule in written]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("rules: [", "line 1"),
        ("- a\n", "no table of groups, rules"),
        ("a: &x 1\nb: *x\n", "Anchors and aliases"),
        ("rules: " + "[" * 40 + "]" * 40, "nested too deeply"),
        ("rules:\n  - then: {account: '1'}\n", "line 2: A rule has no name"),
        ("rules:\n  - name: A\n    colour: red\n", "line 3: A rule has nothing called “colour”"),
        ("rules:\n  - {name: A, conditions: [x], then: {tags: [a]}}\n", "A condition is written"),
        (
            "rules:\n  - {name: A, then: {tags: [a]}}\n  - {name: A, then: {tags: [b]}}\n",
            "line 3: There is a rule “A” already, in line 2",
        ),
        ("rules:\n  - {name: A, then: {transfer: perhaps}}\n", "not “perhaps”"),
        ("x" * 2_000_001, "longer than"),
    ],
)
def test_what_cannot_be_read_says_where_and_why(text: str, says: str) -> None:
    assert says in "; ".join(map(str, rules_read(text).faults))


def test_all_faults_come_together() -> None:
    text = "rules:\n  - {name: A, then: 1}\n  - {name: B, order: [1], then: {tags: [a]}}\n"
    assert [fault.line for fault in rules_read(text).faults] == [2, 3]
