"""The rules of the house, as a reader of source text: which room may import which, who has a clock.

`faults_of(path, source)` gives one sentence for each rule that a module breaks.
"""

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

import telegram

from campaign import messages

# Arrows point downwards only; handlers and schedules do not know each other.
MAY_IMPORT = {
    "bot": {"bot", "handlers", "schedules", "storage", "campaign"},
    "handlers": {"handlers", "storage", "campaign"},
    "schedules": {"schedules", "storage", "campaign"},
    "storage": {"storage", "campaign"},
    "campaign": {"campaign"},
}
OUTSIDE_THE_ROOMS = {"tests", "run"}
# Libraries that stay in the rooms named.
KEPT_IN = {
    "telegram": {"bot"},
    "aiohttp": {"bot"},
    "httpx": {"bot"},
    "starlette": {"bot"},
    "sqlalchemy": {"bot", "storage"},
}
CAMPAIGN_LIBRARIES = {"pydantic", "pydantic_core", "babel", "holidays"}
CLOCKS = {
    "asyncio.create_task",
    "asyncio.ensure_future",
    "asyncio.sleep",
    "datetime.date.today",
    "datetime.datetime.now",
    "datetime.datetime.today",
    "datetime.datetime.utcnow",
    "sqlalchemy.func.current_date",
    "sqlalchemy.func.current_timestamp",
    "sqlalchemy.func.now",
    "time.gmtime",
    "time.localtime",
    "time.monotonic",
    "time.monotonic_ns",
    "time.perf_counter",
    "time.perf_counter_ns",
    "time.sleep",
    "time.time",
    "time.time_ns",
}
# Where a fault of any kind is survived: whatever must go on for as long as the program runs; or
# handed to whoever waits for the outcome (inbox_writer).
MAY_CATCH_ALL = (
    "bot/workers/part",
    "bot/workers/engine",
    "bot/workers/failed_turns",
    "bot/workers/roster_imports",
    "bot/workers/courier",
    "bot/workers/delivery",
    "bot/workers/inbox_writer",
)
NAMES_THAT_SAY_NOTHING = {
    *("utils", "util", "common", "helpers", "helper", "services", "service"),
    *("managers", "manager", "core", "misc"),
}
# Where the Bot API is spelled: in its rooms, and where tables keep what older releases wrote.
SPELLS_THE_BOT_API = ("bot/telegram/", "bot/demo/", "storage/tables/", "storage/migrations/")
# Methods of one small word, such as close, are words of everybody's.
BOT_API_METHODS = {
    name for name in dir(telegram.Bot) if re.fullmatch(r"[a-z]+([A-Z][a-z]+)+", name)
}
# Ids (chat_id, message_id, file_id) are words of ours as well.
BOT_API_WORDS = {
    *("all_group_chats", "all_private_chats", "bot_command", "can_invite_users"),
    *("callback_data", "callback_query", "callback_query_id", "caption_entities"),
    *("chat_join_request", "disable_notification", "edited_message", "entities"),
    *("file_path", "file_unique_id", "forward_origin", "has_spoiler", "inline_keyboard"),
    *("inline_message_id", "input_media", "is_topic_message", "link_preview_options"),
    *("media_group_id", "message_thread_id", "migrate_to_chat_id", "my_chat_member"),
    *("new_chat_member", "old_chat_member", "parse_mode", "protect_content", "reply_markup"),
    *("reply_parameters", "reply_to_message_id", "sender_chat", "show_alert"),
    *("show_caption_above_media", "update_id", "user_id"),
}
# Of what a message and its files may be; smaller limits are numbers like any other.
LIMITS: dict[int | None, str] = {
    messages.MESSAGE_LIMIT: "MESSAGE_LIMIT",
    messages.CAPTION_LIMIT: "CAPTION_LIMIT",
    messages.UPLOAD_LIMIT: "UPLOAD_LIMIT",
    messages.PHOTO_LIMIT: "PHOTO_LIMIT",
    messages.DOWNLOAD_LIMIT: "DOWNLOAD_LIMIT",
}
KEEPS_THE_LIMITS = "campaign/messages.py"
LONGEST_MODULE = 400
LONGEST_FUNCTION = 60


@dataclass(frozen=True, slots=True)
class Module:
    """One source file: where it lies, and what it says."""

    path: PurePosixPath
    source: str
    tree: ast.Module

    @property
    def room(self) -> str:
        return self.path.parts[0].removesuffix(".py")

    @property
    def is_migration(self) -> bool:
        return "migrations" in self.path.parts


def faults_of(path: str, source: str) -> list[str]:
    """Every rule that the module breaks, as 'path:line: sentence', in order of the lines."""
    module = Module(PurePosixPath(path), source, ast.parse(source))
    found: set[tuple[int, str]] = set()
    for rule in RULES:
        found.update(rule(module))
    return [f"{path}:{line}: {sentence}" for line, sentence in sorted(found)]


Faults = Iterator[tuple[int, str]]


