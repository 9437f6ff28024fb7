"""From a site's address to a clean article: no Prefect, no psycopg."""
