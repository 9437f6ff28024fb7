"""A simulated week: twenty sites that publish by their own rhythms, what befalls some of them, and when it is noticed.

The clock of every process (Postgres, Prefect, the crawl, the commands) is moved by libfaketime, which Debian and macOS
have as a package of that name; each simulated day runs the real commands, and what is seen is what they wrote and sent.
"""

# ruff: noqa: T201 - a script that prints its findings
from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import groupby
from pathlib import Path
from random import Random
from tempfile import mkdtemp
from threading import Thread
from types import MappingProxyType
from urllib.parse import urlsplit

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
sys.path.insert(0, str(ROOT))

from crawler.article import SHANGHAI, Layout, Site  # noqa: E402
from crawler.replica.article import ReplicaArticle  # noqa: E402
from crawler.replica.damage import choose_mirror, damage  # noqa: E402
from crawler.replica.every_site import every_site  # noqa: E402
from crawler.replica.families import FAMILIES  # noqa: E402
from crawler.replica.families.page import escape  # noqa: E402
from crawler.replica.misbehaviour import Misbehaviour  # noqa: E402
from crawler.replica.registered import registered  # noqa: E402
from crawler.replica.server import Replica  # noqa: E402
from crawler.replica.world import World, build_world  # noqa: E402
from flows.monitoring.holidays import is_working_day  # noqa: E402

LIBRARIES = (
    *Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"),
    *Path("/opt/homebrew/lib/faketime").glob("libfaketimeMT.1.dylib"),
)
FIRST = date(2026, 6, 1)
"""The first article of each site: fifteen weeks before the week."""
LOADED = date(2026, 9, 17)
"""The first run; the days up to the week are as every day, and nothing may be noticed on them."""
LAST = date(2026, 9, 28)
"""The week is that of Mid-Autumn (中秋, the 25th to the 27th), after a Sunday that was worked; then a day more."""
RUN_AT, WATCHES_AT = "06:30", ("07:30", "19:30")


def at(day: date, clock: str) -> datetime:
    hour, minute = map(int, clock.split(":"))
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=SHANGHAI)


# The sites and their rhythms -----------------------------------------------------------------------------------------

KEYS = (
    "cppcc_utf8 dedecms_utf8 empirecms_utf8 enorth_utf8 guangdong_utf8 jeecms_utf8 phpcms_utf8 rmzxw_utf8 "
    "siteserver_utf8 trs_utf8 vsb_utf8 cppcc_gbk dedecms_gbk empirecms_gbk enorth_gbk phpcms_gbk siteserver_gbk "
    "trs_gbk vsb_gbk generic_utf8"
).split()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """How a site publishes."""

    chance: float
    """On a working day."""
    weekend: float = 0.0
    """On a day off."""
    articles: int = 1
    """On such a day, at the most."""
    burst: int = 0
    """Of a month's working days, only the first so many; 0 for all."""


DAILY = Rhythm(chance=1.0, articles=3)
WITH_WEEKENDS = Rhythm(chance=0.98, weekend=0.4, articles=3)
BUSY = Rhythm(chance=0.95, articles=2)
LOOSE = Rhythm(chance=0.5, weekend=0.05, articles=2)
WEEKLY = Rhythm(chance=0.2)
RARE = Rhythm(chance=0.1)
BURSTS = Rhythm(chance=0.9, articles=3, burst=6)
RHYTHMS = dict(
    zip(
        KEYS,
        (
            DAILY, WITH_WEEKENDS, BUSY, BUSY, DAILY, BUSY, WITH_WEEKENDS, LOOSE, LOOSE, DAILY,
            BUSY, DAILY, LOOSE, WEEKLY, WEEKLY, RARE, RARE, BURSTS, BURSTS, LOOSE,
        ),
        strict=True,
    )
)  # fmt: skip

SITES = tuple(site for key in KEYS for site in every_site() if site.key == key)


def registry() -> list[Site]:
    """The sites as a crawl knows them: real ones, as far as the commands can tell."""
    layout = Layout(body=".TRS_Editor", title=".xl_tit", published_at=".xl_tit2")
    return [
        replace(
            registered(site),
            confidence="confirmed",
            layouts=(layout,) if site.dialect == "trs" else (),
        )
        for site in SITES
    ]


# What befalls them ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happens to a site, and by when it has to be noticed."""

    what: str
    site: str | None
    kind: str
    begins: datetime
    ends: datetime | None = None
    window: timedelta
    why: str
    """Why the window is as long as it is."""


