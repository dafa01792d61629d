"""The engine of conversations; it knows nothing of the campaign."""
