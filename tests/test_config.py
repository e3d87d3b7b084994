from pathlib import Path

import pytest

from bot.config import ConfigFault, Listen, Settings, read
from bot.store.places import Server, password_of

TOKEN = "123:very-secret-token"


def test_nothing_set_gives_the_defaults() -> None:
    settings = read({})
    assert settings == Settings()
    assert settings.api_url == "https://api.telegram.org"
    assert settings.database == Path("var/bot.sqlite3")
    assert settings.webhook_listen == Listen("127.0.0.1", 8080)


def test_everything_can_be_set() -> None:
    settings = read(
        {
            "TELEGRAM_BOT_TOKEN": f" {TOKEN}\n",
            "TELEGRAM_API_URL": "http://127.0.0.1:8081/",
            "DATABASE_URL": "sqlite:////srv/bot.sqlite3",
            "WEBHOOK_URL": "https://bot.example.org:8443/hook",
            "WEBHOOK_SECRET": "aB-_9",
            "WEBHOOK_LISTEN": "[::1]:9000",
            "LOG_LEVEL": "debug",
        }
    )
    assert settings == Settings(
        token=TOKEN,
        api_url="http://127.0.0.1:8081",
        database=Path("/srv/bot.sqlite3"),
        webhook_url="https://bot.example.org:8443/hook",
        webhook_secret="aB-_9",
        webhook_listen=Listen("::1", 9000),
        log_level="DEBUG",
    )


def test_an_empty_value_counts_as_not_set() -> None:
    assert read({"TELEGRAM_BOT_TOKEN": "", "DATABASE_URL": " ", "LOG_LEVEL": ""}) == Settings()


def test_a_command_may_have_a_database_of_its_own() -> None:
    assert read({}, "sqlite:///var/try/bot.sqlite3").database == Path("var/try/bot.sqlite3")
    assert read({"DATABASE_URL": "sqlite:///x"}, "sqlite:///var/try/bot.sqlite3").database == Path("x")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TELEGRAM_BOT_TOKEN", "no token"),
        ("TELEGRAM_BOT_TOKEN", "very-secret:123"),
        ("TELEGRAM_API_URL", "api.telegram.org"),
        ("TELEGRAM_API_URL", "ftp://example.org"),
        ("TELEGRAM_API_URL", "https://example.org/?a=b"),
        ("TELEGRAM_API_URL", "https://[example.org"),
        ("TELEGRAM_API_URL", "https://example.org:99999"),
        ("DATABASE_URL", "var/bot.sqlite3"),
        ("DATABASE_URL", "sqlite:///"),
        ("DATABASE_URL", "mysql://example.org/x"),
        ("DATABASE_URL", "postgresql://example.org"),
        ("DATABASE_URL", "postgresql://example.org:port/x"),
        ("DATABASE_URL", "postgresql://[example.org/x"),
        ("WEBHOOK_URL", "http://example.org/hook"),
        ("WEBHOOK_URL", "example.org"),
        ("WEBHOOK_SECRET", "with a space"),
        ("WEBHOOK_SECRET", "x" * 257),
        ("WEBHOOK_LISTEN", "8080"),
        ("WEBHOOK_LISTEN", "localhost:"),
        ("WEBHOOK_LISTEN", "localhost:99999"),
        ("WEBHOOK_LISTEN", "localhost:²"),
        ("LOG_LEVEL", "loud"),
    ],
)
def test_a_bad_value_is_named_in_one_sentence(name: str, value: str) -> None:
    with pytest.raises(ConfigFault) as caught:
        read({name: value})
    sentence = str(caught.value)
    assert sentence.startswith(name)
    assert sentence.endswith(".")
    assert "\n" not in sentence
    if name in {"TELEGRAM_BOT_TOKEN", "WEBHOOK_SECRET"}:
        assert value not in sentence


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("postgresql://ann:hush@db.example.org:5433/orders", "orders at db.example.org"),
        ("postgres:///orders?host=/run/postgresql&user=ann", "orders at /run/postgresql"),
    ],
)
def test_a_postgresql_database_is_named_without_its_password(url: str, place: str) -> None:
    database = read({"DATABASE_URL": url}).database
    assert database == Server(url)
    assert str(database) == place
    assert "hush" not in f"{database!r} {read({'DATABASE_URL': url})!r}"
    assert password_of(database) in {"hush", ""}


def test_a_webhook_without_tls_is_fine_at_a_server_of_ones_own() -> None:
    own = {"TELEGRAM_API_URL": "http://127.0.0.1:8081", "WEBHOOK_URL": "http://127.0.0.1:8080/hook"}
    assert read(own).webhook_url == "http://127.0.0.1:8080/hook"


def test_an_unknown_setting_of_ours_is_warned_about() -> None:
    settings = read({"TELEGRAM_TOKEN": TOKEN, "WEBHOOK_PORT": "1", "PATH": "/bin"})
    assert settings.warnings == (
        "TELEGRAM_TOKEN is set, but there is no such setting",
        "WEBHOOK_PORT is set, but there is no such setting",
    )


def test_processes_behind_one_webhook_need_one_secret() -> None:
    several = {"DATABASE_URL": "postgresql://h/db", "WEBHOOK_URL": "https://example.org/hook"}
    assert [warning.split()[0] for warning in read(several).warnings] == ["WEBHOOK_SECRET"]
    assert read({**several, "WEBHOOK_SECRET": "aB-_9"}).warnings == ()
    assert read({**several, "DATABASE_URL": "sqlite:///x"}).warnings == ()


def test_secrets_are_not_printed() -> None:
    settings = read({"TELEGRAM_BOT_TOKEN": TOKEN, "WEBHOOK_SECRET": "hush-hush"})
    assert "secret" not in repr(settings).replace("webhook_secret", "")
    assert "hush" not in repr(settings)
