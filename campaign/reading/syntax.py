"""What to tell the reader about a text that is not TOML."""

import re
import tomllib
from collections.abc import Mapping

from campaign.reading.faults import Fault, fault_of
from campaign.texts import Text

WHERE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")
WIDE_SIGNS = "“”‘’＝，［］｛｝＂＃【】：。"  # noqa: RUF001 - look-alikes typed by mistake are meant
IN_QUOTES = re.compile(r"\"(?:\\.|[^\"\\])*\"|'[^']*'")
# In characters.
LONGEST_EXCERPT = 60
# What tomllib says, from its beginning, and the text that tells it to people.
PROBLEMS: Mapping[str, str] = {
    "Cannot overwrite a value": "campaign_file.name_twice",
    "Cannot declare": "campaign_file.table_twice",
    "Cannot mutate immutable namespace": "campaign_file.table_closed",
    "Cannot redefine namespace": "campaign_file.table_twice",
    "Duplicate inline table key": "campaign_file.name_twice",
    "Expected '=' after a key": "campaign_file.no_equals_sign",
    "Expected ']' at the end of a table": "campaign_file.no_bracket",
    "Expected ']]' at the end of an array": "campaign_file.no_brackets",
    "Expected newline or end of document": "campaign_file.more_on_the_line",
    "Illegal character": "campaign_file.bad_character",
    "Invalid date or datetime": "campaign_file.no_such_date",
    "Invalid initial character for a key": "campaign_file.bad_name",
    "Invalid statement": "campaign_file.no_statement",
    "Invalid value": "campaign_file.bad_value",
    "Unclosed array": "campaign_file.open_list",
    "Unclosed inline table": "campaign_file.open_table",
    "Unescaped": "campaign_file.backslash",
    "Unterminated string": "campaign_file.open_quotes",
    "Expected ": "campaign_file.open_quotes",
}


def plain_text(text: str) -> str:
    """The text with plain line ends and without the mark that Windows puts in front."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n")


def syntax_fault(text: str, problem: tomllib.TOMLDecodeError) -> Fault:
    """The fault for a text that `tomllib` refuses. It stops at the first, so there is one."""
    said = str(problem)
    found = WHERE.search(said)
    lines = text.rstrip().split("\n")
    line = int(found[1]) if found and found[1] else len(lines)
    written = lines[min(line, len(lines)) - 1].strip()
    signs = sorted(set(IN_QUOTES.sub("", written.partition(" #")[0])) & set(WIDE_SIGNS))
    said = WHERE.sub("", said)
    words = {"excerpt": written[:LONGEST_EXCERPT], "signs": " ".join(signs), "problem": _said(said)}
    return fault_of("syntax_wide" if signs else "syntax", words, "", line)


def _said(problem: str) -> Text | str:
    key = next((key for known, key in PROBLEMS.items() if problem.startswith(known)), None)
    return Text(key) if key else problem
