"""Texts compared: fingerprints, near-duplicates, and the terms a search finds them by."""
