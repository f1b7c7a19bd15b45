"""`classify`, `review`, `post`: suggestions, the queue, a person's decisions, the policy.

Here: parsing and rendering. Not here: deciding (pipeline/decisions.py, review/).
"""

from dataclasses import replace
from decimal import Decimal
from typing import Annotated, Any

import typer

from ledgerflow.classification.sharetext import TypedShare, share_read, tags_read
from ledgerflow.cli.accounts import amount_of
from ledgerflow.cli.console import counted, money, one_line, percent, say, table
from ledgerflow.cli.options import BusinessOption, UserOption
from ledgerflow.cli.setup import database_ready
from ledgerflow.core.errors import InputError

app = typer.Typer(help="What waits for a person.", invoke_without_command=True)

RANGE_MAX = 10_000


def classify(business: BusinessOption = "") -> None:
    """Suggest payee and account for what is undecided."""
    database_ready()
    from ledgerflow.cli.desk import desk_open
    from ledgerflow.cli.import_view import waiting_show
    from ledgerflow.pipeline.stages import business_classify

    place = desk_open(business).place
    _, count = business_classify(place)
    say(f"New: {counted(count, 'suggestion')}.")
    waiting_show(place)


def post(business: BusinessOption = "") -> None:
    """Accept and post what the policy allows without a person."""
    database_ready()
    from ledgerflow.cli.desk import desk_open
    from ledgerflow.cli.import_view import waiting_show
    from ledgerflow.pipeline.stages import business_accept

    place = desk_open(business).place
    batch, accepted = business_accept(place)
    batched = f" (batch {batch})" if batch else ""
    number = counted(len(accepted.decisions), "transaction")
    say(f"Accepted and posted: {number}{batched}.")
    for transaction, error in accepted.refused:
        say(f"  not accepted: {transaction.date} {money(transaction.amount)}: {error.message}")
    waiting_show(place)
    if accepted.refused:
        raise accepted.refused[0][1]


@app.callback()
def review(ctx: typer.Context, business: BusinessOption = "") -> None:
    """List what waits for a person; `review accept` decides."""
    ctx.obj = business
    if ctx.invoked_subcommand is not None:
        return
    database_ready()
    from ledgerflow.cli.desk import desk_open
    from ledgerflow.firms.access import working_in
    from ledgerflow.firms.models import Business
    from ledgerflow.review.selectors import queue

    place = desk_open(business).place
    with working_in(place):
        waiting = queue(Business.objects.get(pk=place.business_id))
        queue_table(waiting)
        looked_up_show(waiting)
    if waiting:
        say("Decide with `ledgerflow review accept 1 3-5` (as suggested) or with --account CODE.")
    else:
        say("Nothing waits for a person.")


@app.command("accept")
def accept(
    ctx: typer.Context,
    numbers: Annotated[
        list[str], typer.Argument(metavar="N…", help="Numbers of the list; ranges like 1-5.")
    ],
    account: Annotated[
        str, typer.Option(metavar="CODE", help="This account instead of the suggested one.")
    ] = "",
    business_share: Annotated[
        str, typer.Option(metavar="PERCENT", help="The rest is the owner's draw.")
    ] = "",
    transfer: Annotated[
        bool, typer.Option("--transfer", help="It is one half of a transfer between own accounts.")
    ] = False,
    split: Annotated[
        list[str] | None,
        typer.Option(
            metavar="CODE=PART",
            help="One part of it: CODE=60%, CODE=12.50 or CODE=rest; once for each part.",
        ),
    ] = None,
    note: Annotated[
        list[str] | None,
        typer.Option(metavar="TEXT", help="A note for a part, in the order of --split."),
    ] = None,
    exclude: Annotated[
        bool, typer.Option("--exclude", help="Keep it out of the books; needs --reason.")
    ] = False,
    tag: Annotated[
        list[str] | None, typer.Option(metavar="TEXT", help="A word to find it by; repeatable.")
    ] = None,
    reason: Annotated[str, typer.Option(help="Why; kept with the decision.")] = "",
    business: BusinessOption = "",
    user: UserOption = "",
) -> None:
    """Decide transactions of the queue: as suggested, or as the options say."""
    chosen, share = numbers_of(numbers), share_of(business_share)
    parts, tags = parts_of(split or [], note or []), tags_read(tag or [])
    database_ready()
    from ledgerflow.cli.desk import desk_of_person
    from ledgerflow.cli.import_view import waiting_show
    from ledgerflow.firms.access import working_in
    from ledgerflow.pipeline.decisions import Wish, queue_accept

    desk = desk_of_person(business or str(ctx.obj or ""), user)
    wish = Wish(account, share, transfer, reason, splits=parts, tags=tags, is_exclusion=exclude)
    done = queue_accept(desk.place, chosen, wish, user_id=desk.user_id)
    with working_in(desk.place):
        for decision in done.decisions:
            say(f"  {decision_line(decision)}")
    who = desk.user.email if desk.user else ""
    number = counted(len(done.decisions), "transaction")
    did = "kept out of the books" if exclude else "posted"
    say(f"Decided by {who} and {did}: {number} (batch {done.batch_id}).")
    if done.suggested:
        say(f"Learned from it: {counted(done.suggested, 'new suggestion')}.")
    waiting_show(desk.place)


