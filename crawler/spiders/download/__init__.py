"""How a request goes out: the handler that keeps raw bytes, the scheduler, TLS, names, and what errors mean."""
