"""Agents as governed data: models, tools, prompts and runs are rows.

Here: the registry of tools, the runner and its limits, what a run leaves behind. Not here: the
tools themselves (tools/), what an agent is asked about transactions (classification/asking), or
when agents run (pipeline/lookups).
"""
