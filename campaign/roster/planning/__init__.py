"""What an import of a roster would do, what it asks first, and how one that was sent goes on."""
