"""A run's page in a real browser: laid out, readable, in Chinese, asking for nothing; on a screen and on a phone."""

from __future__ import annotations

import os
import random
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from crawler.article import SHANGHAI
from crawler.sites.registry import load_registry
from flows.home import landing_folder
from flows.html_report.model import (
    Alarm,
    Block,
    Calendar,
    Damage,
    Example,
    Page,
    Passage,
    Refusal,
    Run,
    SiteDays,
    SiteNews,
    SiteRequests,
    Story,
    Title,
)
from flows.html_report.render import render
from flows.html_report.words_table import ALARMS, DAMAGE, FAILURES, GAPS, LEVELS, REJECTED
from flows.html_report.write import run_page
from flows.outcome import Counts, outcome_of
from flows.wording import marked

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from conftest import Runs

    from browser.conftest import Browser

HOSTILE = (
    "</title><script>document.title='taken'</script>",
    '"><img src=http://attacker.test/pixel.png onerror=alert(1)>',
    "政协" * 60,
    "w" * 300,
    "\u202e反着写的标题",
    "{{ 7 * 7 }} &lt;b&gt; & <b>",
)
"""Titles that try to break out of the page, or to stretch it."""

WIDTHS = (390, 1280)
TODAY = date(2026, 11, 27)


def run(**fields: Any) -> Run:
    started = datetime(2026, 11, 27, 6, 30, tzinfo=SHANGHAI)
    given: dict[str, Any] = {
        "id": 12, "kind": "daily", "started_at": started, "finished_at": started + timedelta(minutes=82, seconds=5),
        "status": "done", "error": None, "asked": ("all",), "rules_version": "3",
    }  # fmt: skip
    return Run(**(given | fields))


def empty(**fields: Any) -> Page:
    given: dict[str, Any] = {
        "run": run(), "outcome": outcome_of(Counts(read=4)), "failures": (), "alarms": (), "sites": (),
        "calendar": Calendar(days=(TODAY,), sites=(), hidden=0),
        "damage": (), "passage": None, "refusals": (), "requests": (), "quiet": 0, "blocks": (), "stories": (),
        "warnings": (),
    }  # fmt: skip
    return Page(**(given | fields))


def country() -> Page:
    """A big run with everything that can be said of one, hostile words wherever a page may bring them."""
    chance = random.Random(7)
    registry = [site for site in load_registry() if site.confidence != "replica"]
    registry.sort(key=lambda site: (list(LEVELS).index(site.level), site.adcode))
    days = tuple(TODAY - timedelta(days=back) for back in reversed(range(40)))
    reasons = list(GAPS)

    def title(number: int) -> Title:
        words = (
            HOSTILE[number % len(HOSTILE)]
            if number % 4 == 0
            else "市政协召开第七次主席会议，审议通过《重点提案督办办法》"
        )
        url = "javascript:alert(1)" if number % 5 == 0 else f"http://www.example.gov.cn/{number}.html?a=1&b=<2>"
        return Title(title=words, url=url, published_on=TODAY if number % 3 else None)

    def row(key: str, name: str, level: str) -> SiteDays:
        busy = chance.choice((0.1, 0.6, 2, 5))
        articles = {day: count for day in days if (count := int(chance.expovariate(1 / busy)))}
        usual = "silent as usual" if chance.random() < 0.7 else chance.choice(reasons)
        gaps = {day: usual for day in days[:-1] if day not in articles}
        return SiteDays(key=key, name=name, level=level, articles=articles, gaps=gaps)

    counts = [min(60, int(chance.expovariate(1 / 6))) for _ in registry]
    sites = tuple(
        SiteNews(
            key=site.key, name=site.name, level=site.level, listed=40, new=new, changed=new // 7, unchanged=30,
            rejected=new // 9, failed=int(chance.random() < 0.1), stopped_because="page of known articles",
            titles=tuple(map(title, range(min(new, 8)))),
        )
        for site, new in zip(registry, counts, strict=True)
    )  # fmt: skip
    pieces = marked(
        "會(huì)議強(qiáng)調(diào),充分發(fā)揮專(zhuān)門(mén)協(xié)商機(jī)構(gòu)作用。",
        "会议强调，充分发挥专门协商机构作用。",
    )
    return empty(
        alarms=tuple(
            Alarm(
                site=registry[place].key if place % 3 else None, name=registry[place].name if place % 3 else None,
                kind=kind, message=f"12 天没有新文章。{HOSTILE[place % len(HOSTILE)]}", raised_at=run().started_at,
            )
            for place, kind in enumerate(ALARMS)
        ),
        sites=sites,
        calendar=Calendar(
            days=days, sites=tuple(row(each.key, each.name, each.level) for each in registry), hidden=2880,
        ),
        damage=tuple(
            Damage(name=name, articles=count, places=count * 31, sites=tuple((each.name, 3) for each in registry[:9]))
            for name, count in zip([*DAMAGE, "a new kind of <b>"], range(60, 0, -2), strict=False)
        ),
        passage=Passage(
            site=registry[3].name, title=HOSTILE[0], url="http://www.example.gov.cn/1.html?" + "x" * 200,
            repairs=("reading taken out", "traditional character simplified", "full-width mark restored"),
            before=tuple(pieces[0]), after=tuple(pieces[1]),
        ),
        refusals=tuple(
            Refusal(
                reason=reason, pages=5,
                examples=tuple(Example(site=registry[0].name, detail=words, url="http://www.example.gov.cn/" + "y" * 90)
                               for words in HOSTILE[:3]),
            )
            for reason in REJECTED
        ),
        requests=tuple(
            SiteRequests(
                key=site.key, name=site.name, answers=70, refusals=2, failures=len(FAILURES) - place,
                reason=("timeout", "status 503", "no rows: not a trs list", HOSTILE[1])[place % 4], seconds=360.0,
            )
            for place, site in enumerate(registry[:12])
        ),
        quiet=80,
        blocks=tuple(
            Block(
                key=site.key, name=site.name, sign="status 521", times=2, since=run().started_at, until=run().started_at
            )
            for site in registry[5:8]
        ),
        stories=tuple(
            Story(title=words, url="http://www.example.gov.cn/9.html", site="全国政协", members=12, sites=9,
                  first_day=TODAY - timedelta(days=1), last_day=TODAY)
            for words in HOSTILE
        ),
        warnings=((registry[1].name, f"asked by http, since https fails: {HOSTILE[3]}"),),
    )  # fmt: skip


