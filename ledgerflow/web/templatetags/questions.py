"""How a bank's text is shown to a client. Not here: what is taken out of it (showing.py)."""

from django import template

from ledgerflow.review.questions.showing import masked_text

register = template.Library()


@register.filter
def masked(text: str) -> str:
    """The text with account and card numbers down to their last four characters."""
    return masked_text(str(text))
