"""What a tax form is: frozen lines, formulas and the default way from account keys to lines.

Here: the records and the rules a form must meet to be usable. Not here: any real form (one file
per form and year), the list (__init__.py) or the arithmetic (tax/worksheet.py).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from ledgerflow.tax.forms.year_facts import YearFacts

type LineKind = Literal["input", "computed", "from_accounts", "answer"]

HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class TaxLine:
    """One line of a form.

    `kind`: "from_accounts" takes the books' amounts; "input" takes what a person enters, or the
    books' amount until one is entered; "computed" takes its formula; "answer" (boxes, dates) has
    no amount. `sign` turns the ledger's debit-positive amount into what the form shows: 1 for
    costs, -1 for income. `formula` is (sign, line id) pairs; a from_accounts line may have one
    too, added to its own amount. `unit` is "money" or "miles". `not_above` names a line that this
    one may not exceed.
    """

    id: str
    part: str
    label: str
    kind: LineKind
    sign: Literal[1, -1] = 1
    deductible_percent: Decimal = HUNDRED
    formula: tuple[tuple[int, str], ...] = ()
    txf: str = ""
    note: str = ""
    unit: Literal["money", "miles"] = "money"
    not_above: str = ""

    @property
    def takes_accounts(self) -> bool:
        """True when accounts may be mapped to this line."""
        return self.kind in ("from_accounts", "input") and self.unit == "money"


@dataclass(frozen=True, slots=True)
class TaxForm:
    """One form of one year. `default_mapping`: account key -> line id.

    `draft` is True when the year's own layout is not known and the latest one stands in.
    `aliases`: line ids that only other years have -> where the same accounts go this year.
    """

    id: str
    year: int
    title: str
    currency: str
    lines: tuple[TaxLine, ...]
    default_mapping: Mapping[str, str]
    facts: YearFacts
    draft: bool = False
    parts: Mapping[str, str] = field(default_factory=dict)
    result_line: str = ""
    aliases: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse a form that could not be computed: a fault of LedgerFlow's data."""
        faults = form_faults(self)
        if faults:
            raise ValueError(f"{self.id} {self.year}: " + "; ".join(faults))

    def line(self, line_id: str) -> TaxLine:
        """The line with this id; KeyError when the form has none."""
        for line in self.lines:
            if line.id == line_id:
                return line
        raise KeyError(line_id)


def form_faults(form: TaxForm) -> list[str]:
    """Every rule that the form's data breaks, in words; empty when it can be computed."""
    by_id = {line.id: line for line in form.lines}
    faults = []
    if len(by_id) != len(form.lines):
        faults.append("a line id is used twice")
    for line in form.lines:
        missing = [i for _, i in line.formula if i not in by_id]
        if missing:
            faults.append(f"line {line.id} refers to the missing {', '.join(missing)}")
        if (line.kind == "computed") != bool(line.formula) and line.kind != "from_accounts":
            faults.append(f"line {line.id} is {line.kind} and its formula does not fit that")
        if form.parts and line.part not in form.parts:
            faults.append(f"line {line.id} is in the unknown part {line.part}")
    for name, target in (*form.default_mapping.items(), *form.aliases.items()):
        if target not in by_id or not by_id[target].takes_accounts:
            faults.append(f"{name} cannot go to line {target}")
    return faults or _circles(by_id)


def _circles(by_id: Mapping[str, TaxLine]) -> list[str]:
    """Lines whose formula comes back to themselves."""
    done: set[str] = set()

    def visit(line_id: str, path: tuple[str, ...]) -> list[str]:
        if line_id in path:
            return [f"lines {' -> '.join((*path, line_id))} go in a circle"]
        if line_id in done:
            return []
        found = [f for _, i in by_id[line_id].formula for f in visit(i, (*path, line_id))]
        done.add(line_id)
        return found

    return [fault for line_id in by_id for fault in visit(line_id, ())]
