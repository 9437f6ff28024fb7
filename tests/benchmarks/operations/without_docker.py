"""The services of docker-compose.yml, started as processes: they find one another, and a run through the API works.

    python tests/benchmarks/operations/without_docker.py --workers 2 --articles 200

Commands, environments, health checks and the order of the start are those of the file, as Compose itself reads it. The
postgres image is stood for by the embedded Postgres, made as the image's entrypoint would. Each service has an address
of its own on loopback, which only Linux has as it is.
"""

from __future__ import annotations

import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parents[2]), str(HERE.parents[1]), str(HERE)]

from composed import Composed, Place  # noqa: E402
from prefect_api import PrefectApi  # noqa: E402

from crawler.replica.server import Replica  # noqa: E402
from crawler.replica.world import build_world  # noqa: E402

ACCOUNT = "operator:p@ss/word"
PASSWORDS = {"POSTGRES_PASSWORD": "p@ss/词", "DASHBOARD_PASSWORD": "it's 只读"}
"""Ones that have to be escaped wherever they go."""


def main() -> None:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--articles", type=int, default=24, help="made up beside the replica's seeds")
    given = parser.parse_args()
    addresses = (f"127.77.0.{number}" for number in range(1, 255))
    counts = {"postgres": 1, "prefect": 1, "deploy": 1, "reader": 1, "worker": given.workers}
    places = {name: [Place(address=next(addresses)) for _ in range(count)] for name, count in counts.items()}
    began = time.monotonic()

    def say(words: str) -> None:
        print(f"{time.monotonic() - began:6.1f} s  {words}", flush=True)  # noqa: T201

    with (
        TemporaryDirectory(prefix="cppcc-") as folder,
        Replica(build_world(articles=given.articles), host=next(addresses)) as replica,
        Composed(
            Path(folder),
            places,
            {
                **PASSWORDS,
                "PREFECT_API_AUTH_STRING": ACCOUNT,
                "CPPCC_SITES": "replica",
                "CPPCC_SHARDS": "2",
                "CPPCC_PROXY": replica.address,
            },
        ) as composed,
    ):
        for name in ("postgres", "prefect", "worker"):
            composed.up(name)
            say(f"{name} is up")
        api = PrefectApi(url=f"http://{places['prefect'][0].address}:4200/api", account=ACCOUNT)
        runs = [api.start(f"daily/daily {number} of 2") for number in (1, 2)]
        api.wait(runs)
        say(f"two shards were run; {len(api.workers('cppcc'))} workers are online")
        composed.up("reader")
        composed.wait("reader", "service_completed_successfully")
        server, password = places["postgres"][0].address, PASSWORDS["DASHBOARD_PASSWORD"]
        with psycopg.connect(host=server, user="cppcc_dashboard", password=password, dbname="cppcc") as connection:
            urls = {url for (url,) in connection.execute("select url from articles")}
            states = connection.execute("select status, count(*) from runs group by status").fetchall()
        assert urls == replica.world.by_url.keys()
        assert states == [("done", 2)]
        say(f"{len(urls)} articles are in the store, as the dashboard's account reads it")
    say("all is down")


if __name__ == "__main__":
    main()
