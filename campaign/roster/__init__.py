"""The roster as the office writes it, and what an import of it would do."""
