"""One writer per statement format: ParsedStatements -> the bytes that a bank would send.

Here: files to be read back, in the dialects that banks use. Not here: which statements are
written (properties/invented.py), what must come back (properties/test_*_round_trip.py). A writer
takes plain sequences of statements, so the benchmarks write their long files with it as well.
"""
