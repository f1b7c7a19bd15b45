"""`rule`: a person's rules, tried in order before any other classifier.

Here: parsing and rendering. Not here: matching (classification/rules.py).
"""

from decimal import Decimal
from typing import Annotated, Any

import typer

from ledgerflow.cli.console import say, table
from ledgerflow.cli.options import BusinessOption, UserOption
from ledgerflow.cli.review import share_of, suggestion_text
from ledgerflow.cli.setup import database_ready
from ledgerflow.core.errors import InputError

app = typer.Typer(help="Rules that place transactions.", no_args_is_help=True)


@app.command("add")
def rule_add(
    contains: Annotated[
        list[str] | None,
        typer.Option(metavar="TEXT", help="The description contains this; may be repeated."),
    ] = None,
    regex: Annotated[str, typer.Option(help="The description matches this expression.")] = "",
    direction: Annotated[str, typer.Option(metavar="in|out", help="Money in or money out.")] = "",
    on: Annotated[
        str, typer.Option("--on", metavar="ACCOUNT", help="Only on this bank account.")
    ] = "",
    to: Annotated[str, typer.Option(metavar="CODE", help="The account it goes to.")] = "",
    transfer: Annotated[
        bool, typer.Option("--transfer", help="It is a transfer between own accounts.")
    ] = False,
    share: Annotated[
        str, typer.Option(metavar="PERCENT", help="Business share; the rest is the owner's draw.")
    ] = "",
    payee: Annotated[str, typer.Option(help="The payee's proper name.")] = "",
    name: Annotated[str, typer.Option(help="What to call the rule.")] = "",
    order: Annotated[int, typer.Option(min=0, help="Lower is tried earlier.")] = 100,
    business: BusinessOption = "",
    user: UserOption = "",
) -> None:
    """Add a rule, and say what it would catch."""
    texts, percent = tuple(contains or ()), share_of(share)
    if not (texts or regex or direction or on):
        raise InputError(
            "The rule has no condition: it would catch everything.",
            code="rule_without_condition",
            hint="Add --contains TEXT, --regex, --direction or --on.",
        )
    database_ready()
    from ledgerflow.cli.desk import desk_open
    from ledgerflow.pipeline.rules import RuleWish, rule_open

    desk = desk_open(business, user, writes=True)
    wish = RuleWish(
        name=name or ", ".join((*texts, *(x for x in (regex, direction, on) if x))),
        contains=texts,
        regex=regex,
        direction=direction,
        bank_account=on,
        account=to,
        is_transfer=transfer,
        business_percent=Decimal(100) if percent is None else percent,
        payee_name=payee,
        order=order,
    )
    rule, caught = rule_open(desk.place, wish, user_id=desk.user_id)
    say(f"Rule {rule.pk} “{rule.name}” is added; it catches {caught} of what waits now.")
    say("`ledgerflow classify` uses it; `ledgerflow post` accepts what it places.")


@app.command("list")
def rule_list(business: BusinessOption = "") -> None:
    """List the rules in the order they are tried."""
    database_ready()
    from ledgerflow.classification.models import Rule
    from ledgerflow.cli.desk import desk_open
    from ledgerflow.firms.access import working_in

    place = desk_open(business).place
    with working_in(place):
        found = Rule.objects.filter(business_id=place.business_id).select_related("account")
        rows = [
            [
                str(rule.order),
                rule.name,
                f" {_JOINED[rule.match]} ".join(map(_condition, rule.conditions)),
                suggestion_text(rule),
                "" if rule.is_active else "off",
            ]
            for rule in found
        ]
    table(["order", "rule", "when", "then", ""], rows, right=("order",))


_JOINED = {"all": "and", "any": "or", "none": "nor"}


def _condition(condition: dict[str, Any]) -> str:
    return f"{condition['field']} {condition['op']} {condition['value']}"
