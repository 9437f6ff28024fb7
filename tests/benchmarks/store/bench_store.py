"""The store at ten thousand, a hundred thousand and a million articles: how fast it takes them in and finds them."""

# ruff: noqa: T201 - a script that prints its findings
from __future__ import annotations

import shutil
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from hashlib import blake2b
from itertools import pairwise
from os import sysconf
from pathlib import Path
from statistics import quantiles
from tempfile import mkdtemp
from time import perf_counter, process_time
from typing import LiteralString

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parents[2]), str(HERE)]

from million import BLOCK, FIRST_DAY, Made, Million  # noqa: E402

from crawler.article import Article, Channel, Site, Vote  # noqa: E402
from crawler.landing.receipt import Landed  # noqa: E402
from flows.embedded import start_embedded, stop_embedded  # noqa: E402
from flows.postgres import Connection, Database, open_database  # noqa: E402
from flows.settings import Settings  # noqa: E402
from flows.steps.load import Cleaned, load  # noqa: E402
from flows.steps.runs import begin_run, upsert_sites  # noqa: E402
from flows.steps.search import make_searchable  # noqa: E402
from flows.steps.stories import sort_stories  # noqa: E402

SITES = 300
RUNS = 5 * 500
RUN = 5000
"""How many of each size come as runs bring them: first five of 500 articles, as a hundred sites publish in two days,
then one of 5,000, as all of them do in a day. Loaded in batches of a hundred, and at the end of the run sorted into
stories and made searchable."""


def site_of(number: int) -> str:
    """The site of an article: a few have most, as in life."""
    return f"site_{int(SITES * (number * 0.6180339887 % 1) ** 3):03}"


def sites() -> list[Site]:
    return [
        Site(
            key=f"site_{number:03}",
            name=f"第{number}号政协",
            level="county",
            adcode="110101",
            base_url=f"http://127.0.0.1/{number}/",
            dialect="trs",
            channels=(Channel(name="要闻", url=f"http://127.0.0.1/{number}/"),),
            article_url=".*",
        )
        for number in range(SITES)
    ]


def cleaned(made: Made) -> Cleaned:
    url = f"http://127.0.0.1/{made.number}.html"
    return Cleaned(
        landed=Landed(
            site=site_of(made.number),
            channel="要闻",
            kind="article",
            url=url,
            status=200,
            fetched_at=made.published_at + timedelta(hours=1),
            file="bench.warc.gz",
            offset=made.number,
            length=100,
        ),
        outcome=Article(
            url=url,
            title=made.title,
            body=made.body,
            published_at=made.published_at,
            precision="minute",
            published_from="page",
            source="人民政协网",
            author=None,
            editor=None,
            column="要闻",
            media=(),
            next_page=None,
            confidence=0.9,
            codec="utf-8",
            codec_confidence=1.0,
            votes=(Vote(witness="meta", codec="utf-8"),),
            repairs=(),
            losses=0,
            text_hash=blake2b(made.body.encode(), digest_size=16).digest(),
        ),
    )


def batches(articles: Million, start: int, end: int, size: int) -> Iterator[list[Cleaned]]:
    """The articles from one number to another."""
    waiting: list[Cleaned] = []
    for block in range(start // BLOCK, -(-end // BLOCK)):
        waiting += [cleaned(made) for made in articles.block(block) if start <= made.number < end]
        while len(waiting) >= size:
            yield waiting[:size]
            del waiting[:size]
    if waiting:
        yield waiting


class Clock:
    """Seconds, and the processor seconds of this process and of a cluster's, that its blocks have taken so far."""

    def __init__(self, cluster: Path) -> None:
        self.postmaster = int((cluster / "postmaster.pid").read_text(encoding="utf-8").split("\n", 1)[0])
        self.seconds = self.spent = 0.0

    def __enter__(self) -> None:
        self._began, self._spent = perf_counter(), self._processor()

    def __exit__(self, *_: object) -> None:
        self.seconds += perf_counter() - self._began
        self.spent += self._processor() - self._spent

    def _processor(self) -> float:
        ticks = 0
        for file in Path("/proc").glob("[0-9]*/stat"):
            with suppress(FileNotFoundError, ProcessLookupError):
                fields = file.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
                if int(file.parent.name) == self.postmaster:
                    ticks += sum(map(int, fields[11:15]))  # with its children that have ended
                elif int(fields[1]) == self.postmaster:
                    ticks += sum(map(int, fields[11:13]))
        return process_time() + ticks / sysconf("SC_CLK_TCK")


def take_in(
    database: Database, connection: Connection, articles: Million, span: tuple[int, int], cluster: Path
) -> None:
    """From one number to another, first in bulk, then as runs do; prints what it took."""
    start, end = span
    run_id = begin_run(connection, asked=[], rules_version="1", now=FIRST_DAY)
    for name, first, last, size, share in (
        ("bulk", start, end - RUN - RUNS, 2000, 100),
        ("runs of 500", end - RUN - RUNS, end - RUN, 100, 5),
        ("a run of 5,000", end - RUN, end, 100, 50),
    ):
        loading, sorting = Clock(cluster), Clock(cluster)
        waiting = 0
        for batch in batches(articles, first, last, size):
            with loading:
                load(connection, run_id, batch, [])
            waiting += 1
            if waiting == share:
                with sorting:
                    sort_and_index(database)
                waiting = 0
        with sorting:
            sort_and_index(database)
        print_speed(name, last - first, loading, sorting)


def sort_and_index(database: Database) -> None:
    """What a run does when everything is loaded: stories and the search index, side by side."""
    with database.connect() as one, database.connect() as other, ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(sort_stories, one), pool.submit(make_searchable, other)]:
            done.result()


