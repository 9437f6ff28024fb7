"""When something is an alarm: one kind a file, each a function of what was observed and what stood before."""
