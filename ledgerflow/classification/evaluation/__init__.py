"""How well suggestions fit: a learner is asked about every transaction before it sees the answer.

Here: the streaming protocol and the figures made from it, pure. Not here: where decisions come
from (the pipeline, the benchmarks), a learner (classification/learning).
"""
