"""How long the short texts of the tables may be."""

from sqlalchemy import String

TOKEN = String(32)
WORD = String(32)
