"""Who is told of alarms, and how: one kind of receiver a file, all in the same order; `receivers.py` knows them all."""
