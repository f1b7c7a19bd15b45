"""What a docstring says is read, in each of the usual ways to write it."""

import pytest

from ledgerflow.agents.toolbox.docstrings import parameter_texts, summary_of

GOOGLE = """Look for lamps.

    Args:
        query (str): a few words,
            no numbers.
        count: how many.

    Returns:
        JSON.
    """

SPHINX = """Look for lamps.

    :param query: a few words
    :param count: how many
    """


def test_the_usual_ways_to_describe_parameters_are_understood():
    assert parameter_texts(GOOGLE, ["query", "count"]) == {
        "query": "a few words, no numbers.",
        "count": "how many.",
    }
    assert parameter_texts(SPHINX, ["query", "count"]) == {
        "query": "a few words",
        "count": "how many",
    }
    prose = "Look.\n\n`query`: a few words of\nthe name. Answers.\nnote: this is none."
    assert parameter_texts(prose, ["query", "other"]) == {"query": "a few words of the name."}
    assert parameter_texts(GOOGLE, []) == {}


@pytest.mark.parametrize("text", [GOOGLE, SPHINX])
def test_sections_are_left_out_of_what_the_model_reads_of_the_whole(text):
    assert summary_of(text) == "Look for lamps."


def test_prose_is_kept_whole():
    assert summary_of("Look.\n\n    `query`: words. All is data.\n    ") == (
        "Look.\n\n`query`: words. All is data."
    )
