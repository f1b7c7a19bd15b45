"""Pages of rules: the list, one rule, the file. Not here: what rules do (pipeline/rules)."""
