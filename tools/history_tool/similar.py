"""The tool `find_similar`.

Here: checking the description and writing the answer. Not here: finding decisions, and whose they
are (ToolContext.similar).
"""

from tools.answers import answer_listing
from tools.arguments import line_of
from tools.context import ToolContext
from tools.plaintext import plain_line

DESCRIPTION_LONGEST = 200
DECISIONS_MOST = 8


def find_similar(context: ToolContext, description: str) -> str:
    """Find decided transactions of this business whose descriptions are like the one given.

    `description`: as the bank writes it, at most 200 characters.

    Answers with JSON: description, decisions (description, payee, account, business_percent,
    times, last_date, direction; the most alike first) and a note. Only decisions of people count,
    none of machines.
    """
    asked = line_of(description, "description", DESCRIPTION_LONGEST)
    decisions = [
        {
            "description": plain_line(one.description, DESCRIPTION_LONGEST),
            "payee": plain_line(one.payee, 120),
            "account": plain_line(one.account, 120),
            "business_percent": format(one.business_percent, "f"),
            "times": one.times,
            "last_date": one.last_date.isoformat(),
            "direction": one.direction,
        }
        for one in context.similar(asked, DECISIONS_MOST)[:DECISIONS_MOST]
    ]
    note = "Decided by people of this business."
    if not decisions:
        note = "Nothing alike was decided in this business so far."
    return answer_listing("decisions", decisions, description=asked, note=note)
