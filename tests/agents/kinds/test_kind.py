"""How a kind refuses an answer."""

from ledgerflow.agents.kinds.kind import AnswerRefused


def test_a_refusal_tells_the_model_what_would_be_right() -> None:
    refused = AnswerRefused("account: choose one of the offered ids, or null.")
    assert refused.message == str(refused) == "account: choose one of the offered ids, or null."
