"""A whole daily run over a made-up country: the real flow, with a Postgres and a Prefect of its own."""

# ruff: noqa: T201 - a script that prints its findings
from __future__ import annotations

import json
import resource
import subprocess
import sys
from argparse import ArgumentParser, Namespace
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
sys.path[:0] = [str(ROOT), str(HERE)]

from bench_crawl import serving  # noqa: E402
from country import Country  # noqa: E402

from flows.prefect_server import prefect_server  # noqa: E402
from flows.servers.embedded_postgres import stop_embedded  # noqa: E402
from flows.settings import Settings, child_environment, prefect_client_environment  # noqa: E402
from flows.store.postgres import open_database  # noqa: E402

PHASES = {
    "fetch_planned": "crawl",
    "clean_batch": "clean",
    "load_batch": "load",
    "furnished": "learn",
    "learn": "learn",
}
"""What the flow calls, and the phase that counts it."""


def run_flow(country: Country, port: int, delay: float) -> None:
    """In a process of its own: run the flow over the country, and print what each phase took as JSON."""
    from flows import daily, ingest  # noqa: PLC0415 - Prefect reads the environment when it is imported

    seconds: defaultdict[str, float] = defaultdict(float)

    def timed(phase: str, step: Callable[..., Any]) -> Callable[..., Any]:
        def run(*given: Any, **named: Any) -> Any:
            began = perf_counter()
            result = step(*given, **named)
            seconds[phase] += perf_counter() - began
            return result

        return run

    registry = list(country.registry(delay=delay))
    vars(ingest).update({name: timed(phase, getattr(ingest, name)) for name, phase in PHASES.items()})
    vars(daily).update(load_registry=lambda: registry)
    began = perf_counter()
    daily.run_daily(["replica"], f"http://127.0.0.1:{port}")
    seconds["all"] = perf_counter() - began
    memory = {
        "flow": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,
        "crawl": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss,
    }
    processor = {
        name: usage.ru_utime + usage.ru_stime
        for name, usage in (
            ("flow", resource.getrusage(resource.RUSAGE_SELF)),
            ("crawl", resource.getrusage(resource.RUSAGE_CHILDREN)),
        )
    }
    print(json.dumps({"seconds": seconds, "memory": memory, "processor": processor}))


def servers_memory() -> dict[str, int]:
    """The most that Prefect's server and the largest process of Postgres held, in kilobytes."""
    found: dict[str, int] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_text(encoding="utf-8", errors="replace").replace("\0", " ")
            status = (folder / "status").read_text(encoding="ascii")
        except OSError:
            continue  # it ended while we looked
        name = "Prefect" if "prefect server" in words else "Postgres" if words.startswith("postgres:") else ""
        peak = next((line for line in status.splitlines() if line.startswith("VmHWM")), None)
        if name and peak:
            found[name] = max(found.get(name, 0), int(peak.split()[1]))
    return found


def arguments() -> Namespace:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--sites", type=int, default=3000)
    parser.add_argument("--delay", type=float, default=5, help="seconds between two requests to a site")
    parser.add_argument("--latency", type=float, default=0, help="seconds a site takes to answer")
    parser.add_argument("--page-size", type=int, default=100_000, help="mean bytes of an article's page")
    parser.add_argument("--port", type=int, help="of a country that is served already; used by this script itself")
    return parser.parse_args()


def main() -> None:
    given = arguments()
    country = Country(sites=given.sites, page_size=given.page_size)
    if given.port:
        run_flow(country, given.port, given.delay)
        return
    with TemporaryDirectory() as folder:
        settings = Settings(home=Path(folder))
        try:
            database = open_database(settings)
            with prefect_server(settings, database) as server, serving(country, given.latency) as port:
                server.wait()
                words = [sys.executable, __file__, *sys.argv[1:], f"--port={port}"]
                environment = child_environment(
                    {
                        **prefect_client_environment(settings, server.api_url),
                        "CPPCC_HOME": folder,
                        "PYTHONPATH": str(ROOT),
                    }
                )
                done = subprocess.run(words, env=environment, stdout=subprocess.PIPE, text=True, check=True)
                memory = servers_memory()
            with database.connect() as connection:
                row = connection.execute("select count(*) from articles").fetchone()
                assert row is not None
        finally:
            stop_embedded(settings)
    said = json.loads(done.stdout)
    seconds = said["seconds"]
    seconds["rest"] = 2 * seconds["all"] - sum(seconds.values())
    print(f"{country.sites} sites, {row[0]} of {country.sites * country.items} articles in the store")
    for phase in ("crawl", "clean", "load", "learn", "rest", "all"):
        print(f"{phase:8}{seconds[phase] / 60:8.2f} minutes{row[0] / seconds[phase]:10.0f} articles/s")
    for name, kilobytes in (said["memory"] | memory).items():
        print(f"{name:8}{kilobytes / 1000:8.0f} MB at most, {said['processor'].get(name, 0):8.0f} CPU seconds")


if __name__ == "__main__":
    main()
