"""A small real web server with four CPPCC sites: `python -m crawler.replica`, or `server.Replica` in a test."""
