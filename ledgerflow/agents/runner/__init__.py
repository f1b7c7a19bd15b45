"""Running an agent: one question to a language model, within limits, with tools, to one outcome.

Here: run.py is the way in; each module says what it does. Not here: what is asked and which answers
are taken (kinds/), the tools (toolbox/), any row. Modules that need pydantic-ai import it at their
top and are themselves imported only inside functions: the base installation does without it.
"""
