"""LedgerFlow's side of the books benchmark: one task in a process of an installation.

Here: tasks on the public services, timed from call to result. Not here: who starts them
(books_ours.py) or what must be reached (books_judge.py). Run as
`python -m benchmarks.books_child TASK`, TASK being JSON {"do": name, ...}; it prints one line of
JSON. The installation is that of the environment.
"""

import importlib
import json
import sys

import django

TASKS = {
    "found": "books_setting_up",
    "open_businesses": "books_setting_up",
    "import_file": "books_setting_up",
    "seal": "books_setting_up",
    "balances": "books_reads",
    "reads": "books_reads",
    "proof": "books_reads",
    "reports": "books_reads",
    "posts": "books_posts",
    "batches": "books_posts",
    "client": "books_posts",
}
"""Function -> the module that has it; they are imported once Django is set up."""


def main() -> None:
    """Do what the task names and print what came of it."""
    task = json.loads(sys.argv[1])
    django.setup()
    module = importlib.import_module(f"benchmarks.{TASKS[task['do']]}")
    print(json.dumps(getattr(module, task["do"])(task)), flush=True)


if __name__ == "__main__":
    main()
