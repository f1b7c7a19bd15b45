"""`firm`, `user`, `business`: setting up who keeps whose books.

Here: parsing and one call each. Not here: the writes (firms/, ledger/).
"""

import sys
from typing import Annotated

import typer

from ledgerflow.cli.console import say, table
from ledgerflow.cli.options import UserOption
from ledgerflow.cli.setup import database_ready
from ledgerflow.core.errors import InputError

firm_app = typer.Typer(help="Firms: the practices that keep books.", no_args_is_help=True)
user_app = typer.Typer(help="People who sign in.", no_args_is_help=True)
business_app = typer.Typer(help="Businesses: the sets of books.", no_args_is_help=True)

StdinOption = Annotated[
    bool, typer.Option("--password-stdin", help="Read the password from standard input.")
]


@firm_app.command("add")
def firm_add(
    name: Annotated[str, typer.Argument(help="Name of the practice.")],
    owner: Annotated[str, typer.Option(metavar="EMAIL", help="Its first member.")],
) -> None:
    """Open a firm."""
    database_ready()
    from ledgerflow.firms.selectors import user_by_email
    from ledgerflow.firms.services import firm_create

    person = user_by_email(owner)
    firm = firm_create(name=name, owner=person)
    say(f"Firm {firm.pk} ({firm.name}) is open; {person.email} owns it.")


@firm_app.command("list")
def firm_list() -> None:
    """List the firms."""
    database_ready()
    from ledgerflow.firms.selectors import operator_firms

    table(["number", "firm"], [[str(f.id), f.name] for f in operator_firms()], right=("number",))


@firm_app.command("share")
def firm_share(
    on: Annotated[
        bool | None,
        typer.Option("--on/--off", help="Let its businesses learn from each other, or not."),
    ] = None,
    firm: Annotated[
        str, typer.Option(metavar="NAME", help="The firm; may be left out where there is one.")
    ] = "",
    user: UserOption = "",
) -> None:
    """Say whether a firm's businesses learn from each other; an owner may switch it."""
    database_ready()
    from ledgerflow.classification.sharing import is_shared, sharing_switch
    from ledgerflow.firms.selectors import firm_owner, operator_firm

    found, when = operator_firm(firm), ""
    if on is not None:
        owner = firm_owner(found.id, user)
        changed = sharing_switch(firm_id=found.id, on=on, user_id=owner.pk)
        when = " from now on" if changed else ", as before"
    shared = is_shared(found.id)
    how = "learn from each other" if shared else "learn each for itself"
    say(f"{found.name}: its businesses {how}{when}.")
    if shared:
        say("Shared is how often a payee went to which account: no amount, date or bank text.")


@user_app.command("add")
def user_add(
    email: Annotated[str, typer.Argument(help="E-mail address to sign in with.")],
    password_stdin: StdinOption = False,
    operator: Annotated[
        bool, typer.Option("--operator", help="May use Django admin at /admin/.")
    ] = False,
) -> None:
    """Add a person who signs in."""
    database_ready()
    from ledgerflow.firms import people

    user = people.user_add(email=email, password=_password(password_stdin), operator=operator)
    say(f"User {user.email} may sign in{' and is an operator' if operator else ''}.")


@user_app.command("password")
def user_password(
    email: Annotated[str, typer.Argument(help="Whose password.")],
    password_stdin: StdinOption = False,
) -> None:
    """Set a person's password."""
    database_ready()
    from ledgerflow.firms.people import password_set
    from ledgerflow.firms.selectors import user_by_email

    user = user_by_email(email)
    password_set(user=user, password=_password(password_stdin))
    say(f"The password of {user.email} is set.")


@user_app.command("invite")
def user_invite(
    email: Annotated[str, typer.Argument(help="Whom to invite.")],
    role: Annotated[
        str, typer.Option(help="owner, bookkeeper, viewer, or client of one business.")
    ] = "bookkeeper",
    firm: Annotated[
        str, typer.Option(metavar="NAME", help="The firm; may be left out where there is one.")
    ] = "",
    business: Annotated[
        str, typer.Option(metavar="NAME", help="Which business a client sees.")
    ] = "",
    user: UserOption = "",
) -> None:
    """Invite a person into a firm, as one of its owners; prints the link to hand over."""
    database_ready()
    from ledgerflow.firms.access import operator_place
    from ledgerflow.firms.inviting import DAYS, invitation_make
    from ledgerflow.firms.selectors import firm_owner, operator_firm

    found = operator_firm(firm)
    made, token = invitation_make(
        firm_id=found.id,
        email=email,
        role=role,
        business_id=operator_place(business).business_id if business else None,
        user_id=firm_owner(found.id, user).pk,
    )
    say(f"{made.email} is invited to {found.name} as {made.role}, for {DAYS} days. The link,")
    say(f"after the address of your pages: /invite/{token}/")


@user_app.command("factors")
def user_factors(
    email: Annotated[str, typer.Argument(help="Whose second factors.")],
    remove: Annotated[
        bool, typer.Option("--remove", help="Take them away: the phone is lost, or the key.")
    ] = False,
) -> None:
    """Show a person's second factors, or remove them so that the password alone signs in."""
    database_ready()
    from ledgerflow.firms.factors import factors_of, factors_remove
    from ledgerflow.firms.selectors import user_by_email

    person = user_by_email(email)
    if remove:
        say(f"{person.email}: {factors_remove(user=person)} removed.")
        return
    held = ", ".join(f"{kind} {count}" for kind, count in factors_of(person).items())
    say(f"{person.email}: {held or 'no second factor'}.")


@business_app.command("add")
def business_add(
    name: Annotated[str, typer.Argument(help="Name of the business.")],
    firm: Annotated[
        str, typer.Option(metavar="NAME", help="Its firm; may be left out where there is one.")
    ] = "",
    chart: Annotated[
        str,
        typer.Option(help="Chart to start from: us_sole_proprietor, uk_sole_trader or generic."),
    ] = "us_sole_proprietor",
    currency: Annotated[
        str, typer.Option(help="ISO code; the chart's country's if left out.")
    ] = "",
    industry: Annotated[str, typer.Option(help="Its trade in a word or two.")] = "",
) -> None:
    """Open the books of a business."""
    database_ready()
    from ledgerflow.firms.selectors import operator_firm
    from ledgerflow.pipeline.opening import books_open

    place = books_open(
        firm_id=operator_firm(firm).id,
        name=name,
        chart=chart,
        currency=currency,
        industry=industry,
    )
    say(f"{place.business_name} is open as `{place.business_slug}` in {place.firm_name}.")


@business_app.command("list")
def business_list() -> None:
    """List every business with its slug."""
    database_ready()
    from ledgerflow.firms.access import operator_places

    rows = [
        [str(p.business_id), p.business_slug, p.business_name, p.firm_name]
        for p in operator_places()
    ]
    table(["number", "slug", "business", "firm"], rows, right=("number",))


def _password(from_stdin: bool) -> str:
    if from_stdin:
        password = sys.stdin.readline().rstrip("\r\n")
    else:
        password = str(typer.prompt("Password", hide_input=True, confirmation_prompt=True))
    if not password:
        raise InputError("The password is empty.", code="weak_password", hint="Give one.")
    return password
