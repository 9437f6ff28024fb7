"""Between spider and downloader: one concern a file; settings.py says in which order they stand."""
