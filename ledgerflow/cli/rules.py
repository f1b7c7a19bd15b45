"""`rule add`: stating a rule, seeing first what it would change.

Here: parsing and rendering one rule. Not here: the rules that are there (rule_desk.py), matching
(classification/rules.py).
"""

from decimal import Decimal
from typing import Annotated, Any

import typer

from ledgerflow.cli.console import clean, counted, money, one_line, say, table
from ledgerflow.cli.options import BusinessOption, UserOption
from ledgerflow.cli.review import share_of
from ledgerflow.cli.setup import database_ready
from ledgerflow.core.errors import InputError

app = typer.Typer(help="Rules that place transactions.", no_args_is_help=True)

ROWS_SHOWN = 20

CONDITION_HELP = "FIELD OPERATOR VALUE, such as 'amount between 10 20'; may be repeated."


Texts = list[str] | None

Contains = Annotated[
    Texts, typer.Option(metavar="TEXT", help="The description contains this; may be repeated.")
]
Regex = Annotated[str, typer.Option(help="The description matches this expression.")]
Direction = Annotated[str, typer.Option(metavar="in|out", help="Money in or money out.")]
On = Annotated[str, typer.Option("--on", metavar="ACCOUNT", help="Only on this bank account.")]
When = Annotated[Texts, typer.Option(metavar="CONDITION", help=CONDITION_HELP)]
Match = Annotated[str, typer.Option(metavar="all|any|none", help="How many conditions must hold.")]
To = Annotated[str, typer.Option(metavar="CODE", help="The account it goes to.")]
Split = Annotated[
    Texts, typer.Option(metavar="CODE=SIZE", help="A part: 6110=60%, 6120=12.50 or 6130=rest.")
]
Transfer = Annotated[
    bool, typer.Option("--transfer", help="It is a transfer between own accounts.")
]
Exclude = Annotated[bool, typer.Option("--exclude", help="It is not to be booked at all.")]
Share = Annotated[
    str, typer.Option(metavar="PERCENT", help="Business share; the rest is the owner's draw.")
]
PayeeName = Annotated[str, typer.Option(help="The payee's proper name.")]
Tag = Annotated[Texts, typer.Option(help="A tag; may be repeated.")]
Name = Annotated[str, typer.Option(help="What to call the rule.")]
Order = Annotated[int, typer.Option(min=0, help="Lower is tried earlier.")]
Group = Annotated[str, typer.Option(help="The group of rules it belongs to.")]
InsteadOf = Annotated[
    int, typer.Option("--instead-of", metavar="RULE", help="Change this rule to say this.")
]
Preview = Annotated[bool, typer.Option("--preview", help="Only show what would change.")]


@app.command("add")
def rule_add(
    contains: Contains = None,
    regex: Regex = "",
    direction: Direction = "",
    on: On = "",
    when: When = None,
    match: Match = "all",
    to: To = "",
    split: Split = None,
    transfer: Transfer = False,
    exclude: Exclude = False,
    share: Share = "",
    payee: PayeeName = "",
    tag: Tag = None,
    name: Name = "",
    order: Order = 100,
    group: Group = "",
    instead_of: InsteadOf = 0,
    preview: Preview = False,
    business: BusinessOption = "",
    user: UserOption = "",
) -> None:
    """Add a rule (or change one), and say what it would catch."""
    texts, percent = tuple(contains or ()), share_of(share)
    if not (texts or regex or direction or on or when):
        raise InputError(
            "The rule has no condition: it would catch everything.",
            code="rule_without_condition",
            hint="Add --contains TEXT, --regex, --direction, --on or --when.",
        )
    database_ready()
    from ledgerflow.classification.sharetext import share_read
    from ledgerflow.cli.desk import desk_open
    from ledgerflow.pipeline.rules.stating import RuleWish, when_read

    desk = desk_open(business, user, writes=not preview)
    wish = RuleWish(
        name=name or ", ".join((*texts, *(x for x in (regex, direction, on, *(when or ())) if x))),
        contains=texts,
        regex=regex,
        direction=direction,
        bank_account=on,
        when=tuple(when_read(text) for text in when or ()),
        match=match,
        account=to,
        splits=tuple(share_read(text) for text in split or ()),
        is_transfer=transfer,
        is_exclusion=exclude,
        business_percent=Decimal(100) if percent is None else percent,
        payee_name=payee,
        tags=tuple(tag or ()),
        order=order,
        group=group,
    )
    _take(desk, wish, instead_of, only_look=preview)


def _take(desk: Any, wish: Any, instead_of: int, *, only_look: bool) -> None:
    """Preview the wish, or make it a rule and say what it catches."""
    from ledgerflow.pipeline.rules.preview import rule_preview, saved_preview
    from ledgerflow.pipeline.rules.stating import rule_open, rule_restate

    if only_look:
        known = instead_of or None
        preview_show(rule_preview(desk.place, wish, rule_id=known, user_id=desk.user_id))
        return
    if instead_of:
        rule = rule_restate(desk.place, instead_of, wish, user_id=desk.user_id)
        done = f"says this from now on (version {rule.version})"
    else:
        rule = rule_open(desk.place, wish, user_id=desk.user_id)
        done = "is added"
    found = saved_preview(desk.place, rule.pk, user_id=desk.user_id)
    say(f"Rule {rule.pk} “{rule.name}” {done}; it catches {found.count('waiting')} of what waits.")
    say(
        "`ledgerflow classify` uses it and `ledgerflow post` accepts what it places;"
        f" `ledgerflow rule apply {rule.pk}` also takes what the policy decided otherwise."
    )


def preview_show(found: Any) -> None:
    """A preview: counts, then the first transactions that would change."""
    waiting, policy = found.count("waiting", changing=True), found.count("policy", changing=True)
    say(f"Of {counted(found.looked_at, 'transaction')} it catches {found.matched}:")
    say(f"  {waiting} that wait would get another suggestion,")
    say(f"  {policy} that the policy decided would be decided anew by `rule apply`,")
    alike = found.matched - waiting - policy - found.count("person")
    say(f"  {alike} stay as they are, for they go there already,")
    say(f"  {found.count('person')} were decided by a person and are never touched.")
    if found.ahead:
        say(f"  {found.ahead} more fit, but an earlier rule places them.")
    changing = [change for change in found.changes if change.changes]
    if not changing:
        return
    rows = [
        [
            c.facts.date.isoformat(),
            money(c.facts.amount, c.facts.currency),
            one_line(c.facts.description, 34),
            c.state,
            clean(c.now),
            clean(c.then),
        ]
        for c in changing[:ROWS_SHOWN]
    ]
    table(["date", "amount", "description", "state", "now", "then"], rows, right=("amount",))
    if len(changing) > ROWS_SHOWN:
        say(f"and {len(changing) - ROWS_SHOWN} more.")
