"""Text to repaired text: one kind of damage a file, each repair counted; repair.py is their order."""
