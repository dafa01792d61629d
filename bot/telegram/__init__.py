"""Everything that knows Telegram's Bot API: calls, errors, limits, updates, polling and webhook."""
