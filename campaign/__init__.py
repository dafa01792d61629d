"""The rules of a campaign, pure: no clock, no database, no network."""
