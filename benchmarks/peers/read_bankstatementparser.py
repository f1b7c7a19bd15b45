"""bankstatementparser on whatever it recognises; its answer is a data frame."""

from collections.abc import Iterable
from pathlib import Path

from bankstatementparser import CamtParser, create_parser
from timed import timed


def amounts_of(path: str) -> Iterable[object]:
    parser = CamtParser(path) if Path(path).suffix == ".xml" else create_parser(path)
    frame = parser.parse()
    name = next(c for c in frame.columns if c.lower() == "amount")
    return list(frame[name])


timed(amounts_of)
