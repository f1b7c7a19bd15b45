"""What happens to files on their way: a byte changes, a piece is lost or doubled, the end is cut.

Here: one such damage at a time. Not here: what a reader must make of it (the tests).
"""

import random


def damaged(whole: bytes, random_: random.Random) -> bytes:
    """The file with one damage; `random_` decides which and where."""
    data = bytearray(whole)
    kind = random_.randrange(4)
    at = random_.randrange(len(data))
    if kind == 0:
        data[at] = random_.randrange(256)
    elif kind == 1:
        del data[at : at + random_.randrange(1, 40)]
    elif kind == 2:
        data[at:at] = data[at : at + random_.randrange(1, 40)]
    else:
        del data[at:]
    return bytes(data)
