"""Bytes to text: which character encoding a page is in, also where it declares another, or is in two."""
