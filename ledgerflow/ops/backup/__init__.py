"""Backups that count: dumped from one snapshot, restored into a scratch database, compared equal.

Here, from the bottom up: names, manifest and the shelf (what lies in the folder), the target
(how to reach the database), digests (what must be equal), then creating, verifying, restoring,
pruning.
Not here: when backups run (ops/tasks.py) or what the operator types (cli/backup.py).
"""
