from __future__ import annotations

from pathlib import Path

import pytest

from crawler.errors import SettingsError
from flows.settings import (
    Settings,
    child_environment,
    prefect_client_environment,
    prefect_server_environment,
    shared_client_environment,
    shared_server_environment,
    worker_health_environment,
)

READ = {
    "nothing is set": ({}, {}),
    "home": ({"CPPCC_HOME": "/srv/cppcc"}, {"home": Path("/srv/cppcc")}),
    "database": ({"DATABASE_URL": "postgres://a@b/c"}, {"database_url": "postgres://a@b/c", "uses_libpq": False}),
    "libpq's variables": ({"PGSERVICE": "news"}, {"database_url": None, "uses_libpq": True}),
    "libpq's password alone names no server": ({"PGPASSWORD": "x"}, {"uses_libpq": False}),
    "empty is not set": ({"DATABASE_URL": "", "PGHOST": " "}, {"database_url": None, "uses_libpq": False}),
    "proxy": ({"CPPCC_PROXY": "http://proxy:3128"}, {"proxy": "http://proxy:3128"}),
    "shared server": (
        {"PREFECT_API_URL": "http://10.0.0.5:4200/api", "PREFECT_API_AUTH_STRING": "a:b"},
        {"prefect_api_url": "http://10.0.0.5:4200/api", "prefect_account": "a:b"},
    ),
    "who is told of alarms": (
        {"CPPCC_NOTIFY": "wecom://key\n smtp://a@b.cn/?to=c@d.cn,e@f.cn"},
        {"notify": ("wecom://key", "smtp://a@b.cn/?to=c@d.cn,e@f.cn")},
    ),
    "contact": ({"CPPCC_CONTACT": "a@b.cn"}, {"user_agent": "cppcc-news-crawler (+a@b.cn)"}),
}


@pytest.mark.parametrize(("environ", "expected"), READ.values(), ids=READ.keys())
def test_settings_are_read(environ: dict[str, str], expected: dict[str, object]) -> None:
    settings = Settings.from_environment(environ)
    assert {name: getattr(settings, name) for name in expected} == expected
    assert settings.home.is_absolute()


REFUSED = {
    "another kind of database": (
        {"DATABASE_URL": "mysql://a:secret@b/c"},
        "DATABASE_URL must begin with postgresql://",
    ),
    "SQLAlchemy's spelling": ({"DATABASE_URL": "postgresql+asyncpg://a:secret@b/c"}, "DATABASE_URL must begin with"),
    "a proxy without scheme": ({"CPPCC_PROXY": "u:secret@proxy:3128"}, "CPPCC_PROXY must begin with http://"),
    "an account without password": ({"PREFECT_API_AUTH_STRING": "secret"}, "must be user:password"),
    "an account Prefect cannot read": ({"PREFECT_API_AUTH_STRING": "委员:secret"}, "must be user:password"),
    "a home nobody has": ({"CPPCC_HOME": "~no-such-user/cppcc"}, "set CPPCC_HOME"),
}


@pytest.mark.parametrize(("environ", "message"), REFUSED.values(), ids=REFUSED.keys())
def test_settings_that_cannot_be_used_are_refused(environ: dict[str, str], message: str) -> None:
    with pytest.raises(SettingsError, match=message) as caught:
        Settings.from_environment(environ)
    assert "secret" not in str(caught.value)


def test_passwords_are_not_shown() -> None:
    environ = {"DATABASE_URL": "postgresql://a:secret@b/c", "CPPCC_NOTIFY": "wecom://secret"}
    assert "secret" not in repr(Settings.from_environment(environ))


def test_children_get_no_foreign_prefect_and_reach_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREFECT_API_KEY", "somebody's")
    monkeypatch.setenv("NO_PROXY", "example.org")
    environment = child_environment({"PREFECT_HOME": "/srv/prefect"})
    assert {name for name in environment if name.startswith("PREFECT_")} == {"PREFECT_HOME"}
    assert environment["no_proxy"] == environment["NO_PROXY"] == "example.org,127.0.0.1,localhost"
    shared = child_environment({"PREFECT_API_URL": "http://10.0.0.5:4200/api"})
    assert shared["no_proxy"] == shared["NO_PROXY"] == "example.org,127.0.0.1,localhost,10.0.0.5"


def test_prefect_keeps_to_our_home_and_tells_nobody() -> None:
    settings = Settings(home=Path("/srv/cppcc"), prefect_api_url="http://db:4200/api", prefect_account="a:b")
    for environment in (
        shared_client_environment(settings),
        shared_server_environment(settings, "postgresql+asyncpg://a@/b", "http://db:4200"),
        prefect_client_environment(settings, "http://127.0.0.1:4200/api"),
        prefect_server_environment(settings, "postgresql+asyncpg://a@/b"),
    ):
        assert environment["PREFECT_HOME"] == "/srv/cppcc/prefect"
        assert environment["DO_NOT_TRACK"] == "1"
        assert environment["PREFECT_SERVER_ANALYTICS_ENABLED"] == "false"


def test_a_shared_server_is_for_those_with_an_account() -> None:
    with pytest.raises(SettingsError, match="set PREFECT_API_AUTH_STRING to user:password"):
        shared_server_environment(Settings(home=Path("/srv/cppcc")), "postgresql+asyncpg://a@/b", "http://db:4200")
    with pytest.raises(SettingsError, match="Set PREFECT_API_URL"):
        shared_client_environment(Settings(home=Path("/srv/cppcc")))


@pytest.mark.parametrize("address", ["8080", "127.0.0.1", ":8080", "127.0.0.1:http"])
def test_a_worker_s_health_has_an_address(address: str) -> None:
    with pytest.raises(SettingsError, match="is no address such as"):
        worker_health_environment(address)
