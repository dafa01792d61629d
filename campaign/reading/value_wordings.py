"""The words of faults of the file itself, of its keys and of single values."""

from typing import NamedTuple


class Wording(NamedTuple):
    """What is wrong and what to do about it; `{…}` is filled with the words of a finding."""

    zh: str
    en: str
    remedy_zh: str
    remedy_en: str


VALUE_WORDINGS: dict[str, Wording] = {
    # the file itself
    "not_utf8": Wording(
        "文件不是 UTF-8 编码。",
        "The file is not in UTF-8.",
        "用编辑器「另存为」，编码选 UTF-8。",
        "Save it again with the encoding UTF-8.",
    ),
    "no_file": Wording(
        "读不到这个文件：{reason}。",
        "The file cannot be read: {reason}.",
        "检查路径和读取权限。",
        "Check the path and the permission to read it.",
    ),
    "syntax": Wording(
        "不符合 TOML 写法（{problem}）：{excerpt}",
        "This is not TOML ({problem}): {excerpt}",
        "改正这一行；文字要放在英文双引号里，日期写成 2008-03-19。",
        'Mend this line; texts stand in double quotes ("…"), dates look like 2008-03-19.',
    ),
    "syntax_wide": Wording(
        "这一行用了全角符号 {signs}，TOML 只认半角符号：{excerpt}",
        "This line uses the wide signs {signs}; TOML only knows the plain ones: {excerpt}",
        '把引号、等号、逗号、括号改成英文半角："  =  ,  [ ]  {{ }}',
        'Write quotes, equals sign, commas and brackets plainly: "  =  ,  [ ]  {{ }}',
    ),
    # keys
    "missing": Wording(
        "缺少 {key}。",
        "{key} is missing.",
        "补上 {key}；写法见 docs/campaign-file.md。",
        "Add {key}; docs/campaign-file.en.md shows how.",
    ),
    "missing_language": Wording(
        "缺少{language}文字。",
        "The {language} wording is missing.",
        '写成 {{ zh = "中文", en = "English" }}，两种语言都要有。',
        'Write {{ zh = "中文", en = "English" }}: both languages are needed.',
    ),
    "unknown_key": Wording(
        "不认识 {key}。",
        "{key} is not known here.",
        "删去它。这里可以写的有：{known}。",
        "Take it out. Known here are: {known}.",
    ),
    "unknown_key_close": Wording(
        "不认识 {key}，是不是想写 {close}？",
        "{key} is not known here; did you mean {close}?",
        "改成 {close}，或者删去。",
        "Write {close}, or take it out.",
    ),
    # kinds of values
    "not_text": Wording(
        "这里要写文字，却是 {value}。",
        "A text is wanted here, not {value}.",
        "给它加上英文双引号。",
        'Put it in double quotes ("…").',
    ),
    "not_number": Wording(
        "这里要写整数，却是 {value}。",
        "A whole number is wanted here, not {value}.",
        "只写数字，不加引号、小数和单位。",
        "Write digits only: no quotes, no fraction, no unit.",
    ),
    "not_yes_no": Wording(
        "这里要写 true 或 false，却是 {value}。",
        "true or false is wanted here, not {value}.",
        "写 true（是）或 false（否），不加引号。",
        "Write true or false, without quotes.",
    ),
    "not_day": Wording(
        "这里要写日期，却是 {value}。",
        "A date is wanted here, not {value}.",
        "写成 2008-03-19 的样子，不加引号，不带钟点。",
        "Write it like 2008-03-19: no quotes, no time of day.",
    ),
    "not_time": Wording(
        "这里要写钟点，却是 {value}。",
        "A time of day is wanted here, not {value}.",
        "写成 09:00:00 的样子，不加引号。",
        "Write it like 09:00:00, without quotes.",
    ),
    "not_month": Wording(
        "这里要写月份，却是 {value}。",
        "A month is wanted here, not {value}.",
        '写成 "2008-04" 的样子，要加引号。',
        'Write it like "2008-04", with quotes.',
    ),
    "not_list": Wording(
        "这里要写一个列表，却是 {value}。",
        "A list is wanted here, not {value}.",
        "用方括号列出各项：[ …, … ]；各项是表时也可以写 [[{key}]]。",
        "List them in brackets: [ …, … ]; tables may also stand under [[{key}]].",
    ),
    "not_table": Wording(
        "这里要写一个表，却是 {value}。",
        "A table is wanted here, not {value}.",
        "写成 {{ 名称 = 值, … }}。",
        "Write {{ name = value, … }}.",
    ),
    "not_both": Wording(
        "这里要有中英文两种文字，却是 {value}。",
        "Both languages are wanted here, not {value}.",
        '写成 {{ zh = "中文", en = "English" }}。',
        'Write {{ zh = "中文", en = "English" }}.',
    ),
    "not_one_of": Wording(
        "{value} 不在可选之列。",
        "{value} is none of the choices.",
        "从这些里选一个：{choices}。",
        "Choose one of: {choices}.",
    ),
    "bad_id": Wording(
        "编号 {value} 写法不对。",
        "The id {value} is not in form.",
        "编号只用小写字母、数字和中间的连字符，最长 32 个字符，例如 plan-due。",
        "Ids are small letters, digits and single hyphens between, 32 at most, like plan-due.",
    ),
    "bad_wording": Wording(
        "文字是空的，或者开头、结尾有空格。",
        "The wording is empty, or has blanks at an end.",
        "写上文字，去掉首尾空格。",
        "Write something, and take away blanks at the ends.",
    ),
    "bad_file_name": Wording(
        "{value} 不是单纯的文件名。",
        "{value} is not a plain file name.",
        "只写文件名，例如 notice-2008.txt，并把它放在本文件旁边。",
        "Write the name only, like notice-2008.txt, and put the file beside this one.",
    ),
    "bad_zone": Wording(
        "没有 {value} 这个时区。",
        "There is no time zone {value}.",
        '写时区的标准名称，例如 "Asia/Shanghai"。',
        'Write the name of a zone, like "Asia/Shanghai".',
    ),
    "too_small": Wording(
        "{value} 太小。",
        "{value} is too small.",
        "至少写 {bound}。",
        "Write {bound} at least.",
    ),
    "too_large": Wording(
        "{value} 太大。",
        "{value} is too large.",
        "至多写 {bound}。",
        "Write {bound} at most.",
    ),
    "too_few": Wording(
        "这里至少要有 {bound} 项。",
        "At least {bound} is wanted here.",
        "补上；写法见 docs/campaign-file.md。",
        "Add it; docs/campaign-file.en.md shows how.",
    ),
    "other": Wording(
        "写法不对：{problem}",
        "This is not in form: {problem}",
        "写法见 docs/campaign-file.md。",
        "docs/campaign-file.en.md shows how it is written.",
    ),
}
