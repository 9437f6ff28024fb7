"""The page that each run leaves: model.py what it says, queries.py where that comes from, render.py how it looks."""
