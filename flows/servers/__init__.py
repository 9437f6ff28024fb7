"""The servers that this machine runs, as child processes that end with their parent."""