MONDAY = date(2026, 9, 21)
QUIET_FROM = at(date(2026, 9, 18), "23:00")
THREE_DAYS = "three working days (Sunday the 20th is worked, 21st, 22nd), and the next morning's run"
EVENTS = (
    Event(what="goes quiet", site="cppcc_utf8", kind="gone quiet", begins=QUIET_FROM, window=timedelta(days=5),
          why=THREE_DAYS),
    Event(what="goes quiet", site="guangdong_utf8", kind="gone quiet", begins=QUIET_FROM, window=timedelta(days=5),
          why=THREE_DAYS),
    Event(what="goes quiet", site="cppcc_gbk", kind="gone quiet", begins=QUIET_FROM, window=timedelta(days=5),
          why=THREE_DAYS),
    Event(what="redesign", site="trs_utf8", kind="layout drift", begins=at(MONDAY, "12:00"), window=timedelta(days=3),
          why="pages of three days, new ones or such as are asked for again, and the next morning's run"),
    Event(what="hijack", site="dedecms_utf8", kind="damage rising", begins=at(MONDAY + timedelta(days=1), "12:00"),
          window=timedelta(days=3), why="pages of three days, new ones or such as are asked for again"),
    Event(what="outage", site="vsb_utf8", kind="blocked", begins=at(MONDAY, "00:00"),
          ends=at(MONDAY + timedelta(days=3), "00:00"), window=timedelta(days=2),
          why="a second morning: one is a restart"),
    Event(what="turns us away", site="jeecms_utf8", kind="blocked", begins=at(MONDAY + timedelta(days=2), "00:00"),
          ends=at(MONDAY + timedelta(days=4), "00:00"), window=timedelta(days=1), why="the next run"),
    Event(what="no run", site=None, kind="run late", begins=at(MONDAY + timedelta(days=5), RUN_AT),
          ends=at(MONDAY + timedelta(days=6), RUN_AT), window=timedelta(hours=14),
          why="the longest run so far and two hours, then the next watch"),
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Staged(World):
    """A world in which some sites have been redesigned."""

    redesigned: frozenset[str] = frozenset()

    def page(self, url: str, form: Mapping[str, str] = MappingProxyType({})) -> str | None:
        article = self.by_url.get(url)
        if article is not None and article.site.key in self.redesigned:
            return redesigned(article)
        return super().page(url, form)


def redesigned(article: ReplicaArticle) -> str:
    """A page of which only title and text stand in the markup; a script fills in the rest, as on many a new site."""
    said = json.dumps({"source": article.source, "author": article.author, "id": article.url[-9:]}, ensure_ascii=True)
    text = "".join(f"<p>{escape(paragraph)}</p>\n" for paragraph in article.served_paragraphs)
    return f"""<!DOCTYPE html>
<html><head><meta charset="{article.site.charset}"><title>{escape(article.served_title)}</title></head>
<body><div id="app"><header class="v2"></header>
<main class="article-v2"><h1 class="headline">{escape(article.served_title)}</h1>
<div class="byline" data-bind="byline"></div>
<section class="rich-text">{text}</section></main></div>
<script>window.__ARTICLE__ = {said};</script>
</body></html>
"""


def publishing_times(key: str) -> list[datetime]:
    """When a site publishes, if nothing befalls it."""
    rhythm, random, times = RHYTHMS[key], Random(key), []
    days = [FIRST + timedelta(days=number) for number in range((LAST - FIRST).days + 1)]
    for day in days:
        in_burst = not rhythm.burst or sum(is_working_day(day.replace(day=each)) for each in range(1, day.day + 1)) <= (
            rhythm.burst
        )
        if random.random() < (rhythm.chance if is_working_day(day) else rhythm.weekend) and in_burst:
            times += [
                at(day, "09:00") + timedelta(minutes=random.randrange(480))
                for _ in range(random.randint(1, rhythm.articles))
            ]
    return sorted(times)


class Week:
    """What is on the web at each moment."""

    @cached_property
    def articles(self) -> tuple[ReplicaArticle, ...]:
        """All there will ever be, each dated by its site's rhythm."""
        times = {site.key: publishing_times(site.key) for site in SITES}
        made = build_world(articles=len(SITES) * max(map(len, times.values())), sites=SITES).articles
        quiet = {event.site: event.begins for event in EVENTS if event.kind == "gone quiet"}
        dated = []
        for place, site in enumerate(SITES):
            own = made[place :: len(SITES)]
            for number, (article, moment) in enumerate(zip(own, times[site.key], strict=False)):
                if moment < quiet.get(site.key, moment + timedelta(1)):
                    url = FAMILIES[site.dialect].article_address(site, article.channel, 1001 + number, moment)
                    shown = moment if article.published_at else None
                    dated.append(replace(article, url=url, listed_at=moment, published_at=shown))
        return tuple(dated)

    def world(self, now: datetime) -> Staged:
        """What is published, and how it is served."""
        on = {event.what: event for event in EVENTS if event.begins <= now}
        hijacked = on["hijack"].site if "hijack" in on else None
        shown = [article for article in self.articles if article.listed_at <= now]
        return Staged(
            sites=SITES,
            articles=tuple(_hijacked(each) if each.site.key == hijacked else each for each in shown),
            seed=0,
            redesigned=frozenset({on["redesign"].site or ""}) if "redesign" in on else frozenset(),
        )

    def faults(self, now: datetime) -> ByHost:
        """How sites fail."""
        going_on = {event.site: event for event in EVENTS if event.begins <= now < (event.ends or now)}
        status = {"outage": 503, "turns us away": 521}
        return ByHost(
            {
                site.host: Misbehaviour(kind="status", value=status[going_on[site.key].what])
                for site in SITES
                if site.key in going_on and going_on[site.key].what in status
            }
        )

    def runs(self, day: date) -> bool:
        """Whether the daily run takes place."""
        return not any(event.what == "no run" and event.begins.date() == day for event in EVENTS)


def _hijacked(article: ReplicaArticle) -> ReplicaArticle:
    mirror = choose_mirror(Random(article.url))
    return replace(
        article,
        mirror=mirror,
        served_title=damage(article.title, mirror),
        served_paragraphs=tuple(damage(text, mirror) for text in article.paragraphs),
    )


class ByHost(Mapping[str, Misbehaviour]):
    """The same fault at every address of a host."""

    def __init__(self, hosts: Mapping[str, Misbehaviour]) -> None:
        self.hosts = hosts

    def __getitem__(self, url: str) -> Misbehaviour:
        return self.hosts[urlsplit(url).netloc]

    def __iter__(self) -> Iterator[str]:
        return iter(self.hosts)

    def __len__(self) -> int:
        return len(self.hosts)


# Running it ----------------------------------------------------------------------------------------------------------


def command(words: Sequence[str]) -> None:
    """In a process of its own: `cppcc`, which knows our sites, and whose Postgres has our clock."""
    from crawler.sites import registry as module  # noqa: PLC0415 - before anybody else has taken from it
    from flows.servers import embedded_postgres as embedded  # noqa: PLC0415

    sites = registry()
    vars(module).update(load_registry=lambda: sites)
    plain = vars(embedded)["_environment"]
    clock = {name: value for name, value in os.environ.items() if name == "LD_PRELOAD" or name.startswith("FAKETIME")}
    vars(embedded).update(_environment=lambda: plain() | clock)
    from flows.cli.app import main as cppcc  # noqa: PLC0415

    sys.argv = ["cppcc", *words]
    cppcc()


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """A machine on which the crawler is installed, with a clock that we set."""

    home: Path
    proxy: str
    notify: str

    @property
    def clock(self) -> Path:
        return self.home / "clock"

    def set_clock(self, now: datetime) -> None:
        seconds = round(now.timestamp() - time.time())
        written = self.clock.with_suffix(".new")
        written.write_text(f"{seconds:+d}", encoding="ascii")
        written.replace(self.clock)

    def cppcc(self, *words: str) -> str:
        """Run a command; what it printed. One that fails ends the week, but for its kind of failure."""
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("PG", "CPPCC_", "DATABASE"))},
            "LD_PRELOAD": str(LIBRARIES[0]),
            "FAKETIME_TIMESTAMP_FILE": str(self.clock),
            "FAKETIME_NO_CACHE": "1",
            "CPPCC_HOME": str(self.home / "cppcc"),
            "CPPCC_PROXY": self.proxy,
            "CPPCC_NOTIFY": self.notify,
            "PYTHONPATH": str(ROOT),
        }
        done = subprocess.run(
            [sys.executable, __file__, "--command", *words],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise SystemExit(f"cppcc {' '.join(words)} failed:\n{done.stdout}{done.stderr}")
        return done.stdout


@contextmanager
def receiver() -> Iterator[tuple[str, list[int]]]:
    """A web server that is told of alarms: its address, and the numbers of the alarms in the order they came."""
    told: list[int] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            told.extend(alarm["id"] for alarm in body["alarms"])
            self.send_response(200)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
            """Quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/alarms", told
        server.shutdown()
        thread.join()


def live(machine: Machine, replica: Replica, week: Week) -> None:
    """Live through the days, and print what each watch noticed."""
    days = [LOADED + timedelta(days=number) for number in range((LAST - LOADED).days + 1)]
    for day in days:
        for clock in (RUN_AT, *WATCHES_AT):
            now = at(day, clock)
            replica.world, replica.misbehave = week.world(now), week.faults(now)
            machine.set_clock(now)
            if clock != RUN_AT:
                print(f"{now:%a %m-%d %H:%M}  watch  {machine.cppcc('watch').splitlines()[0]}", flush=True)
            elif week.runs(day):
                [said] = [
                    line for line in machine.cppcc("run", "--sites", "all").splitlines() if line.startswith("Run ")
                ]
                print(f"{now:%a %m-%d %H:%M}  run    {said.partition('. ')[0]}", flush=True)


ALARMS = """
    select json_agg(json_build_object(
        'id', id, 'site', site, 'kind', kind, 'raised_at', raised_at, 'cleared_at', cleared_at, 'message', message
    ) order by id)
    from alarms
"""


def tell(machine: Machine, told: Sequence[int]) -> bool:
    """Print when each event happened, was noticed and told; whether all went well."""
    found = json.loads(machine.cppcc("psql", "--", "-At", "-c", ALARMS) or "[]") or []
    times_told = Counter(told)
    matched: set[int] = set()
    print(f"\n{'event':14}{'site':16}{'happened':18}{'noticed':18}{'after':>8}{'window':>8}{'told':>6}  over")
    is_well = True
    for event in EVENTS:
        own = [
            alarm for alarm in found
            if (alarm["site"], alarm["kind"]) == (event.site, event.kind)
            and datetime.fromisoformat(alarm["raised_at"]) >= event.begins
        ]  # fmt: skip
        matched |= {alarm["id"] for alarm in own}
        raised = datetime.fromisoformat(own[0]["raised_at"]).astimezone(SHANGHAI) if own else None
        is_good = len(own) == 1 and raised is not None and raised - event.begins <= event.window
        is_good &= all(times_told[alarm["id"]] == 1 for alarm in own)
        is_well &= is_good
        after = f"{(raised - event.begins) / timedelta(hours=1):.0f} h" if raised else "–"
        over = datetime.fromisoformat(own[0]["cleared_at"]) if own and own[0]["cleared_at"] else None
        print(
            f"{event.what:14}{event.site or '–':16}{_moment(event.begins):18}{_moment(raised):18}{after:>8}"
            f"{event.window / timedelta(hours=1):6.0f} h{'+'.join(str(times_told[each['id']]) for each in own):>6}"
            f"  {_moment(over)}"
        )
    false = [alarm for alarm in found if alarm["id"] not in matched]
    print("\nWindows: " + "; ".join(f"{what}: {next(each)}" for what, each in _reasons()))
    print(f"\nFalse alarms: {len(false)}")
    for alarm in [*false, *(each for each in found if each["id"] in matched)]:
        print(f"  {alarm['id']:3} {alarm['kind']:14}{alarm['message']}")
    return is_well and not false


def _moment(moment: datetime | None) -> str:
    return f"{moment.astimezone(SHANGHAI):%a %m-%d %H:%M}" if moment else "–"


def _reasons() -> Iterator[tuple[str, Iterator[str]]]:
    for what, events in groupby(EVENTS, key=lambda event: event.what):
        yield what, (event.why for event in events)


def main() -> None:
    if sys.argv[1:2] == ["--command"]:
        command(sys.argv[2:])
        return
    parser = ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--home", type=Path, help="a new folder for what the week leaves: store, pages, reports")
    given = parser.parse_args()
    if not LIBRARIES:
        raise SystemExit("This needs libfaketime: apt-get install libfaketime, or brew install libfaketime")
    home = given.home or Path(mkdtemp(prefix="week-"))
    home.mkdir(parents=True, exist_ok=True)
    week = Week()
    with ExitStack() as stack:
        replica = stack.enter_context(Replica(week.world(at(LOADED, "00:00"))))
        address, told = stack.enter_context(receiver())
        machine = Machine(home=home, proxy=replica.address, notify=address)
        machine.set_clock(at(LOADED, "00:00"))
        stack.callback(machine.cppcc, "stop")
        print(f"{len(SITES)} sites, {len(week.articles)} articles from {FIRST} to {LAST}; everything is kept in {home}")
        live(machine, replica, week)
        is_well = tell(machine, told)
    sys.exit(not is_well)


if __name__ == "__main__":
    main()
