"""What every kind of record has: its declaration, its pages, and how it is changed."""