def queue_table(waiting: list[Any]) -> None:
    """The numbered queue: what it is, what is suggested, how sure, and why."""
    rows = []
    for item in waiting:
        transaction, suggestion = item.transaction, item.suggestion
        rows.append(
            [
                str(item.number),
                transaction.date.isoformat(),
                transaction.bank_account.name,
                money(transaction.amount, transaction.currency),
                one_line(transaction.description, 34),
                item.place or "–",
                percent(suggestion.confidence) if suggestion else "",
                one_line("; ".join(suggestion.reasons), 50) if suggestion else "nothing known",
            ]
        )
    columns = ["n", "date", "account", "amount", "description", "suggestion", "sure", "why"]
    table(columns, rows, right=("n", "amount", "sure"))


def looked_up_show(waiting: list[Any]) -> None:
    """What agents' suggestions rest on and ask, each run once under the numbers of the list."""
    from ledgerflow.agents.trail import sources_of

    numbers: dict[int, list[int]] = {}
    evidence: dict[int, Any] = {}
    for item in waiting:
        found = item.suggestion.evidence if item.suggestion else {}
        if "run" in found:
            numbers.setdefault(found["run"], []).append(item.number)
            evidence[found["run"]] = found
    for run, found in evidence.items():
        listed = ", ".join(map(str, numbers[run]))
        say(f"Looked up for {listed} (run {run}, not proven before people have judged it):")
        for source in sources_of(found):
            say(f"  {one_line(source.title)}: {source.url} “{one_line(source.quote, 200)}”")
        for question in found.get("questions", ()):
            say(f"  to ask the client: {one_line(str(question), 200)}")


def decision_line(decision: Any) -> str:
    """One decision and its entry, if it has one; in the scope of its firm."""
    from ledgerflow.review.wording import decision_place

    transaction = decision.transaction
    what = f"{transaction.date} {money(transaction.amount, transaction.currency)}"
    text = one_line(transaction.description, 40)
    tags = "".join(f" #{tag}" for tag in decision.tags)
    entry = f" (entry {decision.entry.number})" if decision.entry else ""
    return f"{what} {text}: {decision_place(decision, money)}{tags}{entry}"


def parts_of(texts: list[str], notes: list[str]) -> tuple[TypedShare, ...]:
    """["6110=60%", "6120=rest"] with their notes. Raises InputError for what is no part."""
    if len(notes) > len(texts):
        raise InputError(
            f"{len(notes)} notes for {len(texts)} parts.",
            code="unreadable_split",
            hint="Give each --split at most one --note, in the same order.",
        )
    given = [*notes, *[""] * (len(texts) - len(notes))]
    parts = zip(texts, given, strict=True)
    return tuple(replace(share_read(text), note=note) for text, note in parts)


def numbers_of(texts: list[str]) -> list[int]:
    """["1", "3-5"] -> [1, 3, 4, 5]. Raises InputError for what is no number or range."""
    found: dict[int, None] = {}
    for text in texts:
        first, dash, last = text.partition("-")
        if not first.isdecimal() or (dash and not last.isdecimal()):
            raise _bad_number(text)
        start, end = int(first), int(last or first)
        if start < 1 or end < start or end - start > RANGE_MAX:
            raise _bad_number(text)
        found |= dict.fromkeys(range(start, end + 1))
    return list(found)


def _bad_number(text: str) -> InputError:
    return InputError(
        f"{text!r} is no number of the queue.",
        code="bad_number",
        hint="Write numbers from the list, or ranges: `ledgerflow review accept 1 3-5`.",
    )


def share_of(text: str) -> Decimal | None:
    """A percentage as typed ("80", "62.5 %"); None for "". Raises InputError outside 0 to 100."""
    share = amount_of(text.removesuffix("%").strip())
    if share is not None and not 0 <= share <= 100:
        raise InputError(
            f"A business share of {text} is not possible.",
            code="bad_share",
            hint="Give a percentage from 0 to 100.",
        )
    return share
