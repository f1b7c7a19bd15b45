"""The tool `lookup_merchant`.

Here: checking the name and writing the answer. Not here: the knowledge (ToolContext.merchants).
"""

from tools.answers import answer_listing
from tools.arguments import line_of
from tools.context import ToolContext
from tools.plaintext import plain_line

NAME_LONGEST = 120
MERCHANTS_MOST = 5


def lookup_merchant(context: ToolContext, name: str) -> str:
    """Look a merchant's name up in the knowledge that is shipped; nothing leaves the machine.

    `name`: the merchant as the bank writes it or as it is known, at most 120 characters.

    Answers with JSON: name, merchants (name, trade, account_hint, how_sure) and a note.
    """
    asked = line_of(name, "name", NAME_LONGEST)
    merchants = [
        {
            "name": plain_line(one.name, NAME_LONGEST),
            "trade": plain_line(one.trade, NAME_LONGEST),
            "account_hint": plain_line(one.account_hint, NAME_LONGEST),
            "how_sure": plain_line(one.how_sure, NAME_LONGEST),
        }
        for one in context.merchants(asked, MERCHANTS_MOST)[:MERCHANTS_MOST]
    ]
    note = "What is usual for the trade; this business may differ."
    if not merchants:
        note = "No merchant of this name is known; a search of the web may tell more."
    return answer_listing("merchants", merchants, name=asked, note=note)
