"""The committees' websites, as data."""
