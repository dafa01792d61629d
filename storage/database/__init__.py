"""The database: opened, migrated, and asked within transactions."""
