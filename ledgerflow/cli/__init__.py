"""The `ledgerflow` command: one module per group of commands; parse, call one function, render."""
