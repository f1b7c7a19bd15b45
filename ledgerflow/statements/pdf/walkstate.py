"""Where a walk over a document stands: its account, section, table and the rows kept so far.

Here: the state and the small steps that change it. Not here: what each row is (body.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ledgerflow.statements.pdf.accounts import Account, Item, Printed, Section
from ledgerflow.statements.pdf.blocks import Block
from ledgerflow.statements.pdf.days import PlacedDay
from ledgerflow.statements.pdf.figures import Figure
from ledgerflow.statements.pdf.labels import Label
from ledgerflow.statements.pdf.layouts import Layout
from ledgerflow.statements.pdf.rowtexts import RowTexts
from ledgerflow.statements.pdf.scanning import Scan

_GAP_MAX = 3.2
"""A text further below the table than this many heights of its letters is no part of it."""
_INDENT_MAX = 40.0
_ALIGNED, _UNDER = 6.0, 1.5


@dataclass
class WalkState:
    """The state of the walk."""

    scans: Sequence[Scan]
    layouts: Sequence[Layout]
    numbers: Sequence[int]
    heads: set[int]
    carries_days: Sequence[bool]
    splits: dict[int, str]
    accounts: list[Account] = field(default_factory=lambda: [Account()])
    account: Account = field(default_factory=Account)
    section: Section = field(default_factory=Section)
    blocks: list[Block] = field(default_factory=list)
    runs: list[list[Block]] = field(default_factory=list)
    in_table: bool = False
    last: Scan | None = None
    last_day: PlacedDay | None = None
    grouped: bool = False
    sections: int = 0
    is_section_over: bool = False
    is_under_day: bool = False

    def _is_beside(self, scan: Scan, layout: Layout) -> bool:
        """True for a row of a box beside the table."""
        last = self.last
        if not self.in_table or scan.row.left <= layout.right or last is None:
            return False
        return last.row.page == scan.row.page and scan.row.middle > last.row.middle - scan.row.size

    def _is_kind(self, scan: Scan) -> bool:
        """True right below an opening balance where the page has this very text again, there too:
        a kind of transaction ("Gutschrift") that stands above its first row, no heading."""
        if self.last is None or self.last.label.figure_kind != "opening":
            return False
        row = scan.row
        same = [
            s
            for s in self.scans
            if s.row.folded == row.folded
            and s.row.page == row.page
            and abs(s.row.left - row.left) < _ALIGNED
        ]
        return len(same) > 1

    def _is_next_page(self, at: int) -> bool:
        """True where a header only repeats the one of the page before."""
        item = next((b.item for b in reversed(self.blocks) if b.item), None)
        return (
            item is not None
            and item.row.page != self.scans[at].row.page
            and item.layout == self.numbers[at]
            and item.section == self.section
        )

    def _switch(self, number: str, scan: Scan) -> None:
        """Go on with the account of this number, a new one unless it was met before."""
        if self.account.number == number:
            return
        self._close()
        known = next((a for a in self.accounts if a.number == number), None)
        if known is None:
            known = self.account if not self.account.items and not self.account.number else None
        if known is None:
            known = Account()
            self.accounts.append(known)
        known.number = number
        known.heads.append(scan.row.folded)
        self.account = known
        self.section = Section()
        self.in_table = False
        self.last_day = None

    def _is_close(self, scan: Scan) -> bool:
        """True inside of a table: 'Interest' and 'Fees' are transactions there."""
        return self.in_table and bool(self.account.items) and self.blocks != []

    def _is_days_balance(self, at: int, held: dict[int, Figure]) -> bool:
        """True where a balance stands inside of a table, in its column of balances."""
        columns = self.layouts[self.numbers[at]].columns
        if not (self.in_table and self.account.items and len(held) == 1):
            return False
        number = next(iter(held))
        return columns[number].role == "balance" or (
            not columns[number].role and 0 < number == len(columns) - 1
        )

    def _print(self, printed: Printed) -> None:
        if (
            printed.kind in ("opening", "brought")
            and self.account.items
            and (self._is_second(printed))
        ):
            self._begin_account(printed.at)
        account = self.account
        account.printed.append(replace(printed, items=len(account.items)))

    def _is_second(self, printed: Printed) -> bool:
        """A second opening balance, after rows and a closing one: another account."""
        openings = [p for p in self.account.printed if p.kind in ("opening", "brought")]
        closings = [p for p in self.account.printed if p.kind in ("closing", "carried")]
        if not (openings and closings) or any(p.value == printed.value for p in openings):
            return False
        if printed.kind == "opening":
            return True
        # carried forward to the next page is the same account
        last = closings[-1]
        return last.kind == "closing" and last.items > 0 and last.value != printed.value

    def _begin_account(self, at: int) -> None:
        """A further account without a number of its own; rows since the last balance are its."""
        self._close()
        since = max((p.at for p in self.account.printed if p.at < at), default=at)
        heads = [s.row.folded for s in self.scans[since + 1 : at] if not s.figures]
        account = Account(number=self.account.number, heads=heads)
        account.scans.extend(self.scans[since + 1 : at + 1])
        self.accounts.append(account)
        self.account = account

    def _add(self, item: Item) -> None:
        if item.section.kind == "pending":
            self.account.pending.append(item)
        else:
            self.account.items.append(item)

    def _is_same_page(self, scan: Scan) -> bool:
        return self.last is not None and self.last.row.page == scan.row.page

    def _is_near(self, scan: Scan) -> bool:
        last = self.last
        if last is None or last.row.page != scan.row.page:
            return True
        return scan.row.top - last.row.bottom <= _GAP_MAX * scan.row.size

    def _is_aligned(self, texts: RowTexts, layout: Layout) -> bool:
        left = texts.left
        return left is not None and -_ALIGNED <= left - layout.text_left <= _INDENT_MAX

    def _is_under_cell(self, scan: Scan) -> bool:
        """True for a text that goes on right below a cell of text of the row above it."""
        last = self.last
        if last is None or scan.figures or not self.blocks or not self._is_same_page(scan):
            return False
        held = set(last.spans).union(*(range(f.start, f.end) for f in last.figures))
        lefts = [last.row.words[a].left for a, _ in last.row.cells() if a not in held]
        gap = scan.row.top - last.row.bottom
        is_close = gap < scan.row.size and len(scan.row.cells()) == 1
        return is_close and any(abs(left - scan.row.left) <= _UNDER for left in lefts)

    def _enter(self, label: Label) -> None:
        self.sections += 1
        kind = label.section or "transactions"
        self.section = Section(kind, label.direction, label.is_payment, self.sections)
        self.is_section_over = self.is_under_day = False
        self.in_table = False
        self.last_day = None
        self.grouped = kind in ("checks", "daily")

    def _day_heading(self, scan: Scan) -> None:
        """A day that stands above its rows, for all of them; its total tells their direction."""
        self._flush()
        day = scan.days[0] if scan.days else self.last_day
        if scan.is_day_total:
            self._enter(scan.label)
        self.last_day, self.last = day, scan
        self.in_table = self.is_under_day = True

    def _flush(self) -> None:
        """Give the texts since the last label to their rows of money."""
        self.runs.append(self.blocks)
        self.blocks = []

    def _close(self) -> None:
        self._flush()
