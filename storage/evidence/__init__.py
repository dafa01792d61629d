"""Evidence: what was received, its copies on disk, and which files are kept."""
