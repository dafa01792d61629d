"""Joining, home, help, language, privacy, menus: what concerns one's own account."""
