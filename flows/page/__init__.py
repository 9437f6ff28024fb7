"""The page that each run leaves: what it says (`page`), where that comes from (`reading`), how it looks (`render`)."""
