"""From accounts to the lines of a form: the person's choice first, then the account's key.

Here: pure sorting and signs. Not here: the choices themselves (AccountTaxLine rows) or the
arithmetic of the form (tax/worksheet.py).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from ledgerflow.core.errors import InputError
from ledgerflow.tax.forms import TaxForm

NO_LINE = ""
"""As a choice: this account goes on no line, on purpose."""


class TaxableAccount(Protocol):
    """What mapping needs to know of an account's balance; `amount` is debit positive."""

    @property
    def account_id(self) -> int: ...
    @property
    def type(self) -> str: ...
    @property
    def key(self) -> str: ...
    @property
    def amount(self) -> Decimal: ...


@dataclass(frozen=True, slots=True)
class LineAmounts[T]:
    """Accounts sorted to lines: `amounts` and `sources` by line id, as `worksheet` takes them.

    `unmapped`: income and expense accounts with an amount that reach no line.
    """

    amounts: Mapping[str, Decimal]
    sources: Mapping[str, tuple[T, ...]]
    unmapped: tuple[T, ...]


def lines_from_accounts[T: TaxableAccount](
    form: TaxForm, accounts: Iterable[T], chosen: Mapping[int, str] | None = None
) -> LineAmounts[T]:
    """Add up accounts by line.

    `accounts`: the year's movement of each account. `chosen`: account id -> line id of this form,
    or NO_LINE. Balance-sheet accounts count only when chosen. Raises InputError when a chosen
    line is not on the form or takes no accounts.
    """
    choices = {i: form.aliases.get(line_id, line_id) for i, line_id in (chosen or {}).items()}
    _refuse_bad_choices(form, choices)
    amounts: dict[str, Decimal] = {}
    sources: dict[str, list[T]] = {}
    unmapped = []
    for account in accounts:
        line_id = _line_of(form, account, choices)
        if line_id == NO_LINE:
            if account.type in ("income", "expense") and account.amount:
                unmapped.append(account)
            continue
        signed = account.amount * form.line(line_id).sign
        amounts[line_id] = amounts.get(line_id, Decimal(0)) + signed
        sources.setdefault(line_id, []).append(account)
    return LineAmounts(amounts, {i: tuple(s) for i, s in sources.items()}, tuple(unmapped))


def _line_of(form: TaxForm, account: TaxableAccount, choices: Mapping[int, str]) -> str:
    if account.account_id in choices:
        return choices[account.account_id]
    if account.type not in ("income", "expense"):
        return NO_LINE
    return form.default_mapping.get(account.key, NO_LINE)


def _refuse_bad_choices(form: TaxForm, choices: Mapping[int, str]) -> None:
    usable = {line.id for line in form.lines if line.takes_accounts}
    bad = sorted({line_id for line_id in choices.values() if line_id} - usable)
    if bad:
        raise InputError(
            f"{form.title}: no account can go to line {', '.join(bad)}.",
            code="tax_line_refused",
            hint="Choose a line that takes amounts from the books, or none.",
        )
