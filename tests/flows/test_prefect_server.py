from __future__ import annotations

import json
from dataclasses import replace
from http.client import HTTPConnection
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from crawler.errors import ServerError
from flows.prefect_server import PrefectServer, _free_port, prefect_server
from flows.servers.child_process import start_child

if TYPE_CHECKING:
    from pathlib import Path

    from flows.settings import Settings
    from flows.store.postgres import Database


def test_the_server_keeps_its_records_in_postgres(settings: Settings, store: Database) -> None:
    with prefect_server(settings, store) as server:
        server.wait()
        connection = HTTPConnection(urlsplit(server.api_url).netloc)
        connection.request("POST", "/api/flows/", b'{"name": "daily"}', {"Content-Type": "application/json"})
        flow = json.load(connection.getresponse())["id"]
        connection.close()
    conninfo = store.conninfo.replace("dbname=cppcc", "dbname=prefect")
    with replace(store, conninfo=conninfo).connect() as prefect:
        assert (flow, "daily") in prefect.execute("select id::text, name from flow").fetchall()


STUCK = {
    "it ends": ("echo no such database; exit 1", 60.0, r"ended at once\. .*/server\.log ends with no such database"),
    "it never answers": ("echo thinking; sleep 60", 0.2, "No healthy Prefect server"),
}


@pytest.mark.parametrize(("script", "seconds", "message"), STUCK.values(), ids=STUCK.keys())
def test_a_server_that_does_not_come_up_says_why(script: str, seconds: float, message: str, tmp_path: Path) -> None:
    nowhere = f"http://127.0.0.1:{_free_port()}/api"
    with (
        start_child(["sh", "-c", script], log=tmp_path / "server.log", environment={}) as child,
        pytest.raises(ServerError, match=message),
    ):
        PrefectServer(api_url=nowhere, _child=child).wait(seconds)
