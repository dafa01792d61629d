"""Evidence: taken in a conversation, and answered once its copy is kept."""
