"""The bookkeeper's pages: parse, call one function, render."""
