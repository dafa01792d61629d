"""What a cell shows: its number by its format, its day, its text without marks."""
