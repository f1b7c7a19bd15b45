"""Rules as a text that people edit (YAML), and back; pure.

Here: the shape of the text, reading it with every fault and its line, writing it. Not here: which
accounts exist (rule_importing.py), or what a rule may say (rules.py, conditions.py).

    groups:
      - {name: Fixed costs, order: 10, active: true}
    rules:
      - name: Rent
        group: Fixed costs
        when: all
        conditions:
          - description contains: OLD MILL STUDIOS
          - amount between: [100, 900]
        then: {account: "6140", payee: Old Mill Studios, tags: [rent]}

Scalars are taken as the text that stands there, so that no amount passes through a float. Anchors
and aliases are refused: a small text could stand for a huge one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import yaml

from ledgerflow.classification.rulenodes import Fault, Reader, Table, texts_of

MAX_BYTES = 2_000_000
MAX_DEPTH = 12

RULE_KEYS: Final = ("name", "group", "order", "when", "conditions", "then", "active")
THEN_KEYS: Final = (
    *("account", "payee", "business_share", "transfer", "exclude", "split", "tags"),
)
PART_KEYS: Final = ("account", "share", "amount", "note")
GROUP_KEYS: Final = ("name", "order", "active")


@dataclass(frozen=True, slots=True)
class ConditionText:
    """`field op value` as written; `value` a text or two of them."""

    line: int
    field: str
    op: str
    value: str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PartText:
    """A part of a split: of `share` percent, of `amount`, or the rest where both are ""."""

    line: int
    account: str
    share: str = ""
    amount: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleText:
    """A rule in words: accounts by code, key or name, bank accounts by name, numbers as text."""

    line: int = 0
    name: str
    group: str = ""
    order: str = "100"
    match: str = "all"
    conditions: tuple[ConditionText, ...]
    account: str = ""
    payee: str = ""
    business_share: str = "100"
    transfer: bool = False
    exclude: bool = False
    splits: tuple[PartText, ...] = ()
    tags: tuple[str, ...] = ()
    active: bool = True


@dataclass(frozen=True, slots=True)
class GroupText:
    """A group of rules."""

    line: int
    name: str
    order: str = "100"
    active: bool = True


@dataclass(frozen=True, slots=True)
class RuleFile:
    """What a text says; nothing of it is to be used while there are faults."""

    groups: tuple[GroupText, ...] = ()
    rules: tuple[RuleText, ...] = ()
    faults: tuple[Fault, ...] = field(default=())


def rules_read(text: str) -> RuleFile:
    """Read a text of rules; all its faults together, each with its line."""
    if len(text.encode()) > MAX_BYTES:
        return _refused(f"The text is longer than {MAX_BYTES:,} bytes.", "Split it.")
    try:
        refusal = _refusal(yaml.parse(text, yaml.SafeLoader))
        root = None if refusal else yaml.compose(text, yaml.SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        said = getattr(error, "problem", None) or "it is no YAML"
        return _refused(
            f"The text cannot be read: {said}.",
            "Indent with spaces and put texts with : or # into quotes.",
            mark.line + 1 if mark else 0,
        )
    except RecursionError:
        return _refused(*_TOO_DEEP)
    if refusal is not None:
        return RuleFile(faults=(refusal,))
    reader = Reader()
    whole = reader.table(root, "The text", ("groups", "rules"))
    if whole is None:
        return RuleFile(faults=tuple(reader.faults))
    groups = tuple(_groups(reader, whole))
    rules = tuple(_rules(reader, whole))
    _names_once(reader, groups, rules)
    return RuleFile(groups, rules, tuple(reader.faults))


_TOO_DEEP = ("The text is nested too deeply for rules.", "Rules need five levels.")


def _refused(message: str, hint: str, line: int = 0) -> RuleFile:
    return RuleFile(faults=(Fault(line, message, hint),))


def _refusal(events: Iterator[Any]) -> Fault | None:
    depth = 0
    for event in events:
        line = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            return Fault(line, "Anchors and aliases (& and *) are not taken.", "Write it out.")
        if isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            depth += 1
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            depth -= 1
        if depth > MAX_DEPTH:
            return Fault(line, *_TOO_DEEP)
    return None


def _groups(reader: Reader, whole: Table) -> Iterator[GroupText]:
    for node in reader.items(whole, "groups"):
        table = reader.table(node, "A group", GROUP_KEYS)
        name = reader.text(table, "name", needed=True) if table else ""
        if table and name:
            order = reader.text(table, "order") or "100"
            yield GroupText(table.line, name, order, reader.flag(table, "active", default=True))


def _rules(reader: Reader, whole: Table) -> Iterator[RuleText]:
    for node in reader.items(whole, "rules"):
        table = reader.table(node, "A rule", RULE_KEYS)
        if table is None:
            continue
        name = reader.text(table, "name", needed=True)
        then = reader.table(table.values.get("then"), f"then of rule “{name}”", THEN_KEYS)
        conditions = tuple(_conditions(reader, table))
        if then is None or not name:
            continue
        yield RuleText(
            line=table.line,
            name=name,
            group=reader.text(table, "group"),
            order=reader.text(table, "order") or "100",
            match=reader.text(table, "when") or "all",
            conditions=conditions,
            account=reader.text(then, "account"),
            payee=reader.text(then, "payee"),
            business_share=reader.text(then, "business_share") or "100",
            transfer=reader.flag(then, "transfer", default=False),
            exclude=reader.flag(then, "exclude", default=False),
            splits=tuple(_parts(reader, then)),
            tags=texts_of(reader, then, "tags"),
            active=reader.flag(table, "active", default=True),
        )


def _conditions(reader: Reader, table: Table) -> Iterator[ConditionText]:
    for node in reader.items(table, "conditions"):
        pair = reader.single(node, "A condition", "description contains: RENT")
        if pair is None:
            continue
        asked, _, op = pair.key.partition(" ")
        yield ConditionText(pair.line, asked, op.strip(), reader.value(pair))


def _parts(reader: Reader, then: Table) -> Iterator[PartText]:
    for node in reader.items(then, "split"):
        part = reader.table(node, "A part of a split", PART_KEYS)
        account = reader.text(part, "account", needed=True) if part else ""
        if part and account:
            said = [reader.text(part, key) for key in ("share", "amount", "note")]
            yield PartText(part.line, account, *said)


def _names_once(reader: Reader, groups: Sequence[GroupText], rules: Sequence[RuleText]) -> None:
    seen: dict[tuple[str, str], int] = {}
    named: list[tuple[str, GroupText | RuleText]] = [
        *(("group", group) for group in groups),
        *((f"rule of group “{rule.group}”" if rule.group else "rule", rule) for rule in rules),
    ]
    for what, one in named:
        first = seen.setdefault((what, one.name), one.line)
        if first != one.line:
            reader.fault(
                one.line,
                f"There is a {what} “{one.name}” already, in line {first}.",
                "Give each its own name.",
            )


def rules_write(groups: Sequence[GroupText], rules: Sequence[RuleText]) -> str:
    """The text of these groups and rules; what is as usual is left out."""
    whole = {"groups": [_group_out(g) for g in groups], "rules": [_rule_out(r) for r in rules]}
    return str(yaml.safe_dump(whole, sort_keys=False, allow_unicode=True, width=100))


def _group_out(group: GroupText) -> dict[str, Any]:
    return {"name": group.name, "order": int(group.order)} | _inactive(group.active)


def _rule_out(rule: RuleText) -> dict[str, Any]:
    out: dict[str, Any] = {"name": rule.name}
    out |= {"group": rule.group} if rule.group else {}
    out |= {"order": int(rule.order), "when": rule.match}
    out["conditions"] = [
        {f"{c.field} {c.op}": c.value if isinstance(c.value, str) else list(c.value)}
        for c in rule.conditions
    ]
    then: dict[str, Any] = {
        "account": rule.account,
        "payee": rule.payee,
        "business_share": "" if rule.business_share == "100" else rule.business_share,
        "transfer": rule.transfer,
        "exclude": rule.exclude,
        "split": [_part_out(part) for part in rule.splits],
        "tags": list(rule.tags),
    }
    out["then"] = {key: value for key, value in then.items() if value}
    return out | _inactive(rule.active)


def _part_out(part: PartText) -> dict[str, str]:
    said = {"account": part.account, "share": part.share, "amount": part.amount, "note": part.note}
    return {key: value for key, value in said.items() if value}


def _inactive(active: bool) -> dict[str, bool]:
    return {} if active else {"active": False}
