"""`evaluate`: how well suggestions would have fitted what people decided so far.

Here: the figures as tables and as JSON. Not here: how they are made (pipeline/evaluating.py).
"""

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ledgerflow.cli.console import percent, say, say_json, table
from ledgerflow.cli.options import BusinessOption, JsonOption
from ledgerflow.cli.setup import database_ready

if TYPE_CHECKING:
    from ledgerflow.pipeline.evaluating import Evaluated

FEW = 100
"""With fewer decisions the figures say little."""


def evaluate(business: BusinessOption = "", as_json: JsonOption = False) -> None:
    """Stream the decisions of people past a new learner and show how often it was right."""
    database_ready()
    from ledgerflow.cli.desk import desk_open
    from ledgerflow.pipeline.evaluating import business_evaluate

    found = business_evaluate(desk_open(business).place)
    if as_json:
        say_json(as_dict(found))
    else:
        show(found)


def show(found: "Evaluated") -> None:
    """How often it was right, what it would have accepted, whether its rates came true."""
    if not found.decisions:
        say("People have decided nothing yet: there is nothing to evaluate.")
        say("`ledgerflow review` shows what waits for a decision.", "dim")
        return
    figures = found.figures
    say(f"{found.decisions} decisions of people, each asked about before it was learned:")
    table(("how often right", ""), _right(figures), right=("",))
    table(
        ("accepted by itself at", "of all", "right", "below"),
        [_promise(row) for row in figures["promises"]],
        right=("accepted by itself at", "of all", "right", "below"),
    )
    say(_target(found))
    table(
        ("said", "times", "came true"),
        [
            [_rate(row["said"]), str(row["count"]), _rate(row["observed"])]
            for row in figures["reliability"]
        ],
        right=("said", "times", "came true"),
    )
    say(f"Mean distance of said and true: {_points(figures['calibration_error'])}.")
    if found.decisions < FEW:
        say(f"Fewer than {FEW} decisions: take these figures as a first sign.", "dim")


def as_dict(found: "Evaluated") -> dict[str, Any]:
    """Everything for other programs; rates are 0..1, None where there is nothing to count."""
    at = found.at_target
    return {
        "business": found.business,
        "decisions": found.decisions,
        "target_error_rate": str(found.target_error_rate),
        "at_target": {
            "promised": at.promised,
            "coverage": at.coverage,
            "achieved": at.achieved,
            "accepted": at.accepted,
        },
        **found.figures,
        **found.learn_times,
    }


def _rate(rate: float | None) -> str:
    return "-" if rate is None else percent(Decimal(rate))


def _right(figures: dict[str, Any]) -> list[list[str]]:
    return [
        ["first answer", _rate(figures["accuracy"])],
        ["among the best three", _rate(figures["among_best"])],
        ["first ten decisions", _rate(figures["first_rows"])],
        ["payees never seen before", _rate(figures["new_payees"])],
        ["these are of all", _rate(figures["new_payee_share"])],
        ["to correct of 1,000", f"{figures['corrections']:.0f}"],
        ["macro-F1 over accounts", _rate(figures["macro_f1"])],
    ]


def _promise(row: dict[str, Any]) -> list[str]:
    below = _points(row["shortfall"]) if row["accepted"] else "-"
    promised = _rate(row["promised"])
    return [promised, _rate(row["coverage"]), _rate(row["achieved"]), below]


def _target(found: "Evaluated") -> str:
    at = found.at_target
    promised = f"At this business's target ({_rate(at.promised)} right)"
    if not at.accepted:
        return f"{promised} nothing would have been accepted without a person."
    return (
        f"{promised} {at.accepted} of {at.rows} would have been accepted without a person,"
        f" {at.hits} of them right."
    )


def _points(rate: float | None) -> str:
    return "-" if rate is None else f"{100 * rate:.1f} points"
