"""A month of the coverage grid as a cell of its table.

Here: one tag, as there are a hundred cells on a page. Not here: what a month says
(selectors/coveragegrid.py).
"""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from ledgerflow.web.selectors.coveragegrid import Cell
from ledgerflow.web.templatetags.addresses import shape_of

register = template.Library()

EMPTY = mark_safe('<td class="cover"></td>')


@register.simple_tag
def cover(cell: Cell | None, business_id: int) -> SafeString:
    """Its sign and, for who cannot see it, its words; it leads to the file where there is one."""
    if cell is None:
        return EMPTY
    signs = cell.mark.shape + "".join(sign for sign, _word in cell.extras)
    words = cell.mark.word + (f" ({cell.days})" if cell.days else "")
    words += "".join(f", {word}" for _sign, word in cell.extras)
    inside = format_html(
        '<span aria-hidden="true">{}</span><span class="visually-hidden">{}</span>', signs, words
    )
    if cell.file is not None:
        inside = format_html(
            '<a href="{}" title="{}">{}</a>',
            shape_of("web:statement", 2).format(business_id, cell.file),
            cell.mark.word + (f": {cell.days}" if cell.days else ""),
            inside,
        )
    return format_html('<td class="cover cover-{}">{}</td>', cell.mark.tone, inside)