def imports(module: Module) -> Iterator[tuple[int, str]]:
    """Each imported name with its line, dotted: `from a.b import c` is a.b.c."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            base = module.room if node.level else node.module
            for alias in node.names:
                yield node.lineno, f"{base}.{alias.name}"


def wrong_arrows(module: Module) -> Faults:
    allowed = MAY_IMPORT.get(module.room)
    if allowed is None:
        return
    for line, name in imports(module):
        top = name.split(".")[0]
        if top in OUTSIDE_THE_ROOMS or (top in MAY_IMPORT and top not in allowed):
            yield line, f"{module.room} may not import {top}"


def libraries_out_of_place(module: Module) -> Faults:
    if module.room not in MAY_IMPORT:
        return
    for line, name in imports(module):
        top = name.split(".")[0]
        if module.room not in KEPT_IN.get(top, {module.room}):
            yield line, f"{top} stays out of {module.room}"
        elif module.room == "campaign" and not belongs_in_campaign(top):
            yield line, f"campaign is pure: not {top}"


def belongs_in_campaign(top: str) -> bool:
    return top in CAMPAIGN_LIBRARIES | set(MAY_IMPORT) or top in sys.stdlib_module_names


def own_clocks(module: Module) -> Faults:
    """A look at the system's clock, a wait or a task of one's own, below bot/."""
    if module.room not in MAY_IMPORT or module.room == "bot":
        return
    full_names = bound_names(module)
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute | ast.Name):
            first, _, rest = dotted(node).partition(".")
            name = f"{full_names.get(first, first)}.{rest}".rstrip(".")
            if name in CLOCKS:
                yield node.lineno, f"{name} below bot/: moments are handed in"


def bound_names(module: Module) -> dict[str, str]:
    """What the names bound by imports stand for: `import time as t` makes t time."""
    found = {}
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                if alias.asname:
                    found[alias.asname] = alias.name
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                found[alias.asname or alias.name] = f"{node.module}.{alias.name}"
    return found


def dotted(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else "?"


def all_catching(module: Module) -> Faults:
    if module.room not in MAY_IMPORT or str(module.path).startswith(MAY_CATCH_ALL):
        return
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ExceptHandler):
            caught = "everything" if node.type is None else dotted(node.type)
            if caught in {"everything", "Exception", "BaseException"} and not isinstance(
                node.body[-1], ast.Raise
            ):
                yield node.lineno, f"only {', '.join(MAY_CATCH_ALL)} survive a fault of any kind"


def sizes(module: Module) -> Faults:
    lines = module.source.count("\n")
    if lines > LONGEST_MODULE:
        yield 1, f"{lines} lines: split it by noun (at most {LONGEST_MODULE})"
    if module.is_migration:
        return
    for node in ast.walk(module.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > LONGEST_FUNCTION:
                yield node.lineno, f"{node.name} has {length} lines (at most {LONGEST_FUNCTION})"


def missing_docstrings(module: Module) -> Faults:
    if ast.get_docstring(module.tree) is None and module.source.strip():
        yield 1, "no docstring says what the module is for"
    if module.room not in {"campaign", "storage"} or module.is_migration:
        return
    for node in module.tree.body:
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if not node.name.startswith("_") and ast.get_docstring(node) is None:
            yield node.lineno, f"{node.name} has no docstring"


def empty_names(module: Module) -> Faults:
    for part in module.path.parts:
        if part.removesuffix(".py") in NAMES_THAT_SAY_NOTHING:
            yield 1, f"'{part}' does not say what is inside"


def bot_api_out_of_place(module: Module) -> Faults:
    """Its methods and words, as names or within strings; what docstrings say is free."""
    if not is_outside_the_bot_api(module):
        return
    docstrings = set(docstrings_of(module.tree))
    for node in ast.walk(module.tree):
        if node not in docstrings:
            for word in sorted(words_of(node) & (BOT_API_METHODS | BOT_API_WORDS)):
                yield getattr(node, "lineno", 1), f"{word}: bot/telegram/ alone spells the Bot API"


def is_outside_the_bot_api(module: Module) -> bool:
    return module.room in MAY_IMPORT and not str(module.path).startswith(SPELLS_THE_BOT_API)


def docstrings_of(tree: ast.Module) -> Iterator[ast.AST]:
    for node in ast.walk(tree):
        if isinstance(
            node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
        ) and ast.get_docstring(node):
            text = node.body[0]
            if isinstance(text, ast.Expr):
                yield text.value


def words_of(node: ast.AST) -> set[str]:
    """The words of a string, or the name that a node binds or reads."""
    match node:
        case ast.Constant(value=str() as text):
            return set(re.findall(r"\w+", text))
        case ast.Name(id=name) | ast.Attribute(attr=name) | ast.arg(arg=name):
            return {name}
        case ast.keyword(arg=str() as name) | ast.alias(name=name):
            return {name}
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
            return {name}
        case _:
            return set()


def limits_out_of_place(module: Module) -> Faults:
    """A limit of Telegram's, written as a number or a product of numbers."""
    if not is_outside_the_bot_api(module) or str(module.path) == KEEPS_THE_LIMITS:
        return
    for node in whole_expressions(module.tree):
        if (known := product(node)) in LIMITS:
            yield node.lineno, f"{known}: import {LIMITS[known]} from campaign.messages"


def whole_expressions(tree: ast.Module) -> Iterator[ast.expr]:
    """Expressions that are no factor of a larger one."""
    factors = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult | ast.FloorDiv)
        for part in (node.left, node.right)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.expr) and id(node) not in factors:
            yield node


def product(node: ast.expr) -> int | None:
    """What a number, or a product of numbers, comes to."""
    match node:
        case ast.Constant(value=int() as number):
            return number
        case ast.BinOp(left=left, op=ast.Mult(), right=right):
            one, other = product(left), product(right)
            return None if one is None or other is None else one * other
        case _:
            return None


RULES = (
    wrong_arrows,
    libraries_out_of_place,
    own_clocks,
    all_catching,
    sizes,
    missing_docstrings,
    empty_names,
    bot_api_out_of_place,
    limits_out_of_place,
)
