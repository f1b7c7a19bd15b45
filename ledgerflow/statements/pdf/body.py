"""The walk over a document: which row is a transaction, a text, a label, a heading.

Here: one pass over all rows, from top to bottom, page by page, that fills the accounts. Not
here: the roles of columns and signs (candidates.py), joining texts (blocks.py).
"""

from dataclasses import dataclass, replace

from ledgerflow.statements.pdf.accounts import Account, Item, Printed
from ledgerflow.statements.pdf.blocks import Block, join_texts
from ledgerflow.statements.pdf.dating import is_period
from ledgerflow.statements.pdf.days import PlacedDay
from ledgerflow.statements.pdf.emptiness import says_nothing_moved
from ledgerflow.statements.pdf.figures import Figure
from ledgerflow.statements.pdf.groups import groups_in
from ledgerflow.statements.pdf.labels import Label, read_label
from ledgerflow.statements.pdf.layouts import Layout
from ledgerflow.statements.pdf.members import with_members
from ledgerflow.statements.pdf.repeats import is_repeat
from ledgerflow.statements.pdf.rowtexts import RowTexts, has_odd_amount, texts_of
from ledgerflow.statements.pdf.scanning import Scan
from ledgerflow.statements.pdf.summaries import is_two_sided, printed_in, under_titles
from ledgerflow.statements.pdf.walkstate import WalkState

_INDENT_MIN = 10.0


