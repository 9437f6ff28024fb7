"""The store: one subject a file; queries are files in sql/queries, and postgres.py alone imports psycopg."""