def print_speed(name: str, count: int, loading: Clock, sorting: Clock) -> None:
    for what, seconds, spent in (
        (name, loading.seconds + sorting.seconds, loading.spent + sorting.spent),
        ("- load", loading.seconds, loading.spent),
        ("- stories and search", sorting.seconds, sorting.spent),
    ):
        print(f"{what:22}{count / seconds:8,.0f} articles/s{spent / count * 1000:8.2f} ms of a processor each")


def words_of_every_frequency(articles: Million, count: int) -> list[str]:
    """Two-character words from the commonest to the rarest in some articles, and at the end, the rarest alone."""
    seen: dict[str, int] = {}
    blocks = articles.total // BLOCK
    for block in (0, blocks // 3, blocks - 1):
        for made in articles.block(block):
            for pair in {made.body[at : at + 2] for at in range(len(made.body) - 1)}:
                if pair.isalpha():
                    seen[pair] = seen.get(pair, 0) + 1
    ranked = sorted(seen, key=lambda pair: (-seen[pair], pair))
    steps = len(ranked) ** (1 / count)
    chosen = dict.fromkeys(ranked[min(len(ranked) - 1, int(steps**place) + place)] for place in range(count))
    return list(chosen)


def timed(connection: Connection, statement: LiteralString, **parameters: object) -> float:
    """Milliseconds."""
    began = perf_counter()
    connection.execute(statement, parameters).fetchall()
    return (perf_counter() - began) * 1000


def spread(times: list[float]) -> str:
    cuts = quantiles(times, n=20)
    return f"p50 {cuts[9]:6.1f}  p95 {cuts[18]:6.1f}  max {max(times):6.1f} ms  ({len(times)} queries)"


NEWEST = "select * from search_articles(%(query)s, site => %(site)s, order_by => %(order_by)s)"
COUNT = "select count(*) from article_grams where grams @> zh_query(%(query)s)"


def search(connection: Connection, articles: Million) -> None:
    """What questions take, the quickest of three each: the machine may be busy with something else."""
    words = words_of_every_frequency(articles, 240)
    rare, common = words[-40:], words[:20]
    phrases = ["社情民意信息", "专题调研", "提案办理", "有关负责人", "第3号提案", "下一步", "区政协"]
    questions: dict[str, list[tuple[LiteralString, dict[str, object]]]] = {
        "newest 20, every frequency": [(NEWEST, {"query": word}) for word in words],
        "newest 20, two words": [(NEWEST, {"query": f"{a} {b}"}) for a, b in pairwise(words[:60])],
        "newest 20, common and rare": [(NEWEST, {"query": f"{a} {b}"}) for a in common for b in rare[:3]],
        "newest 20, phrase": [(NEWEST, {"query": f'"{phrase}"'}) for phrase in phrases * 3],
        "newest 20, one character": [(NEWEST, {"query": word[0]}) for word in words[::4]],
        "newest 20, absent": [(NEWEST, {"query": word[0] + "鱻"}) for word in words[::6]],
        "newest 20, common without": [(NEWEST, {"query": f"{a} -{b}"}) for a, b in pairwise(common)],
        "newest 20, large site": [(NEWEST, {"query": word, "site": "site_000"}) for word in words[::4]],
        "newest 20, small site": [(NEWEST, {"query": word, "site": "site_299"}) for word in words[::4]],
        "best 20, every frequency": [(NEWEST, {"query": word, "order_by": "best"}) for word in words[::4]],
        "count, rare": [(COUNT, {"query": word}) for word in rare],
        "count, common": [(COUNT, {"query": word}) for word in common],
    }  # fmt: skip
    for name, asked in questions.items():
        times = []
        for statement, parameters in asked:
            given = {"site": None, "order_by": "newest", **parameters}
            times.append(min(timed(connection, statement, **given) for _ in range(3)))
        print(f"{name:28} {spread(times)}")


def sizes(connection: Connection) -> str:
    rows = connection.execute(
        """
        select what, pg_size_pretty(sum(bytes)) from (
            select 'articles', pg_total_relation_size('articles')
            union all
            select 'search texts', pg_table_size(part::regclass) from search_years
            union all
            select 'search index', pg_indexes_size(part::regclass) from search_years
        ) as parts (what, bytes)
        group by what order by what
        """
    ).fetchall()
    return ", ".join(f"{what} {size}" for what, size in rows)


def quarter_of_memory() -> str:
    """What the runbook says a large store should have."""
    return f"shared_buffers={sysconf('SC_PHYS_PAGES') * sysconf('SC_PAGE_SIZE') // 4 // 2**20}MB"


def main() -> None:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--folder", type=Path, help="where the cluster is made; a temporary one that goes, by default")
    parser.add_argument("--set", action="append", default=[quarter_of_memory()], help="a setting of Postgres")
    given = parser.parse_args()
    folder = given.folder or Path(mkdtemp(prefix="bench-store-"))
    settings = Settings(home=folder)
    cluster = start_embedded(settings)
    stop_embedded(settings)
    with (cluster.folder / "postgresql.auto.conf").open("a") as file:
        file.writelines(f"{name} = '{value}'\n" for name, _, value in (each.partition("=") for each in given.set))
    try:
        database = open_database(settings)
        with database.connect() as connection:
            upsert_sites(connection, [replace(site, enabled=False) for site in sites()], FIRST_DAY)
            begun = 0
            for size in given.sizes:
                print(f"\n{size:,} articles")
                articles = Million(given.sizes[-1])
                take_in(database, connection, articles, (begun, size), cluster.folder)
                begun = size
                print(sizes(connection))
                connection.execute("vacuum analyze")
                search(connection, articles)
    finally:
        stop_embedded(settings)
        if given.folder is None:
            shutil.rmtree(folder)


if __name__ == "__main__":
    main()