@dataclass
class Walk(WalkState):
    """One pass over all rows."""

    def run(self) -> list[Account]:
        """Visit every row once."""
        self.account = self.accounts[0]
        for at, scan in enumerate(self.scans):
            self._visit(at, scan)
        self._close()
        join_texts(self.runs)
        return with_members([a for a in self.accounts if a.items or a.printed or a.pending])

    def _visit(self, at: int, scan: Scan) -> None:
        if at in self.splits and not self._is_inside(at, scan):
            self._switch(self.splits[at], scan)
        self.account.scans.append(scan)
        if at in self.heads:
            self._header(at)
            return
        if scan.is_furniture:
            return
        layout = self.layouts[self.numbers[at]]
        if self._is_beside(scan, layout):
            return
        if says_nothing_moved(scan.row.folded):
            self.account.states_empty = True
        if scan.is_day_heading and not layout.has_days:
            self._day_heading(scan)
        elif scan.figures:
            self.is_section_over = True
            self._figures(at, scan, layout)
        else:
            self._text(at, scan, layout)

    def _is_inside(self, at: int, scan: Scan) -> bool:
        """True for a text of a transaction that mentions an account."""
        layout = self.layouts[self.numbers[at]]
        if not (self.in_table and self.blocks and self._is_near(scan)):
            return False
        texts = texts_of(scan, layout, {})
        return self._is_aligned(texts, layout) and layout.text_left - layout.left > 2 * _INDENT_MIN

    def _header(self, at: int) -> None:
        layout = self.layouts[self.numbers[at]]
        if at - 1 not in self.heads:
            if self.section.kind in ("daily", "apart") and self.is_section_over:
                self._enter(read_label(""))
            if not self._is_next_page(at):
                self._flush()
            self.in_table = True
            self.is_under_day &= self.numbers[at] == self.numbers[at - 1]
            self.grouped = layout.is_grouped or self.section.kind in ("checks", "daily")
            self.last = self.scans[at]

    def _figures(self, at: int, scan: Scan, layout: Layout) -> None:
        pairs = groups_in(scan, layout, grouped=self.grouped)
        if pairs:
            self._grouped(at, scan, pairs)
            return
        held = {n: f for f in scan.figures if (n := layout.column_of(f)) is not None}
        texts = texts_of(scan, layout, held)
        is_box = layout.header is not None and not layout.has_days and not self.is_under_day
        if texts.day is None and is_box:
            self._box_row(at, scan, layout)
        elif self._is_label(scan, texts, held):
            self._label(at, scan, held, texts)
        elif (
            held
            and texts.day is not None
            and self.section.kind in ("transactions", "checks", "pending")
        ):
            self._anchor(at, scan, held, texts)
        elif held and self._continues(at, scan, layout, texts):
            self._undated(at, scan, layout, held, texts)
        elif not self._take_text(scan, layout, texts):
            self._outside(at, scan)

    def _box_row(self, at: int, scan: Scan, layout: Layout) -> None:
        """A row of a table without days: its titles may name balances and totals."""
        self._flush()
        found = under_titles(scan, layout.header, at) if layout.header else []
        for printed in found or printed_in(self.scans, at):
            self._print(printed)
        self.last = scan

    def _is_label(self, scan: Scan, texts: RowTexts, held: dict[int, Figure]) -> bool:
        label = read_label(texts.label_text) if held else scan.label
        kind = label.figure_kind
        if not kind:
            return False
        if kind in ("in", "out") and (texts.day is not None or (held and self._is_close(scan))):
            return False
        return not (kind in ("total", "aside") and texts.day is not None and not label.has("total"))

    def _label(self, at: int, scan: Scan, held: dict[int, Figure], texts: RowTexts) -> None:
        label = read_label(texts.label_text) if held else scan.label
        self._flush()
        if label.figure_kind == "balance" and self._is_days_balance(at, held):
            self._anchor(at, scan, held, RowTexts(day=texts.day or self.last_day))
        found = printed_in(self.scans, at)
        if found and is_two_sided(scan) and not self.in_table:
            for printed in found:
                self._print(printed)
        else:
            self._print_row(at, scan, label, held, texts)
        self.last = scan
        if label.figure_kind.startswith("total"):
            self.in_table = False
            return
        if label.direction and not self.in_table:
            self._enter(label)
        elif label.figure_kind in ("opening", "closing"):
            goes_on = self.in_table and label.figure_kind == "opening"
            self._enter(read_label(""))
            self.in_table, self.last_day = goes_on, texts.day

    def _print_row(
        self, at: int, scan: Scan, label: Label, held: dict[int, Figure], texts: RowTexts
    ) -> None:
        day = texts.day or (scan.days[0] if scan.days else None)
        rows = held.items() if held else [(None, scan.figures[-1])]
        for column, figure in rows:
            self._print(
                Printed(
                    kind=label.figure_kind,
                    figure=figure,
                    items=0,
                    day=day,
                    column=column,
                    layout=self.numbers[at],
                    count=label.count,
                    text=scan.row.folded,
                    in_table=self.in_table,
                    at=at,
                )
            )

    def _anchor(self, at: int, scan: Scan, held: dict[int, Figure], texts: RowTexts) -> None:
        item = Item(
            layout=self.numbers[at],
            section=self.section,
            row=scan.row,
            figures=held,
            day=texts.day,
            value_day=texts.value_day,
            own_text=texts.text,
            flag=texts.flag,
            reference=texts.reference,
        )
        self._add(item)
        self.blocks.append(Block(scan.row, item=item, is_dated=texts.is_own_day))
        self.in_table = True
        self.last = scan
        self.last_day = texts.day

    def _undated(
        self, at: int, scan: Scan, layout: Layout, held: dict[int, Figure], texts: RowTexts
    ) -> None:
        """A row of money whose day stands above, or a text that happens to end in a figure."""
        if self._completes(at, scan, held, texts):
            return
        waiting = next((b for b in reversed(self.blocks) if b.item or b.is_dated), None)
        if waiting is not None and waiting.item is None and waiting.day is not None:
            self._anchor(at, scan, held, replace(texts, day=waiting.day, is_own_day=False))
        elif self.last_day is not None and (
            self.is_under_day or self.carries_days[self.numbers[at]]
        ):
            self._anchor(at, scan, held, replace(texts, day=self.last_day, is_own_day=False))
        elif texts.odd_day:
            self.account.unread.append((scan.row, "date"))
        else:
            self._flush()
            self.account.left_out.append(scan.row)
            self.last = scan

    def _completes(self, at: int, scan: Scan, held: dict[int, Figure], texts: RowTexts) -> bool:
        """The last row of a transaction, with its balance only."""
        item = self.blocks[-1].item if self.blocks else None
        columns = self.layouts[self.numbers[at]].columns
        if item is None or len(held) != 1 or item.layout != self.numbers[at]:
            return False
        number, figure = next(iter(held.items()))
        if columns[number].role != "balance" or number in item.figures:
            return False
        item.figures[number] = figure
        if texts.full_text:
            self.blocks.append(Block(scan.row, text=texts.full_text))
        self.last = scan
        return True

    def _continues(self, at: int, scan: Scan, layout: Layout, texts: RowTexts) -> bool:
        """True where a row without a day stands inside of the table."""
        if not self.in_table or self.section.kind not in ("transactions", "checks", "pending"):
            return False
        if texts.odd_day and self._is_near(scan) and self._is_same_page(scan):
            return True
        is_aligned = self._is_aligned(texts, layout) or layout.begins_column(texts.left)
        return self._is_near(scan) and (not texts.full_text or is_aligned)

    def _grouped(self, at: int, scan: Scan, pairs: list[tuple[PlacedDay, Figure, str]]) -> None:
        """Rows of several (number, day, amount) side by side."""
        self._flush()
        if self.section.kind not in ("checks", "transactions", "pending"):
            return
        for day, figure, number in pairs:
            if self.section.kind != "checks" and not number:
                continue
            item = Item(
                layout=-1,
                section=self.section,
                row=scan.row,
                figures={0: figure},
                day=day,
                own_text=f"Check {number}" if number else "Check",
                reference=number,
                span=(day.left, figure.right),
            )
            if not is_repeat(item, self.account.items):
                self._add(item)
        self.last = scan
        self.grouped = True

    def _text(self, at: int, scan: Scan, layout: Layout) -> None:
        texts = texts_of(scan, layout, {})
        label = scan.label
        if self._is_heading(scan, label, texts, layout):
            self._flush()
            self._enter(label)
            self.last = scan
            return
        if not self._take_text(scan, layout, texts):
            self._outside(at, scan)

    def _is_heading(self, scan: Scan, label: Label, texts: RowTexts, layout: Layout) -> bool:
        if scan.days or scan.is_text or not label.is_closed:
            return False
        if label.count is not None and (label.has("transactions") or label.has("total")):
            return True  # how many there are: no payee is called so
        if not label.section:
            return False
        begun = bool(self.blocks) or self._is_kind(scan)
        aligned = self.in_table and begun and self._is_aligned(texts, layout)
        indented = layout.text_left - layout.left > 2 * _INDENT_MIN
        return not (aligned and indented and self._is_near(scan))

    def _take_text(self, scan: Scan, layout: Layout, texts: RowTexts) -> bool:
        """Keep a row of text inside of a table; it is joined to its row of money later."""
        if not self.in_table or not texts.full_text or self.section.kind in ("daily", "apart"):
            return False
        if len(scan.figures) > 1 and not any(len(t) > 2 for t in scan.label_words):
            return False  # figures of a summary
        if texts.day is not None and layout.is_day_place(texts.day):
            if not self._is_near(scan) or is_period(scan):
                return False
            if has_odd_amount(scan, layout):
                self.account.unread.append((scan.row, "amount"))
                return True
            self.blocks.append(Block(scan.row, text=texts.text, is_dated=True, day=texts.day))
            self.last = scan
            return True
        is_aligned = self._is_aligned(texts, layout) or self._is_under_cell(scan)
        if not self._is_near(scan) or not is_aligned:
            return False
        self.blocks.append(Block(scan.row, text=texts.full_text))
        self.last = scan
        return True

    def _outside(self, at: int, scan: Scan) -> None:
        """A row that is no part of the table: it ends it; figures may be a summary's."""
        for printed in printed_in(self.scans, at):
            self._print(printed)
        self.in_table = False
