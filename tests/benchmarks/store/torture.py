"""Two loaders and a backfill at once, killed at random: nothing is lost, nothing double, all is as after a clean run.

    python tests/benchmarks/store/torture.py --kills 100 --seed 1

Each loader has batches of its own, in which the same addresses come again and again: changed, rejected, fetched earlier
or later than in another loader's. One that is killed begins again somewhere before the batch it was in, as a run does
that takes up an interrupted one. The same kills come at the same places for the same seed, give or take a few
milliseconds.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import blake2b
from pathlib import Path
from random import Random
from selectors import EVENT_READ, DefaultSelector
from tempfile import TemporaryDirectory
from typing import Any

from crawler.article import SHANGHAI, Article, Rejected, Site
from crawler.landing.receipt import Landed
from crawler.replica.prose import write
from flows.embedded import stop_embedded
from flows.postgres import Connection, Database, open_database
from flows.settings import Settings
from flows.steps.load import Cleaned, load
from flows.steps.runs import Kind, begin_run, upsert_sites
from flows.steps.stories import sort_stories

SITE = Site(
    key="beijing",
    name="北京市政协",
    level="provincial",
    adcode="110000",
    base_url="http://127.0.0.1/",
    dialect="generic",
    channels=(),
    article_url=".*",
)
LOADERS: Sequence[Kind] = ("daily", "daily", "backfill")
ADDRESSES, BATCHES, PAGES = 60, 8, 50
NOON = datetime(2026, 3, 4, 12, tzinfo=SHANGHAI)
STATE = {
    "articles": """
        select articles.url, title, body, published_at, text_hash, first_seen, last_seen, warc_file, warc_offset
        from articles join fetches on fetches.id = fetch_id
    """,
    "rejected": """
        select rejected.url, reason, detail, last_seen, warc_file, warc_offset
        from rejected join fetches on fetches.id = fetch_id
    """,
    "fetches": "select warc_file, warc_offset, url, kind, status, fetched_at from fetches",
    "texts": """
        select url, articles.body from articles
        union
        select url, article_versions.body from article_versions join articles on articles.id = article_id
    """,
    "stories": """
        select text_hash, first_value(text_hash) over (partition by story order by text_hash)
        from texts
    """,
}
"""What must not depend on who came first."""

Batch = Sequence[Cleaned]


def made_up(seed: int) -> list[list[Batch]]:
    """The batches of each loader; no two pages are fetched at the same moment."""
    random = Random(seed)
    moments = random.sample(range(10_000), len(LOADERS) * BATCHES * PAGES)
    return [
        [
            [
                _page(random, f"{loader}.warc.gz", batch * PAGES + place, address, moments.pop())
                for place, address in enumerate(random.sample(range(ADDRESSES), PAGES))
            ]
            for batch in range(BATCHES)
        ]
        for loader in range(len(LOADERS))
    ]


def _page(random: Random, file: str, offset: int, address: int, moment: int) -> Cleaned:
    url = f"http://127.0.0.1/{address}.html"
    landed = Landed(
        site=SITE.key,
        channel="要闻",
        kind="article",
        url=url,
        status=200,
        fetched_at=NOON + timedelta(minutes=moment),
        file=file,
        offset=offset,
        length=100,
    )
    if address < ADDRESSES // 10 or random.random() < 0.4:  # some addresses give nothing, whenever they are asked
        return Cleaned(landed=landed, outcome=Rejected(url=url, reason="no body", detail=str(moment)))
    edition = moment // 2500  # a page changes now and then
    prose = write(f"torture/{address // 2}", "replica_stz", essay=False)  # two addresses carry one text
    body = "\n".join((f"第{address}号来稿，第{edition}稿。", *prose.paragraphs))
    article = Article(
        url=url,
        title=f"第{address}号提案",
        body=body,
        published_at=NOON - timedelta(days=address),
        precision="minute",
        published_from="page",
        source=None,
        author=None,
        editor=None,
        column=None,
        media=(),
        next_page=None,
        confidence=0.9,
        codec="utf-8",
        codec_confidence=1.0,
        votes=(),
        repairs=(),
        losses=0,
        text_hash=blake2b(body.encode(), digest_size=16).digest(),
    )
    return Cleaned(landed=landed, outcome=article)


def begin(database: Database) -> list[int]:
    """The number of each loader's run."""
    with database.connect() as connection:
        upsert_sites(connection, [SITE], NOON)
        return [begin_run(connection, kind=kind, asked=[], rules_version="1", now=NOON) for kind in LOADERS]


def state(connection: Connection) -> dict[str, Counter[tuple[Any, ...]]]:
    """What the store holds, without the numbers that depend on who came first."""
    return {name: Counter(connection.execute(query).fetchall()) for name, query in STATE.items()}


