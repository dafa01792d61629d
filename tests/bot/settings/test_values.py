"""Settings as people paste them: right, or one line names the setting and its remedy.

No part of the value is said again: what is secret here is a word that is looked for.
"""

import re
from pathlib import Path

import pytest
from sqlalchemy import make_url

from bot.settings import BrokenStart, Settings, read_settings

WORD = "geheim"
TELEGRAMS = "https://sample.example.edu.cn"


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No settings but the test's."""
    for name in Settings.model_fields:
        monkeypatch.delenv(f"FLAGBEARER_{name.upper()}", raising=False)
    monkeypatch.chdir(tmp_path)


def _read(monkeypatch: pytest.MonkeyPatch, **values: str) -> Settings:
    for name, value in values.items():
        monkeypatch.setenv(f"FLAGBEARER_{name.upper()}", value)
    return read_settings()


def _refused(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> str:
    """The one line, in both languages, with no part of the value that could be a secret."""
    with pytest.raises(BrokenStart) as refusal:
        _read(monkeypatch, **{name: value})
    told = str(refusal.value)
    assert told.startswith(f"FLAGBEARER_{name.upper()}: ")
    assert "\n" not in told
    assert re.search(r"[\u4e00-\u9fff].* / .*[a-z]{3}", told)
    assert WORD not in told
    return told


@pytest.mark.parametrize(
    ("name", "value", "remedy"),
    [
        ("token", "geheim", "@BotFather"),
        ("token", "bot123456:geheim", "without bot"),
        ("token", "123456 : geheim", "without blanks"),
        ("token", "123456：geheim", "@BotFather"),
        ("token", "https://t.me/geheim_bot", "@BotFather"),
        ("token", "<123456:geheim>", "@BotFather"),
        ("token", "123456789:replace-me", "still the example"),
        ("webhook_secret", "replace-me-with-chance", "still the example"),
        ("office_code", "replace-me-with-chance", "still the example"),
        ("api_url", "api.telegram.org", "https://"),
        ("api_url", "https://api.telegram.org/bot", "take /bot and the token away"),
        ("api_url", "https://api.telegram.org/bot123456:geheim", "take /bot and the token away"),
        ("api_url", "https://api.telegram.org/bot123456:geheim/getMe", "take /bot"),
        ("api_url", "https://h:99999", "65535"),
        ("api_url", "https://", "https://"),
        ("api_url", "https：//api.telegram.org", "https://"),
        ("api_url", "ftp://h", "https://"),
        ("listen", "8080", "127.0.0.1:8080"),
        ("listen", ":8080", "127.0.0.1:8080"),
        ("listen", "localhost", "127.0.0.1:8080"),
        ("listen", "127.0.0.1:", "127.0.0.1:8080"),
        ("listen", "127.0.0.1:http", "127.0.0.1:8080"),
        ("listen", "http://127.0.0.1:8080", "without http://"),
        ("listen", "127.0.0.1:8080/", "127.0.0.1:8080"),
        ("listen", "127.0.0.1：8080", "127.0.0.1:8080"),
        ("listen", "127.0.0.1:70000", "65535"),
        ("listen", "127.0.0.1:123456789012345678901234", "65535"),
        ("listen", "127.0.0.1:-1", "65535"),
        ("listen", "::1:8080", "brackets"),
        ("listen", "[:::]:8080", "brackets"),
        ("listen", "a..b:8080", "127.0.0.1:8080"),
        ("listen", "*:8080", "127.0.0.1:8080"),
        ("webhook_secret", "geheim geheim geheim", "16 to 256"),
        ("webhook_secret", "geheim", "16 to 256"),
        ("webhook_secret", "x" * 257, "16 to 256"),
        ("office_code", "geheim!!", "8 to 64"),
        ("rate", "fast", "number of 0 or more"),
        ("rate", "-1", "number of 0 or more"),
        ("rate", "nan", "number of 0 or more"),
        ("rate", "inf", "number of 0 or more"),
        ("rate", "30/s", "number of 0 or more"),
        ("flood", "2.5", "whole number"),
        ("flood", "1" * 400, "whole number"),
        ("channel", "flag_example", "@name"),
        ("channel", "https://t.me/flag_example", "no link"),
        ("channel", "-1234", "-1001234567890"),
        ("channel", "@校报频道频道", "@name"),
        ("now", "tomorrow", "2008-04-28T09:00:00+08:00"),
        ("now", "2008-04-28T09:00:00", "zone"),
        ("now", "2008-04-28", "zone"),
        ("now", "1209344400", "zone"),
        ("now", "2008-13-28T09:00:00+08:00", "zone"),
        ("now", "0001-01-01T00:00:00+08:00", "1990"),
        ("now", "9999-12-31T23:59:59+08:00", "2100"),
        ("log", "verbose", "console or json"),
        ("data", "~nobody-has-this-name/data", "path"),
    ],
)
def test_a_wrong_value_is_named_with_its_remedy(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, remedy: str
) -> None:
    assert remedy in _refused(monkeypatch, name, value)


@pytest.mark.parametrize(
    ("value", "remedy"),
    [
        ("127.0.0.1:1080", "socks5://host:port"),
        ("geheim:1080:me:geheim", "socks5://host:port"),
        ("socks5：//127.0.0.1:1080", "socks5://host:port"),
        ("socks://127.0.0.1:1080", "socks5h://"),
        ("vmess://geheim", "socks5h://"),
        ("tg://proxy?server=h&port=1&secret=geheim", "socks5h://"),
        ("https://t.me/socks?server=h&port=1&pass=geheim", "%40"),
        ("socks5://me:ge@heim@h:1080", "%40"),
        ("socks5://me:ge#heim@h:1080", "%40"),
        ("http://me:ge/heim@h:1080", "%40"),
        ("http://me:ge?heim@h:1080", "%40"),
        ("http://me:100%geheim@h:1080", "%40"),
        ("http://me:ge heim@h:1080", "%40"),
        ("socks5://127.0.0.1", "host:port"),
        ("socks5://127.0.0.1：1080", "half-width"),
        ("socks5://", "host:port"),
        ("http://127.0.0.1:port", "host:port"),
        ("http://127.0.0.1:70000", "65535"),
        ("http://127.0.0.1:0", "65535"),
        ("http://127.0.0.1:7890/geheim", "host:port"),
        ("http://127.0.0.1:1080:me:geheim", "host:port"),
    ],
)
def test_a_proxy_that_cannot_be_used(
    monkeypatch: pytest.MonkeyPatch, value: str, remedy: str
) -> None:
    assert remedy in _refused(monkeypatch, "proxy", value)


@pytest.mark.parametrize(
    ("value", "taken"),
    [
        ("http://127.0.0.1:7890", "http://127.0.0.1:7890"),
        (" http://127.0.0.1:7890/ \t", "http://127.0.0.1:7890"),
        ('"http://127.0.0.1:7890"', "http://127.0.0.1:7890"),
        ("“http://127.0.0.1:7890”", "http://127.0.0.1:7890"),
        ("\u200bhttp://127.0.0.1:7890\ufeff", "http://127.0.0.1:7890"),
        ("HTTP://proxy.example.org", "http://proxy.example.org"),
        ("https://proxy.example.org:443", "https://proxy.example.org:443"),
        ("socks5h://127.0.0.1:1080", "socks5h://127.0.0.1:1080"),
        ("SOCKS4://127.0.0.1:1080", "socks4://127.0.0.1:1080"),
        ("socks5://me:ge%40he%23im@[::1]:1080", "socks5://me:ge%40he%23im@[::1]:1080"),
        ("socks5://me:ge:heim@h:1080", "socks5://me:ge:heim@h:1080"),
    ],
)
def test_a_proxy_as_it_is_pasted(monkeypatch: pytest.MonkeyPatch, value: str, taken: str) -> None:
    proxy = _read(monkeypatch, proxy=value).proxy
    assert proxy is not None
    assert proxy.get_secret_value() == taken


@pytest.mark.parametrize(
    ("value", "remedy"),
    [
        ("postgres://u:geheim@h/d", "begin it with postgresql+asyncpg://"),
        ("postgresql://u:geheim@h/d", "begin it with postgresql+asyncpg://"),
        ("postgresql+psycopg2://u:geheim@h/d", "begin it with postgresql+asyncpg://"),
        ("sqlite:///data/x.db", "begin it with sqlite+aiosqlite://"),
        ("sqlite+pysqlite:///data/x.db", "begin it with sqlite+aiosqlite://"),
        ("mysql://u:geheim@h/d", "postgresql+asyncpg://"),
        ("data/flagbearer.sqlite3", "sqlite+aiosqlite:///"),
        ("C:\\data\\x.db", "sqlite+aiosqlite:///"),
        ("host=h dbname=d password=geheim", "postgresql+asyncpg://"),
        ("postgresql+asyncpg：//u:geheim@h/d", "postgresql+asyncpg://"),
        ("postgresql+asyncpg://u:ge@heim@h/d", "%40"),
        ("postgresql+asyncpg://u:ge@heim#3@h/d", "%40"),
        ("postgresql+asyncpg://u:ge/he@im@h:5432/d", "%40"),
        ("postgresql+asyncpg://u:ge heim@h/d", "%40"),
        ("postgresql+asyncpg://u/x:geheim@h/d", "%40"),
        ("postgresql+asyncpg://u:geheim@h", "name of the database"),
        ("postgresql+asyncpg://u:geheim@h/", "name of the database"),
        ("postgresql+asyncpg://u:geheim@h:0/d", "65535"),
        ("postgresql+asyncpg://u:geheim@h:99999/d", "65535"),
        ("postgresql+asyncpg://u:geheim@h:port/d", "65535"),
        ("postgresql+asyncpg://u:geheim@h：5432/d", "half-width"),
        ("postgresql+asyncpg://u:geheim@h/d?sslmode=geheim", "verify-full"),
        ("postgresql+asyncpg://u:geheim@h/d?ssl=true", "verify-full"),
        ("postgresql+asyncpg://u:geheim@h/d?channel_binding=require", "channel_binding"),
        ("postgresql+asyncpg://u@h/d?1geheim=1", "take it away"),
        ("sqlite+aiosqlite://data/x.db", "three slashes"),
        ("sqlite+aiosqlite://", "a file is needed"),
        ("sqlite+aiosqlite:///", "a file is needed"),
        ("sqlite+aiosqlite:///:memory:", "a file is needed"),
        ("sqlite+aiosqlite:///data/", "a file is needed"),
        ("sqlite+aiosqlite:///C:\\data\\x.db", "not Windows"),
        ("sqlite+aiosqlite:///C:/data/x.db", "not Windows"),
        ("sqlite+aiosqlite:///data\\x.db", "not Windows"),
    ],
)
def test_a_database_address_that_cannot_be_used(
    monkeypatch: pytest.MonkeyPatch, value: str, remedy: str
) -> None:
    assert remedy in _refused(monkeypatch, "database", value)


@pytest.mark.parametrize(
    ("value", "taken"),
    [
        (
            "postgresql+asyncpg://u:p@h/d?sslmode=require",
            "postgresql+asyncpg://u:p@h/d?ssl=require",
        ),
        ("'postgresql+asyncpg://u:p@h:5432/d'", "postgresql+asyncpg://u:p@h:5432/d"),
        ("postgresql+asyncpg://u:a%40b%2Fc@h/d", "postgresql+asyncpg://u:a%40b%2Fc@h/d"),
        ("postgresql+asyncpg://u:a/b#c:d?e@h/d", "postgresql+asyncpg://u:a%2Fb%23c%3Ad%3Fe@h/d"),
        ("postgresql+asyncpg:///d?host=/run/p", "postgresql+asyncpg:///d?host=%2Frun%2Fp"),
        ("postgresql+asyncpg://u@[::1]:5432/d", "postgresql+asyncpg://u@[::1]:5432/d"),
        ("sqlite+aiosqlite:////srv/x.db", "sqlite+aiosqlite:////srv/x.db"),
        ("sqlite+aiosqlite:///数据/x.db", "sqlite+aiosqlite:///数据/x.db"),
    ],
)
def test_a_database_address_as_it_is_pasted(
    monkeypatch: pytest.MonkeyPatch, value: str, taken: str
) -> None:
    assert _read(monkeypatch, database=value).database_url == make_url(taken).render_as_string(
        hide_password=False
    )


@pytest.mark.parametrize(
    ("value", "remedy"),
    [
        ("http://sample.example.edu.cn", "https://"),
        ("sample.example.edu.cn", "https://"),
        ("https://sample.example.edu.cn:6060", "8443"),
        ("https://sample.example.edu.cn:8080/x", "8443"),
        ("https://sample.example.edu.cn:70000", "65535"),
        ("https://localhost", "long polling"),
        ("https://flag", "long polling"),
        ("https://flag.local", "long polling"),
        ("https://127.0.0.1", "long polling"),
        ("https://192.168.1.5:8443", "long polling"),
        ("https://10.0.0.1", "long polling"),
        ("https://999.1.1.1", "long polling"),
        ("https://[::1]", "IPv6"),
        ("https://[2001:db8::1]:443", "IPv6"),
        ("https://", "https://"),
        ("https://:443", "https://"),
        ("https:///webhook", "https://"),
        ("https://sample.example.edu.cn/?key=geheim", "no ?"),
        ("https://sample.example.edu.cn/#x", "no ?"),
        ("https://sample.example.edu.cn/a b", "no ?"),
        ("https://校园.中国", "xn--"),
        ("https：//sample.example.edu.cn", "https://"),
    ],
)
def test_a_webhook_that_telegram_will_never_take(
    monkeypatch: pytest.MonkeyPatch, value: str, remedy: str
) -> None:
    assert remedy in _refused(monkeypatch, "webhook_url", value)


@pytest.mark.parametrize("value", [TELEGRAMS, f"{TELEGRAMS}:8443/flag/", "https://8.8.8.8:88"])
def test_a_webhook_that_telegram_may_take(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    assert _read(monkeypatch, webhook_url=value).webhook_url == value.rstrip("/")


def test_an_own_bot_api_server_may_take_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """Started with --local it posts to any port, by plain http, within its own network."""
    found = _read(monkeypatch, api_url="http://127.0.0.1:8081", webhook_url="http://127.0.0.1:8080")
    assert found.webhook_url == "http://127.0.0.1:8080"


@pytest.mark.parametrize("blank", ["", " ", "''", '""', "\u200b"])
def test_an_empty_value_sets_nothing(monkeypatch: pytest.MonkeyPatch, blank: str) -> None:
    found = _read(monkeypatch, proxy=blank, webhook_url=blank, rate=blank)
    assert (found.proxy, found.webhook_url, found.rate) == (
        None,
        None,
        Settings(_env_file=None).rate,
    )


def test_each_spelling_of_a_password_is_kept_out_of_the_logs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = _read(
        monkeypatch, proxy="socks5://me:a%40b@h:1", database="postgresql+asyncpg://u:c/d@h/x"
    )
    assert {"a%40b", "a@b", "c/d", "c%2Fd"} == set(found.secrets())
