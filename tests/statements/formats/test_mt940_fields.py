"""Where a field and a message begin and end."""

from ledgerflow.statements.formats.mt940_fields import Reader


def tags(text: str) -> list[list[str]]:
    return [[f.tag for f in message.fields] for message in Reader(text).messages()]


def field(text: str, tag: str) -> list[str]:
    (message,) = Reader(text).messages()
    return next(f.lines for f in message.fields if f.tag == tag)


def test_a_wrapped_clock_time_in_the_details_is_no_field():
    text = ":20:A\n:25:B\n:60F:C250129EUR1,00\n:61:250130C1,00N\n:86:paid 2025-01-30T16\n"
    for clock in (":26:37 card", ":20:37 card", ":25:10 card", ":21:09", ":13:11", ":28:00"):
        assert field(f"{text}{clock}\n:62F:C250130EUR2,00\n", "86") == [
            "paid 2025-01-30T16",
            clock,
        ]


def test_a_code_of_the_banks_own_in_the_details_is_text():
    text = ":61:250130C1,00N\n:86:166?00CREDIT?20INV\n:KO:NR:4711?21MAY\n"
    assert field(text, "86") == ["166?00CREDIT?20INV", ":KO:NR:4711?21MAY"]


def test_an_unknown_field_before_the_entries_is_left_out_of_the_others():
    text = ":20:A\n:25:B\n:NSF:HELLO\n:60F:C250129EUR1,00\n"
    assert field(text, "25") == ["B"]


def test_a_dash_alone_ends_a_message_only_after_its_closing_balance_or_before_a_new_one():
    text = ":61:250130C1,00N\n:86:period 01-01/31-01\n-\n:62F:C250130EUR2,00\n-\n:20:B\n:25:C\n"
    assert tags(text) == [["61", "86", "62F"], ["20", "25"]]


def test_what_stands_between_two_messages_belongs_to_neither():
    text = ":20:A\n:62F:C250130EUR2,00\n-XXX\n0000 01NORDXX2AXXXX00001\n940 00\n:20:B\n:25:C\n"
    messages = list(Reader(text).messages())
    assert [m.ended for m in messages] == [True, False]
    assert messages[0].fields[-1].lines == ["C250130EUR2,00"]


def test_an_envelope_begins_a_message_and_its_brace_ends_it():
    text = "{1:F01A}{4:\n:20:A\n-}{5:{CHK:1}}\x03\x01{1:F01A}{4:\n:20:B\n"
    first, second = Reader(text).messages()
    assert (first.fields[0].lines, second.fields[0].lines) == (["A"], ["B"])
    assert second.enveloped
    assert not second.ended
