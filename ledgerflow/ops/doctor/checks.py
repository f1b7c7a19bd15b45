"""The list of all checks, in the order in which they are told.

Here: the list. Not here: any check, or running them (examine.py).
"""

from ledgerflow.ops.doctor import (
    backups,
    clock,
    connections,
    disks,
    knowledge,
    migrations,
    outside,
    queues,
    roles,
    secrets,
    versions,
)
from ledgerflow.ops.doctor.finding import Check

CHECKS: tuple[Check, ...] = (
    Check("versions", versions.look),
    Check("connections", connections.look),
    Check("roles", roles.look, needs_database=True),
    Check("migrations", migrations.look, needs_database=True),
    Check("jobs", queues.look, needs_database=True),
    Check("disks", disks.look),
    Check("clock", clock.look),
    Check("secrets", secrets.look),
    Check("backups", backups.look),
    Check("knowledge", knowledge.look),
    Check("outside", outside.look),
)
