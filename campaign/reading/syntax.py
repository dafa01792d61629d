"""What to tell the reader about a text that is not TOML."""

import re
import tomllib
from collections.abc import Mapping

from campaign.definition import Both
from campaign.reading.faults import Fault, fault_of

WHERE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")
WIDE_SIGNS = "“”‘’＝，［］｛｝＂＃【】：。"  # noqa: RUF001 - look-alikes typed by mistake are meant
IN_QUOTES = re.compile(r"\"(?:\\.|[^\"\\])*\"|'[^']*'")
# In characters.
LONGEST_EXCERPT = 60
# What tomllib says, from its beginning, and the same in Chinese.
PROBLEMS: Mapping[str, str] = {
    "Cannot overwrite a value": "同一个名称写了两次",
    "Cannot declare": "同一个表写了两次",
    "Cannot mutate immutable namespace": "这个表已经写在一行里，不能再添",
    "Cannot redefine namespace": "同一个表写了两次",
    "Duplicate inline table key": "同一个名称写了两次",
    "Expected '=' after a key": "名称后面缺少等号",
    "Expected ']' at the end of a table": "表名后面缺少 ]",
    "Expected ']]' at the end of an array": "表名后面缺少 ]]",
    "Expected newline or end of document": "一个值写完后，行尾还有别的东西",
    "Illegal character": "有不能出现的字符，或引号没有配对",
    "Invalid date or datetime": "没有这个日期",
    "Invalid initial character for a key": "名称只能用英文字母、数字、- 和 _",
    "Invalid statement": "这一行既不是「名称 = 值」，也不是表名；名称只能用英文字母、数字、- 和 _",
    "Invalid value": "等号后面的值写法不对",
    "Unclosed array": "列表缺少 ]",
    "Unclosed inline table": "表缺少 }",
    "Unescaped": "文字里的反斜杠 \\ 要写成 \\\\",
    "Unterminated string": "引号没有配对",
    "Expected ": "引号没有配对",
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


def _said(problem: str) -> Both:
    beginning = next((known for known in PROBLEMS if problem.startswith(known)), None)
    return Both(zh=PROBLEMS[beginning] if beginning else problem, en=problem)
