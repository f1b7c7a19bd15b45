"""Pages of statement files, a module a task. Not here: what happens with a file (pipeline)."""
