"""The words that the script of the review page says, in the language of the page.

Here: texts for js/review.js. Not here: what stands in templates.
"""

from django.utils.translation import gettext as _


def words() -> dict[str, str]:
    """Texts by the names that the script knows; "{n}" and others are filled in there."""
    return {
        "group": _("Review"),
        "next": _("Next group"),
        "previous": _("Group before"),
        "nextRow": _("Next row"),
        "previousRow": _("Row before"),
        "tick": _("Mark the group, or select the row"),
        "range": _("Select down to here"),
        "all": _("Mark all groups of the list, or none"),
        "accept": _("Accept what is suggested"),
        "search": _("Search the list"),
        "again": _("The same as the last decision"),
        "againShort": _("Same again: {what}"),
        "share": _("Business share"),
        "toAll": _("Applies to all {n} alike."),
        "toOne": _("Applies to this one."),
        "toRows": _("Applies to the {n} rows that are ticked."),
        "toGroups": _("Applies to the {n} groups that are marked ({m} transactions)."),
        "rest": _("{amount} is left."),
        "restPercent": _("{amount} % is left."),
        "whole": _("The parts make the whole."),
        "over": _("{amount} more than the whole."),
        "noneSure": _("Nothing is suggested here: choose an account."),
        "lost": _("The server did not answer. Nothing was decided; try again."),
    }
