"""What a crawl leaves behind: every response byte for byte, and a receipt of what happened."""
