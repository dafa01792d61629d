"""Duties of branches and of the office."""
