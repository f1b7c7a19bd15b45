"""Makes ledgerflow/classification/learning/blend_weights.json from labelled transactions.

    python -m benchmarks.train_blend ../shared/labelled [--to FILE]

Here: which files, and writing the weights. Not here: lessons (blend_streams.py), the fit
(blend_fit.py). Only rows of split train are used, and no row of the evaluation's 60 clients; a
file of one small business is left for checking.
"""

import argparse
import json
from pathlib import Path

from benchmarks.blend_fit import fit
from benchmarks.blend_streams import lessons_of, together
from benchmarks.evaluate_data import tasks_of
from ledgerflow.classification.learning.blend import Blend
from ledgerflow.classification.learning.figures import FIGURES

TO = Path("ledgerflow/classification/learning/blend_weights.json")
WORTH = 10_000
DIGITS = 4


def main() -> None:
    """Stream, fit, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="labelled CSV files")
    parser.add_argument("--to", type=Path, default=TO)
    asked = parser.parse_args()
    parts, names = [], []
    for task in tasks_of(asked.folder):
        if task.protocol != "online":
            parts.append(lessons_of(task, WORTH))
            names.append(task.name)
            print(f"{task.name}: {len(parts[-1].size):,} lessons", flush=True)
    made = f"benchmarks/train_blend.py from the train parts of {', '.join(names)}"
    asked.to.write_text(written(fit(together(parts)), made), "utf-8")


def written(blend: Blend, made: str) -> str:
    """The weights as JSON, one figure a line, to DIGITS significant digits."""
    direct = dict(zip(FIGURES, _short(blend.direct.tolist()), strict=True))
    lines = [
        f"  {json.dumps(name)}: {json.dumps(_short(row))}"
        for name, row in zip(FIGURES, blend.hidden.tolist(), strict=True)
    ]
    return (
        f'{{\n"made": {json.dumps(made)},\n"bias": {json.dumps(_short(blend.bias.tolist()))},\n'
        f'"output": {json.dumps(_short(blend.output.tolist()))},\n'
        f'"direct": {json.dumps(direct)},\n"figures": {{\n' + ",\n".join(lines) + "\n}\n}\n"
    )


def _short(values: list[float]) -> list[float]:
    return [float(f"{value:.{DIGITS}g}") for value in values]


if __name__ == "__main__":
    main()
