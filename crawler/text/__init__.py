"""Pure text: bytes and str in, values out; no clock, disk or network. Read `clean.py` first."""
