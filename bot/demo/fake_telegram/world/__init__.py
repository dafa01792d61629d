"""The demo's Telegram in memory: people, chats, messages, files, and what people do."""
