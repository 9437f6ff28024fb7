"""`python -m crawler.replica`: serve the replica until interrupted."""

from __future__ import annotations

import argparse
import signal
import sys
from threading import Event

from crawler.replica.server import Replica
from crawler.replica.world import World, build_world


def _words(replica: Replica, world: World) -> str:
    lines = [f"The replica listens on {replica.address}. Use it as an HTTP proxy:", ""]
    for site in world.sites:
        lines.append(f"{site.name}  {site.dialect}, {site.codec}")
        lines += [f"  {channel.name}  {channel.url}  {len(world.listed(channel))}" for channel in site.channels]
    lines += ["", f"curl --proxy {replica.address} {world.sites[1].channels[0].url}", ""]
    return "\n".join(lines)


def serve(port: int, articles: int, host: str = "127.0.0.1") -> None:
    """Serve a world of so many made-up articles until Ctrl-C or a termination; port 0 takes a free one."""
    stop = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    world = build_world(articles=articles)
    with Replica(world, host=host, port=port) as replica:
        sys.stdout.write(_words(replica, world))
        sys.stdout.flush()
        stop.wait()


def main() -> None:
    """Read the command line and serve."""
    parser = argparse.ArgumentParser(prog="python -m crawler.replica", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen at (default: 127.0.0.1)")
    parser.add_argument("--port", type=int, default=8100, help="0 takes a free one (default: 8100)")
    parser.add_argument("--articles", type=int, default=200, help="articles to make beside the five seeds")
    asked = parser.parse_args()
    serve(asked.port, asked.articles, asked.host)


if __name__ == "__main__":
    main()
