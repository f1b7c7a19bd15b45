"""What a kind of agent is: which question it is put and which answers are taken; pure.

Here: the protocol and how a kind refuses an answer. Not here: any kind (one file each), the parts
that answers have in common (answers.py), or asking (runner/).
"""

from collections.abc import Sequence
from typing import Any, Protocol

import pydantic

from ledgerflow.agents.records import CallRecord, Question, Refusal


class AnswerRefused(Exception):
    """The answer fits its schema and still cannot be taken; the model may try once more.

    `message` is for the model: what is wrong and what would be right, without bank data.
    """

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Kind(Protocol):
    """One task that agents do. Without a state of its own, shared by all runs and threads."""

    @property
    def name(self) -> str:
        """The word in Agent.kind and Question.kind."""

    @property
    def template_fields(self) -> frozenset[str]:
        """The fields of a question that a prompt may name; texts of banks are none of them."""

    @property
    def default_prompt(self) -> str:
        """The prompt that the shipped agent starts with."""

    @property
    def default_tools(self) -> tuple[str, ...]:
        """Names of the tools that the shipped agent may call."""

    def answer_type(self, question: Question) -> type[pydantic.BaseModel]:
        """What an answer must look like: strict, nothing else allowed in it, only offered ids."""

    def checked(
        self, answer: pydantic.BaseModel, question: Question, calls: Sequence[CallRecord]
    ) -> tuple[dict[str, Any], tuple[Refusal, ...]]:
        """The answer ready for JSON, and what of it was dropped.

        What it quotes must stand in the results of this run's `calls`. Raises AnswerRefused.
        """