PAGES: Mapping[str, Callable[[], Page]] = {
    "nothing was asked": empty,
    "nothing new": lambda: empty(alarms=(), sites=tuple(
        SiteNews(key="nx", name="宁夏政协", level="provincial", listed=20, new=0, changed=0, unchanged=20, rejected=0,
                 failed=0, stopped_because="not modified") for _ in range(3))),
    "failed": lambda: empty(run=run(status="failed", error="The crawl ended with code 1.\n" + "Traceback " * 40)),
    "country": country,
}  # fmt: skip


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory, crawled: Runs) -> dict[str, Path]:
    """The pages as files; `replica` is a real run's."""
    folder = tmp_path_factory.mktemp("pages")
    html = {name: render(make()) for name, make in PAGES.items()}
    with crawled.database.connect() as connection:
        html["replica"] = run_page(connection, 1, landing_folder(crawled.home), crawled.began())
    files = {}
    for name, text in html.items():
        files[name] = folder / f"{name.replace(' ', '-')}.html"
        files[name].write_text(text, encoding="utf-8")
    return files


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", [*PAGES, "replica"])
def test_a_page_can_be_read(name: str, width: int, dark: bool, files: dict[str, Path], browser: Browser) -> None:
    looked = browser.look(files[name], width=width, dark=dark)
    if pictures := os.environ.get("PICTURES"):  # for a person who wants to see them, too
        (Path(pictures) / f"{files[name].stem}-{width}-{'dark' if dark else 'light'}.png").write_bytes(
            browser.picture()
        )
    seen = looked.seen
    assert looked.asked == [files[name].as_uri()]
    assert looked.complaints == []
    assert (seen["scrolled"], seen["wide"]) == (width, [])
    assert seen["faint"] == []
    assert len(seen["texts"]) > 20
    assert (seen["ground"] < 0.1) == dark
    one, other = looked.glyphs
    assert one != other, "Chinese characters are drawn as boxes: apt-get install fonts-noto-cjk"


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_the_calendar_has_a_cell_for_each_day_of_each_site(
    width: int, dark: bool, files: dict[str, Path], browser: Browser
) -> None:
    seen = browser.look(files["country"], width=width, dark=dark).seen
    page = country()
    assert seen["rows"] == [len(page.calendar.days)] * len(page.calendar.sites)
    assert len(seen["rows"]) > 80
    assert seen["small"] == 0
    # More is darker by day and lighter by night: what the eye compares is lightness, which no colour blindness takes.
    assert seen["scale"] == sorted(seen["scale"], reverse=not dark)


def test_words_of_the_web_stay_words(files: dict[str, Path], browser: Browser) -> None:
    looked = browser.look(files["country"], width=1280, dark=False)
    assert "taken" not in browser.value("document.title")
    assert browser.value("document.querySelectorAll('script, img, iframe, object, embed, link').length") == 0
    links = browser.value("[...document.links].map(each => each.protocol)")
    assert {*links} == {"http:"}
    assert any("{{ 7 * 7 }}" in text for text in looked.seen["texts"]) or browser.value(
        "document.body.textContent.includes('{{ 7 * 7 }}')"
    )


def test_titles_can_be_opened_without_a_script_and_are_printed(files: dict[str, Path], browser: Browser) -> None:
    browser.look(files["country"], width=1280, dark=False)
    shown = "[...document.querySelectorAll('details li')].filter(each => each.checkVisibility()).length"
    assert browser.value(shown) == 0
    browser.value("document.querySelector('summary').click()")
    assert browser.value(shown) > 0
    browser.media(print_it=True)
    assert browser.value(shown) == browser.value("document.querySelectorAll('details li').length")