@dataclass(slots=True, kw_only=True)
class Loader:
    """A child process that loads its batches, and says so by a byte before and after each."""

    run_id: int
    batches: Sequence[Batch]
    pid: int = 0
    pipe: int = 0
    done: int = 0
    """Batches it has finished at some time."""
    place: int = 0
    """The batch it is in."""
    bytes_left: int = 0
    """Bytes until it is killed."""

    def start(self, database: Database, random: Random) -> None:
        self.place = random.randint(0, min(self.done, len(self.batches) - 1))
        self.bytes_left = random.randint(1, 2 * len(self.batches))
        self.pipe, theirs = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            code = 1
            try:
                with database.connect() as connection:
                    for batch in self.batches[self.place :]:
                        os.write(theirs, b".")
                        load(connection, self.run_id, batch, [])
                        sort_stories(connection)
                        os.write(theirs, b".")
                code = 0
            finally:
                os._exit(code)
        os.close(theirs)

    def end(self) -> None:
        """Take leave of the process. Raises RuntimeError if it failed."""
        os.close(self.pipe)
        _, status = os.waitpid(self.pid, 0)
        if os.WIFEXITED(status) and os.WEXITSTATUS(status):
            raise RuntimeError(f"the loader of run {self.run_id} failed")


def torture(database: Database, plan: Sequence[Sequence[Batch]], kills: int, random: Random) -> int:
    """Load everything with so many kills, and return how many of them came within a batch."""
    loaders = [Loader(run_id=run_id, batches=each) for run_id, each in zip(begin(database), plan, strict=True)]
    selector = DefaultSelector()
    within = 0

    def start(loader: Loader) -> None:
        loader.start(database, random)
        selector.register(loader.pipe, EVENT_READ, loader)

    for loader in loaders:
        start(loader)
    said: Counter[int] = Counter()
    while selector.get_map():
        for key, _ in selector.select():
            loader = key.data
            word = os.read(loader.pipe, 1)
            is_killed = False
            if word:
                said[loader.pid] += 1
                if said[loader.pid] % 2 == 0:
                    loader.place += 1
                    loader.done = max(loader.done, loader.place)
                loader.bytes_left -= 1
                if loader.bytes_left == 0 and kills:
                    time.sleep(random.uniform(0, 0.03))  # somewhere within the batch
                    os.kill(loader.pid, signal.SIGKILL)
                    kills, within, is_killed = kills - 1, within + said[loader.pid] % 2, True
            if is_killed or not word:
                selector.unregister(loader.pipe)
                loader.end()
                if is_killed or kills:  # one that came to its end begins again, too, as long as there are kills
                    start(loader)
    return within


def differences(clean: Database, tortured: Database) -> list[str]:
    """What differs between the two stores, in words; empty if all is well."""
    with clean.connect() as one, tortured.connect() as other:
        expected, found = state(one), state(other)
    wrong = [f"{name}: lost {row}" for name in STATE for row in expected[name] - found[name]]
    return wrong + [f"{name}: too many {row}" for name in STATE for row in found[name] - expected[name]]


def run(clean: Database, tortured: Database, kills: int, seed: int) -> list[str]:
    """The whole: one clean run, one with kills, and what differs."""
    plan = made_up(seed)
    for run_id, batches in zip(begin(clean), plan, strict=True):
        with clean.connect() as connection:
            for batch in batches:
                load(connection, run_id, batch, [])
                sort_stories(connection)
    began = time.monotonic()
    within = torture(tortured, plan, kills, Random(seed))
    with tortured.connect() as connection:
        sort_stories(connection)  # as the next run does with what a killed one left
        stories = connection.execute("select count(*), count(distinct story) from texts").fetchone()
        assert stories is not None
        assert stories[0] > stories[1], "no text joined another's story: the comparison would show nothing"
    wrong = differences(clean, tortured)
    seconds = time.monotonic() - began
    sys.stdout.write(f"{kills} kills, {within} of them within a batch, in {seconds:.1f} s; seed {seed}\n")
    sys.stdout.write("\n".join(wrong or ["nothing is lost, nothing is double, all is as after a clean run"]) + "\n")
    return wrong


def main() -> None:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--databases", nargs=2, help="conninfo of two empty stores; without, an embedded one is made")
    given = parser.parse_args()
    with TemporaryDirectory() as home:
        if given.databases:
            stores = [Database(conninfo=each, prefect_url="", where="", psql_words=()) for each in given.databases]
            sys.exit(bool(run(stores[0], stores[1], given.kills, given.seed)))
        settings = Settings(home=Path(home))
        try:
            first = open_database(settings)
            with replace(
                first, conninfo=first.conninfo.replace("dbname=cppcc", "dbname=postgres")
            ).connect() as connection:
                connection.execute("create database tortured template cppcc")
            second = replace(first, conninfo=first.conninfo.replace("dbname=cppcc", "dbname=tortured"))
            wrong = run(first, second, given.kills, given.seed)
        finally:
            stop_embedded(settings)
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
