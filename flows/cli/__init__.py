"""The command line: one subject a file; app.py puts them together."""
