"""The tag `url`, made fast for addresses of the pages: a built-in of all templates.

Here: Django's tag, which asks the resolver once for each name and fills numbers in from then on. A
page names some hundred addresses; asking for each takes longer than reading its rows. Not here:
the addresses (web/addresses). Other names, words and keywords go Django's way.
"""

from functools import cache
from typing import Any

from django import template
from django.template.base import Parser, Token
from django.template.context import Context
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as django_url
from django.urls import NoReverseMatch, reverse
from django.utils.html import conditional_escape

register = template.Library()

PLACES = tuple(810_000_000_001 + n for n in range(4))
"""Numbers that stand in an address for those to come."""


@cache
def shape_of(name: str, places: int) -> str:
    """The address with `{}` for each of its numbers: "/b/{}/review/"."""
    address = reverse(name, args=PLACES[:places])
    for number in PLACES[:places]:
        address = address.replace(str(number), "{}")
    return address


class AddressNode(URLNode):
    """`{% url 'web:...' number number %}`."""

    def render(self, context: Context) -> Any:
        """The address, or "" where it is kept under a name; NoReverseMatch as Django's."""
        name = self.view_name.resolve(context)
        args = [one.resolve(context) for one in self.args]
        numbers = len(args) <= len(PLACES) and all(type(n) is int and n >= 0 for n in args)
        if self.kwargs or not numbers or not str(name).startswith("web:"):
            return super().render(context)
        try:
            address = shape_of(name, len(args)).format(*args)
        except NoReverseMatch:
            return super().render(context)
        if self.asvar:
            context[self.asvar] = address
            return ""
        return conditional_escape(address) if context.autoescape else address


@register.tag(name="url")
def address(parser: Parser, token: Token) -> URLNode:
    """Django's tag in Django's words."""
    node = django_url(parser, token)
    return AddressNode(node.view_name, node.args, node.kwargs, node.asvar)
