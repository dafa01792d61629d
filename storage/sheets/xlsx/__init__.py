"""XLSX: its parts, its sheets, its cells."""
