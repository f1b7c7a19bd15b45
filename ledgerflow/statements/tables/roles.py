"""Which column is what: by the words of its header and by the look of its cells.

Here: one role per column. Not here: signs, decimal mark and date order (judge.py, dateorder.py).
"""

from ledgerflow.statements.tables.columns import ColumnLook, flag_side
from ledgerflow.statements.tables.headers import header_currency, header_roles, names_net

MONEY = ("amount", "in", "out", "balance", "original_amount", "fee")
DATES = ("booking_date", "date", "transaction_date", "value_date")
_ENOUGH = 0.5


def roles_by_header(headers: list[str], looks: list[ColumnLook]) -> list[str]:
    """One role per column, "" where neither header nor cells say one."""
    roles = [
        _fitting(headers[i] if i < len(headers) else "", column) for i, column in enumerate(looks)
    ]
    if "currency" not in roles:
        for i, column in enumerate(looks):
            if not roles[i] and column.share(column.codes) >= 0.9:
                roles[i] = "currency"
                break
    _settle_dates(roles, looks)
    _settle_flags(roles, headers, looks)
    _settle_money(roles, headers, looks)
    _settle_accounts(roles, headers, looks)
    _settle_texts(roles, looks)
    _keep_fullest(roles, looks, "counterparty", "ignore")
    return roles


def _fitting(header: str, column: ColumnLook) -> str:
    """The best role of the header's words that the cells do not contradict."""
    found = sorted(header_roles(header).items(), key=lambda item: -item[1])
    for role, _ in found:
        if role in ("currency", "original_currency") and column.share(column.readable) > _ENOUGH:
            return "original_amount"
        if _allows(role, column):
            return role
    return ""


def _allows(role: str, column: ColumnLook) -> bool:
    """False where the cells cannot be of this role; a blank column may be anything."""
    if not column.filled:
        return True
    if role in DATES:
        return column.share(column.dates) >= 0.3
    if role in MONEY:
        return column.share(column.readable) >= 0.3 and not column.dates
    if role == "currency":
        return column.share(column.codes) >= _ENOUGH
    if role == "original_currency":
        return column.share(column.codes) >= _ENOUGH
    if role == "flag":
        return column.share(column.flags) >= _ENOUGH
    if role == "account":
        return column.share(column.cents) < _ENOUGH
    if role in ("description", "counterparty"):
        return column.share(column.dates) < 0.8 and column.share(column.amounts) < 0.8
    return True


def _settle_dates(roles: list[str], looks: list[ColumnLook]) -> None:
    """One booking date; others become value or transaction dates."""
    fullest = max((looks[i].filled for i, r in enumerate(roles) if r in DATES), default=0)
    # pending rows have no booking date yet, so with a status column more blanks are normal
    least = fullest * (0.4 if "status" in roles else 0.8)
    ranked = sorted(
        (DATES.index(r), i) for i, r in enumerate(roles) if r in DATES and looks[i].filled >= least
    )
    if not ranked:
        return
    chosen = ranked[0][1]
    for i, role in enumerate(roles):
        if i == chosen:
            roles[i] = "date"
        elif role in DATES:
            spare = role == "value_date" and "value_date" not in roles[:i]
            roles[i] = "value_date" if spare else "transaction_date"


def _settle_flags(roles: list[str], headers: list[str], looks: list[ColumnLook]) -> None:
    """A direction column: by its header, or unnamed or vague with nothing but such words."""
    if "flag" in roles:
        return
    for i, column in enumerate(looks):
        vague = roles[i] in ("", "type", "description", "status", "category", "in", "out")
        if vague and is_flag(column):
            roles[i] = "flag"
            return


def is_flag(column: ColumnLook) -> bool:
    """Only direction words: both sides, or one side against blanks."""
    if not column.filled or column.flags < 0.95 * column.filled or len(column.values) > 4:
        return False
    sides = {side for v in column.values if (side := flag_side(v))}
    if sides == {"in", "out"}:
        return True
    sure = all(
        v.upper().rstrip(".") in ("CR", "DR", "DEBIT", "CREDIT", "DB") for v in column.values
    )
    return sure or (
        column.filled < column.rows and all(v in ("C", "D", "-") for v in column.values)
    )


def _settle_money(roles: list[str], headers: list[str], looks: list[ColumnLook]) -> None:
    """One amount, one balance; a lone in or out column with signs is an amount."""
    _keep_one(roles, headers, "balance")
    _keep_fullest(roles, looks, "currency", "original_currency")
    if "amount" not in roles and ("in" in roles) != ("out" in roles):
        side = "in" if "in" in roles else "out"
        roles[roles.index(side)] = "amount"
    for side in ("in", "out"):
        if roles.count(side) > 1:
            _keep_one(roles, headers, side)
    amounts = [i for i, r in enumerate(roles) if r == "amount"]
    if len(amounts) > 1:
        fees = "fee" in roles
        chosen = max(amounts, key=lambda i: _amount_rank(headers[i], looks[i], fees))
        for i in amounts:
            if i != chosen:
                roles[i] = "original_amount" if "original_amount" not in roles else "ignore"
        if header_currency(headers[chosen]) and "currency" in roles:
            # the amount's own header names the currency, so the column names another amount's
            roles[roles.index("currency")] = "original_currency"
    if not any(r in ("amount", "in", "out") for r in roles):
        _amount_by_content(roles, looks)


