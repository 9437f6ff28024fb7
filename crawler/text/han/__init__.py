"""Chinese itself, for every other room of the text: scripts, character frequencies, dates."""
