"""What Telegram limits by a flood answer, and the methods that have limits of their own."""

# What rests: a chat, a method, or with None everybody.
Scope = int | str | None

# Neither messages nor edits: Telegram does not count them with these, but each by itself.
METHODS = {
    "answerCallbackQuery": (60, 1.0),
    "fetch": (20, 1.0),
    "getFile": (20, 1.0),
    "getChat": (10, 1.0),
    "getChatMember": (10, 1.0),
    "getChatAdministrators": (10, 1.0),
    "setMyCommands": (5, 1.0),
    "deleteMyCommands": (5, 1.0),
    "leaveChat": (5, 1.0),
}


def scope_of(method: str, lane: int | None, chat: int | str | None = None) -> Scope:
    """What Telegram limits by a flood answer to this call."""
    if method in METHODS:
        return method
    return lane if lane is not None else (chat if chat is not None else method)


def in_words(scope: Scope) -> str:
    """What rests, for the log."""
    match scope:
        case None:
            return "every call rests"
        case int():
            return f"chat {scope} rests"
        case _:
            return f"{scope} rests"
