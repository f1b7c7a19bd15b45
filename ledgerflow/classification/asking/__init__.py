"""Asking agents about payees that rules and learning cannot place.

Here: who is asked about, what an agent is told, and what becomes of its answer. Not here: running
agents (agents/runner), when they run (pipeline/lookups), or choosing among answers (cascade.py).
"""
