"""What of a report is drawn: small tables of figures, each the twin of a chart; pure.

Here: a profit and loss by month, and its costs by account. Not here: drawing (charts.js) or the
report's own table (reporttable.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from ledgerflow.reports.spec import Report, ReportRow

ACCOUNTS_MOST = 10
"""More bars than that are a table, not a picture."""


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart's table: a label and one figure a series in each row. `kind`: "bar" or "line"."""

    id: str
    kind: str
    title: str
    head: str
    series: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Decimal, ...]], ...]


def charts_of(report: Report) -> list[Chart]:
    """The charts of a report; none where nothing moved."""
    if report.id != "profit_and_loss":
        return []
    by_month, by_account = _by_month(report), _by_account(report)
    return [chart for chart in (by_month, by_account) if chart is not None and chart.rows]


def _by_month(report: Report) -> Chart | None:
    labels = [c.label for c in report.columns]
    if len(labels) < 3 or labels[-1] != "Total":
        return None
    rows = {row.label: _figures(row)[:-1] for row in report.rows if row.cells}
    income = rows["Total income"]
    net = rows["Net profit"]
    if not any((*income, *net)):
        return None
    costs = [i - n for i, n in zip(income, net, strict=True)]
    listed = zip(labels[:-1], zip(income, costs, net, strict=True), strict=True)
    return Chart(
        "by-month",
        "bar",
        _("Month by month"),
        _("Month"),
        (_("Income"), _("Costs"), _("Net profit")),
        tuple(listed),
    )


def _by_account(report: Report) -> Chart | None:
    if len(report.columns) > 1 and report.columns[-1].label != "Total":
        # Beside another period the figure of this one comes first.
        place = 0
    else:
        place = len(report.columns) - 1
    costs = [
        (row.label, _figures(row)[place])
        for section in report.sections
        if section.title in ("Expenses", "Cost of goods sold")
        for row in section.rows
        if row.kind == "account"
    ]
    costs = sorted(((name, amount) for name, amount in costs if amount > 0), key=lambda c: -c[1])
    if len(costs) < 2:
        return None
    shown = costs if len(costs) <= ACCOUNTS_MOST else [*costs[: ACCOUNTS_MOST - 1], _rest(costs)]
    return Chart(
        "by-account",
        "bar",
        _("Where the money went"),
        _("Account"),
        (_("Costs"),),
        tuple((name, (amount,)) for name, amount in shown),
    )


def _rest(costs: Sequence[tuple[str, Decimal]]) -> tuple[str, Decimal]:
    others = costs[ACCOUNTS_MOST - 1 :]
    return _("%d other accounts") % len(others), sum((a for _name, a in others), Decimal(0))


def _figures(row: ReportRow) -> list[Decimal]:
    return [c.value if isinstance(c.value, Decimal) else Decimal(0) for c in row.cells]
