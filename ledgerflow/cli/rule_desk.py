"""`rule list`, `apply`, `export`, ...: work with the rules that are there.

Here: parsing and rendering. Not here: stating a rule (rules.py), what rules do (pipeline/rules).
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from ledgerflow.cli.console import clean, counted, money, one_line, say, table
from ledgerflow.cli.files import file_write, text_load
from ledgerflow.cli.options import BusinessOption, UserOption
from ledgerflow.cli.rules import preview_show
from ledgerflow.cli.setup import database_ready

RuleArgument = Annotated[int, typer.Argument(metavar="RULE", help="Its number in the list.")]

RULES_BYTES_MAX = 2_000_000
_JOINED = {"all": " and ", "any": " or ", "none": ", nor "}


def add_to(app: typer.Typer) -> None:
    """Hang these commands on `rule`."""
    for name, command in (
        ("list", rule_list),
        ("preview", rule_preview),
        ("apply", rule_apply),
        ("on", rule_on),
        ("off", rule_off),
        ("move", rule_move),
        ("remove", rule_remove),
        ("group", rule_group),
        ("export", rules_export),
        ("import", rules_import),
        ("proposed", rules_proposed),
        ("approve", rule_approve),
        ("discard", rule_discard),
    ):
        app.command(name)(command)


def rule_list(business: BusinessOption = "") -> None:
    """List the rules in the order they are tried."""
    database_ready()
    from ledgerflow.classification.models import Rule
    from ledgerflow.classification.selectors import rule_spec
    from ledgerflow.cli.desk import desk_open
    from ledgerflow.firms.access import working_in
    from ledgerflow.firms.models import Business
    from ledgerflow.pipeline.rules.preview import PlaceTexts
    from ledgerflow.pipeline.rules.stating import asked_of, bank_account_names

    place = desk_open(business).place
    with working_in(place):
        own = Business.objects.get(pk=place.business_id)
        banks, places = bank_account_names(own), PlaceTexts(own)
        found = Rule.objects.filter(business=own, is_proposed=False).select_related("group")
        rows = [
            [
                str(rule.pk),
                str(rule.order),
                rule.group.name if rule.group else "",
                rule.name,
                _when(rule.match, asked_of(rule, banks)),
                _does(rule, places.stored(rule)),
                _off(rule),
            ]
            for rule in sorted(found, key=lambda rule: rule_spec(rule).rank)
        ]
    columns = ["n", "order", "group", "rule", "when", "then", ""]
    table(columns, rows, right=("n", "order"))


def _when(match: str, conditions: Sequence[Any]) -> str:
    words = _JOINED[match].join(_words(asked) for asked in conditions)
    return f"not: {words}" if match == "none" else words


def _words(asked: tuple[str, str, Any]) -> str:
    field, op, value = asked
    return f"{field} {op} {' '.join(value) if isinstance(value, tuple) else value}"


def _does(rule: Any, place: str) -> str:
    parts = ["" if place == "–" else place]
    parts.append(f"payee {rule.payee_name}" if rule.payee_name else "")
    parts.append(f"tags {', '.join(rule.tags)}" if rule.tags else "")
    return "; ".join(part for part in parts if part)


def _off(rule: Any) -> str:
    if not rule.is_active:
        return "off"
    return "group off" if rule.group and not rule.group.is_active else ""


def rule_preview(rule: RuleArgument, business: BusinessOption = "") -> None:
    """Show which transactions a rule places, and what that would change."""
    database_ready()
    from ledgerflow.cli.desk import desk_open
    from ledgerflow.pipeline.rules.preview import saved_preview

    preview_show(saved_preview(desk_open(business).place, rule))


def rule_apply(rule: RuleArgument, business: BusinessOption = "", user: UserOption = "") -> None:
    """Decide by a rule what waits and what the policy decided otherwise; one batch."""
    database_ready()
    from ledgerflow.cli.desk import desk_open
    from ledgerflow.pipeline.rules import applying

    desk = desk_open(business, user, writes=True)
    applied = applying.rule_apply(desk.place, rule, user_id=desk.user_id)
    batched = f" (batch {applied.batch_id})" if applied.batch_id else ""
    say(f"Decided by the rule: {counted(applied.done, 'transaction')}{batched}.")
    say(f"  {applied.anew} of them the policy had decided otherwise before.")
    say(f"  {applied.kept} stay as a person decided them.")
    if applied.unproved:
        say(f"  {applied.unproved} wait with the suggestion: no statement proves them.")
    for change, error in applied.blocked:
        amount = money(change.facts.amount, change.facts.currency)
        say(f"  blocked: {change.facts.date} {amount} {one_line(change.facts.description)}:"
            f" {error.message} {error.hint}")  # fmt: skip
    if applied.batch_id:
        say(f"`ledgerflow undo {applied.batch_id}` takes all of it back.")


def rule_on(rule: RuleArgument, business: BusinessOption = "", user: UserOption = "") -> None:
    """Switch a rule on."""
    _changed(rule, business, user, "rule_switch", "on", active=True)


def rule_off(rule: RuleArgument, business: BusinessOption = "", user: UserOption = "") -> None:
    """Switch a rule off; what it placed stays."""
    _changed(rule, business, user, "rule_switch", "off", active=False)


def rule_approve(rule: RuleArgument, business: BusinessOption = "", user: UserOption = "") -> None:
    """Take a proposed rule on."""
    _changed(rule, business, user, "rule_approve", "a rule from now on")


def rule_discard(rule: RuleArgument, business: BusinessOption = "", user: UserOption = "") -> None:
    """Turn a proposed rule down."""
    _changed(rule, business, user, "rule_discard", "discarded")


def rule_remove(rule: RuleArgument, business: BusinessOption = "", user: UserOption = "") -> None:
    """Take a rule away; what it placed stays."""
    _changed(rule, business, user, "rule_remove", "gone")


def rule_move(
    rule: RuleArgument,
    order: Annotated[int, typer.Option(min=0, help="Lower is tried earlier.")] = 100,
    group: Annotated[str, typer.Option(help="The group; none if left out.")] = "",
    business: BusinessOption = "",
    user: UserOption = "",
) -> None:
    """Give a rule another place in the order."""
    _changed(rule, business, user, "rule_move", "moved", group=group, order=order)


def _changed(number: int, business: str, user: str, service: str, done: str, **given: Any) -> None:
    """One service of a rule, called and told."""
    database_ready()
    from ledgerflow.classification import rule_services
    from ledgerflow.cli.desk import desk_open
    from ledgerflow.firms.access import working_in
    from ledgerflow.firms.models import Business
    from ledgerflow.pipeline.rules.stating import group_of, rule_find

    desk = desk_open(business, user, writes=True)
    with working_in(desk.place, desk.user_id):
        own = Business.objects.get(pk=desk.place.business_id)
        rule = rule_find(own, number)
        if "group" in given:
            given["group"] = group_of(own, given["group"])
        getattr(rule_services, service)(rule=rule, **given)
    say(f"Rule {number} “{rule.name}” is {done}.")


def rule_group(
    name: Annotated[str, typer.Argument(help="The group's name; it is made if it is new.")],
    order: Annotated[int | None, typer.Option(min=0, help="Lower is tried earlier.")] = None,
    active: Annotated[
        bool | None, typer.Option("--on/--off", help="Switch all its rules on or off.")
    ] = None,
    business: BusinessOption = "",
    user: UserOption = "",
) -> None:
    """Make a group of rules, or order and switch one."""
    database_ready()
    from ledgerflow.classification.rule_services import group_save
    from ledgerflow.cli.desk import desk_open
    from ledgerflow.firms.access import working_in
    from ledgerflow.firms.models import Business

    desk = desk_open(business, user, writes=True)
    with working_in(desk.place, desk.user_id):
        own = Business.objects.get(pk=desk.place.business_id)
        group = group_save(business=own, name=name, order=order, active=active)
    say(f"Group “{group.name}”: order {group.order}, {'on' if group.is_active else 'off'}.")


def rules_export(
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Into this file instead.")
    ] = None,
    business: BusinessOption = "",
) -> None:
    """Write all rules to standard output, as text to edit or keep (YAML)."""
    database_ready()
    from ledgerflow.cli.desk import desk_open
    from ledgerflow.pipeline.rules import files

    text = files.rules_export(desk_open(business).place)
    if out is None:
        typer.echo(text, nl=False)
    else:
        file_write(out, text)


def rules_import(
    file: Annotated[Path, typer.Argument(help="A text of rules, as `rule export` writes it.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be.")] = False,
    business: BusinessOption = "",
    user: UserOption = "",
) -> None:
    """Add and change rules as a text says, all or none; others stay."""
    text = text_load(file, RULES_BYTES_MAX)
    database_ready()
    from ledgerflow.cli.desk import desk_open
    from ledgerflow.pipeline.rules import files

    desk = desk_open(business, user, writes=True)
    done = files.rules_import(desk.place, text, dry_run=dry_run, user_id=desk.user_id)
    for label, names in (("added", done.added), ("changed", done.changed)):
        for name in names:
            say(f"  {label}: {clean(name)}")
    would = "It would be: " if dry_run else ""
    say(f"{would}{len(done.added)} added, {len(done.changed)} changed, {len(done.same)} as before.")


def rules_proposed(business: BusinessOption = "", user: UserOption = "") -> None:
    """Look for decisions that repeat, and list the rules that they propose."""
    database_ready()
    from ledgerflow.cli.desk import desk_open
    from ledgerflow.firms.access import working_in
    from ledgerflow.firms.models import Business
    from ledgerflow.pipeline.rules import proposals

    desk = desk_open(business, user, writes=True)
    proposals.rules_look(desk.place, user_id=desk.user_id)
    with working_in(desk.place, desk.user_id):
        found = proposals.proposed(Business.objects.get(pk=desk.place.business_id))
        people = proposals.people_behind(found)
        rows = [
            [
                str(r.pk),
                r.evidence["payee_key"],
                str(r.account),
                r.evidence["reason"],
                ", ".join(people.get(pk, "?") for pk in r.evidence["users"]),
            ]
            for r in found
        ]
    if not rows:
        say("No decisions repeat often enough for a rule.")
        return
    table(["n", "payee", "account", "why", "decided by"], rows, right=("n",))
    say("None of them is active: `ledgerflow rule approve N` or `ledgerflow rule discard N`.")
