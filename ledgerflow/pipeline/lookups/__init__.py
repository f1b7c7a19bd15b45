"""Asking agents about what rules and learning cannot place.

Here: who may be asked (permits.py), one payee (asking_one.py), a whole look-up (batch.py, crew.py),
trying an agent (trial.py), upkeep (abandoned.py), undo (undoing.py). Not here: running a model
(agents/runner), questions and suggestions (classification/asking).
"""
