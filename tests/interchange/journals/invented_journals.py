"""Invented journals, the same for the same seed: Beancount's and hledger's, as people write them.

Here: texts that the real programs take. Not here: what they mean (the programs say that).
"""

from decimal import Decimal
from random import Random

BANKS = ("Assets:Bank:Checking", "Assets:Bank:Savings", "Liabilities:Card:Visa")
EUROS = "Assets:Bank:Euro"
COSTS = ("Expenses:Food", "Expenses:Office:Paper", "Expenses:Travel-2", "Income:Sales")


def money(random: Random, most: int = 100_000) -> Decimal:
    """An amount of cents, not zero."""
    cents = random.randint(1, most) * random.choice((1, 1, 1, -1))
    return Decimal(cents).scaleb(-2)


def beancount_journal(seed: int, entries: int = 30) -> str:
    """A Beancount file without errors: exchanges, lots, pads, sums, missing amounts."""
    random = Random(seed)  # noqa: S311
    lines = ['option "title" "Invented"', 'option "operating_currency" "USD"', "* Accounts"]
    lines += [f"2023-12-01 open {name}" for name in (*BANKS, EUROS, *COSTS)]
    lines += ['2023-12-01 open Assets:Broker "FIFO"', "2023-12-01 open Equity:Opening"]
    lines += ["2024-01-01 pad Assets:Bank:Savings Equity:Opening"]
    lines += [f"2024-01-02 balance Assets:Bank:Savings {money(random)} USD"]
    shares = 0
    for number in range(entries):
        day = f"2024-{1 + number * 11 // entries:02}-{3 + number % 25:02}"
        kind = random.choice(("plain", "plain", "sum", "missing", "price", "total", "buy", "sell"))
        if kind == "sell" and shares < 2:
            kind = "buy"
        head = f'{day} {random.choice("*!")} "Payee {number}" "It \\"said\\" {number}" #tag'
        lines += ["", head]
        bank, cost, amount = random.choice(BANKS), random.choice(COSTS), money(random)
        if kind == "plain":
            half = (amount / 3).quantize(Decimal("0.01"))
            lines += [f"  {bank}  {-amount} USD ; paid", f"  {cost}  {half} USD"]
            lines += [
                f'    note: "half {number}"',
                f"  {random.choice(COSTS)}  {amount - half} USD",
            ]
        elif kind == "sum":
            lines += [f"  {cost}  ({amount} + 10.00 / 4) * 2 USD", f"  {bank}"]
        elif kind == "missing":
            lines += [f"  {cost}  {amount} USD", f"  {EUROS}  {money(random)} EUR", f"  {bank}"]
        elif kind == "price":
            rate = Decimal(random.randint(9000, 13000)).scaleb(-4)
            lines += [f"  {EUROS}  {abs(amount)} EUR @ {rate} USD", f"  {bank}"]
        elif kind == "total":
            lines += [f"  {EUROS}  {amount} EUR @@ 77.31 USD"]
            lines += [f"  {bank}  {'-' if amount > 0 else ''}77.31 USD"]
        elif kind == "buy":
            units = random.randint(1, 9)
            shares += units
            lines += [f"  Assets:Broker  {units} HOOL {{{abs(amount)} USD}}", f"  {bank}"]
        else:
            units = random.randint(1, shares)
            shares -= units
            lines += [f"  Assets:Broker  -{units} HOOL {{}} @ 5.00 USD"]
            lines += [f"  {bank}  {units * 5}.00 USD", "  Income:Sales"]
    return "\n".join(lines) + "\n"


def hledger_journal(seed: int, entries: int = 30) -> str:
    """A journal that hledger and ledger read alike: signs, exchanges, assertions, virtual."""
    random = Random(seed)  # noqa: S311
    lines = ["commodity $1,000.00", "commodity 1,000.00 EUR", ""]
    lines += [f"account {name}" for name in (*BANKS, EUROS, *COSTS)]
    held = Decimal(0)
    for number in range(entries):
        day = f"2024-{1 + number * 11 // entries:02}{random.choice('-/')}{3 + number % 25:02}"
        day = day.replace("-", "/") if "/" in day else day
        head = f"{day} {random.choice(('*', '!', '* (12)'))} Payee {number} | note {number}"
        lines += ["", f"{head}  ; a comment, with: tag"]
        bank, cost, amount = random.choice(BANKS), random.choice(COSTS), money(random, 900_000)
        kind = random.choice(("plain", "comma", "missing", "price", "total", "swap", "virtual"))
        if kind == "plain":
            lines += [f"    {bank}  ${-amount}", f"    {cost}    ${amount}  ; {number}"]
        elif kind == "comma":
            lines += [f"    {cost}  $ {abs(amount):,.2f}", f"    {bank}"]
        elif kind == "missing":
            lines += [f"    {cost}  ${amount}", f"    {EUROS}  {money(random)} EUR", f"    {bank}"]
        elif kind == "price":
            rate = Decimal(random.randint(90, 130)).scaleb(-2)
            lines += [f"    {EUROS}  {abs(amount)} EUR @ ${rate}", f"    {bank}"]
        elif kind == "total":
            lines += [f"    {EUROS}  {abs(amount)} EUR @@ $77.31", f"    {bank}  $-77.31"]
        elif kind == "swap":
            lines += [f"    {EUROS}  {abs(amount)} EUR", f"    {bank}  ${-abs(amount)}"]
        else:
            held += amount
            lines += [f"    {cost}  ${amount}", f"    {bank}  ${-amount}"]
            lines += [f"    [Assets:Budget]  ${amount} = ${held}", "    [Equity:Budget]"]
    return "\n".join(lines) + "\n"
