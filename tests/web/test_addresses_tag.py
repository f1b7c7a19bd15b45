"""The tag `url` says what Django's says."""

import pytest
from django.template import Context, Engine
from django.urls import NoReverseMatch, get_resolver, reverse

from ledgerflow.web.templatetags.addresses import shape_of

ENGINE = Engine(builtins=["ledgerflow.web.templatetags.addresses"])


def said(text, **named):
    return ENGINE.from_string(text).render(Context(named))


def test_every_address_of_numbers_is_the_one_that_django_gives():
    (web,) = [one for one in get_resolver().url_patterns if getattr(one, "namespace", "") == "web"]
    seen = 0
    for pattern in web.url_patterns:
        converters = getattr(pattern, "pattern", None) and pattern.pattern.converters
        if pattern.name is None or any(
            type(c).__name__ != "IntConverter" for c in converters.values()
        ):
            continue
        numbers = [7 + n for n in range(len(converters))]
        name = f"web:{pattern.name}"
        tag = f"{{% url '{name}' {' '.join(map(str, numbers))} %}}"
        assert said(tag) == reverse(name, args=numbers)
        seen += 1
    assert seen > 60


def test_it_can_be_kept_under_a_name():
    assert said("{% url 'web:review' n as here %}[{{ here }}]", n=4) == "[/b/4/review/]"


@pytest.mark.parametrize(
    ("tag", "address"),
    [
        ("{% url 'web:help' 'howto/rules' %}", "/help/howto/rules/"),
        ("{% url 'admin:index' %}", "/admin/"),
        ("{% url 'web:review' business_id=3 %}", "/b/3/review/"),
        ("{% url 'web:none' as gone %}[{{ gone }}]", "[]"),
    ],
)
def test_other_names_and_words_go_djangos_way(tag, address):
    assert said(tag) == address


@pytest.mark.parametrize("argument", ["'x'", "-1", "''"])
def test_what_is_no_address_is_refused_as_before(argument):
    with pytest.raises(NoReverseMatch):
        said(f"{{% url 'web:review' {argument} %}}")


def test_the_resolver_is_asked_once():
    shape_of.cache_clear()
    for number in range(5):
        said("{% url 'web:review' n %}", n=number)
    assert shape_of.cache_info().misses == 1
