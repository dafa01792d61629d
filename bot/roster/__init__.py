"""Rosters as files: read, imported, reported on; and the invitations that follow."""
