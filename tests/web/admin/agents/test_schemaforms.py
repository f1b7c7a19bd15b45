"""A form from a schema gives the arguments back as a model would send them."""

from ledgerflow.web.admin.agents.schemaforms import arguments_of, schema_form

SCHEMA = {
    "type": "object",
    "required": ["query"],
    "properties": {
        "query": {"type": "string", "description": "What to <b>look</b> for."},
        "count": {"type": "integer", "default": 5},
        "share": {"type": "number"},
        "exact": {"type": "boolean", "default": False},
        "order": {"enum": ["best", "newest"], "type": "string"},
        "words": {"type": "array", "items": {"type": "string"}, "default": ["a"]},
        "maybe": {"anyOf": [{"type": "string"}, {"type": "null"}]},
    },
}


def sent(**fields):
    return schema_form(SCHEMA, {f"argument-{name}": value for name, value in fields.items()})


def test_every_type_has_its_field():
    form = schema_form(SCHEMA)
    kinds = {name: type(field).__name__ for name, field in form.fields.items()}
    assert kinds == {
        "query": "CharField",
        "count": "IntegerField",
        "share": "FloatField",
        "exact": "BooleanField",
        "order": "ChoiceField",
        "words": "JSONField",
        "maybe": "CharField",
    }
    assert form.fields["count"].initial == 5
    assert form.fields["query"].required
    assert not form.fields["count"].required


def test_help_from_a_docstring_is_escaped():
    assert "&lt;b&gt;" in schema_form(SCHEMA).fields["query"].help_text


def test_what_was_left_empty_is_left_out():
    form = sent(query=" old mill ", count="", exact="on", words='["x", "y"]')
    assert form.is_valid()
    assert arguments_of(form) == {"query": " old mill ", "exact": True, "words": ["x", "y"]}


def test_what_does_not_fit_is_an_error_of_its_field():
    form = sent(query="", count="many", words="[")
    assert not form.is_valid()
    assert set(form.errors) == {"query", "count", "words"}


def test_a_tool_without_arguments_has_an_empty_form():
    form = schema_form({"type": "object", "properties": {}}, {})
    assert form.is_valid()
    assert arguments_of(form) == {}