def _amount_rank(header: str, column: ColumnLook, fees: bool) -> tuple[bool, bool, bool, float]:
    """Filled; beside a fee column the net amount; with a currency in its name; by its name."""
    coded = header_currency(header) not in ("", "$")
    net = fees and names_net(header)
    return (column.filled > 0, net, coded, header_roles(header).get("amount", 0.0))


def _amount_by_content(roles: list[str], looks: list[ColumnLook]) -> None:
    free = [
        i
        for i, r in enumerate(roles)
        if not r and looks[i].filled and looks[i].share(looks[i].amounts) >= 0.9
    ]
    cents = [i for i in free if looks[i].share(looks[i].cents) > 0.5]
    for i in cents or free:
        roles[i] = "amount"


def _keep_one(roles: list[str], headers: list[str], role: str) -> None:
    found = [i for i, r in enumerate(roles) if r == role]
    if len(found) < 2:
        return
    chosen = max(found, key=lambda i: (header_roles(headers[i]).get(role, 0.0), -i))
    for i in found:
        if i != chosen:
            roles[i] = "ignore"


def _keep_fullest(roles: list[str], looks: list[ColumnLook], role: str, spare: str) -> None:
    """Only the column with most cells keeps the role; the first of equals."""
    found = [i for i, r in enumerate(roles) if r == role]
    if len(found) > 1:
        chosen = max(found, key=lambda i: (looks[i].filled, -i))
        for i in found:
            if i != chosen:
                roles[i] = spare


def _settle_accounts(roles: list[str], headers: list[str], looks: list[ColumnLook]) -> None:
    """The holder's own account: filled in every row, or one value; else it is the other side's."""
    found = [i for i, r in enumerate(roles) if r == "account"]
    partners = [i for i, r in enumerate(roles) if r in ("counterparty", "counterparty_account")]
    good = [i for i in found if _own_account(headers[i], looks[i], any(p < i for p in partners))]
    best = max(good, key=lambda i: (looks[i].ibans > 0, -i), default=None)
    for i in found:
        if i != best:
            roles[i] = "counterparty_account" if looks[i].filled else "ignore"


def _own_account(header: str, column: ColumnLook, partner: bool) -> bool:
    """`partner`: a counterparty's column stands to the left, so this may be its account."""
    if not column.filled:
        return False
    if len(column.values) > 1 and (partner or column.filled < column.rows):
        return False
    if column.filled < column.rows and header_roles(header).get("account", 0.0) < _ENOUGH:
        return False
    weak = "bank account" in header.lower() and partner
    if weak and (column.filled < column.rows or column.rows < 2):
        return False
    many = len(column.values) > max(4, column.rows // 10)
    return not (many and len(column.values) > 1)


def _settle_texts(roles: list[str], looks: list[ColumnLook]) -> None:
    """A table needs a description: the counterparty, a type or the longest text stands in."""
    if "description" in roles:
        filled = [i for i, r in enumerate(roles) if r == "description" and looks[i].filled]
        if filled or not any(c.filled for c in looks):
            return
    order = [i for i, r in enumerate(roles) if not r and _is_text(looks[i])]
    if not order and "counterparty" not in roles and roles.count("bank_id") > 1:
        # "Ref1", "Ref2" without any description: the longest of them says what happened
        order = [i for i, r in enumerate(roles) if r == "bank_id" and _is_text(looks[i])]
    if order:
        roles[max(order, key=lambda i: looks[i].length)] = "description"
    elif "counterparty" not in roles:
        for stand_in in ("type", "category", "counterparty_account"):
            if stand_in in roles and looks[roles.index(stand_in)].filled:
                roles[roles.index(stand_in)] = "description"
                return


def _is_text(column: ColumnLook) -> bool:
    return (
        column.filled > 0
        and column.share(column.dates) < 0.5
        and column.share(column.readable) < 0.5
        and column.length / column.filled > 3
    )


def roles_by_content(looks: list[ColumnLook]) -> list[str]:
    """Roles without any header: dates, currency, direction words, texts; amounts stay "amount"."""
    roles = [""] * len(looks)
    for i, column in enumerate(looks):
        if column.share(column.dates) >= 0.8:
            taken = "value_date" if "date" in roles else "date"
            roles[i] = "ignore" if "value_date" in roles else taken
        elif column.share(column.codes) >= 0.9 and "currency" not in roles:
            roles[i] = "currency"
        elif is_flag(column) and "flag" not in roles:
            roles[i] = "flag"
        elif column.share(column.ibans) >= 0.9 and len(column.values) == 1 < column.filled:
            roles[i] = "account"
    _amount_columns(roles, looks)
    texts = [i for i, r in enumerate(roles) if not r and _is_text(looks[i])]
    if texts:
        widest = max(texts, key=lambda i: (looks[i].length / looks[i].filled) * looks[i].filled)
        for i in texts:
            distinct = len(looks[i].values) > max(1, looks[i].filled // 3)
            roles[i] = "description" if i == widest or distinct else "category"
    return roles


def _amount_columns(roles: list[str], looks: list[ColumnLook]) -> None:
    money = [
        i
        for i, column in enumerate(looks)
        if not roles[i] and column.filled and column.share(column.amounts) >= 0.8
    ]
    cents = [i for i in money if looks[i].share(looks[i].cents) >= 0.5]
    for i in cents or money:
        roles[i] = "amount"
