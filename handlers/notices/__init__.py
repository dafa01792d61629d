"""Notices of the office: written, consented to, sent, followed."""
