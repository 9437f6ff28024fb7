"""What servers do, and what comes of it: each misbehaviour ends in a reason, and the rest of the crawl goes on.

The replica misbehaves at addresses of its site of 徐州, in one crawl for what concerns one page, and
at copies of the site, each with a host of its own, in another for what concerns a whole site.
"""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urljoin, urlsplit

import pytest
from waiting import PATIENCE

from crawler.article import Channel, Rejected, Site
from crawler.landing.content_coding import LARGEST
from crawler.landing.receipt import Receipt, read_receipt
from crawler.replica.misbehaviour import Misbehaviour
from crawler.replica.server import Replica
from crawler.replica.site_table import SITES as REPLICA_SITES
from crawler.replica.site_table import ReplicaSite
from crawler.replica.world import build_world
from crawler.sites.registry import load_registry, select
from crawler.spiders.job import Job, Visit
from flows.steps.clean import clean_landed

if TYPE_CHECKING:
    from pathlib import Path

HOST = "http://www.xuzhou.replica.test"
[WHOLE] = select(load_registry(), ["replica_xuzhou"])
SITE = replace(WHOLE, channels=WHOLE.channels[:1])
GIGABYTES = 2 * 2**30
IN_BOUNDS = ["bash", "-c", 'ulimit -v 1500000; exec "$@"', "bash", sys.executable, "-W", "error"]
"""Begins a child process that may take 1.5 GB of address space: what Python and Scrapy map, and not the gigabytes."""


class Case(NamedTuple):
    """What the server does, and the reason in the receipt: None where the page is landed as if nothing were wrong."""

    fault: Misbehaviour
    reason: str | None
    asked: int
    """How often the page is asked for."""


def fault(kind: str, value: float = 0, text: str = "") -> Misbehaviour:
    return Misbehaviour(kind=kind, value=value, text=text)  # type: ignore[arg-type]


# One page misbehaves; the others of the site are asked for all the same.
PAGES = {
    "status 500": Case(fault("status", 500), "status 500", 3),
    "status 502": Case(fault("status", 502), "status 502", 3),
    "status 503 without a wait": Case(fault("status", 503), "status 503", 3),
    "status 403": Case(fault("status", 403), "status 403", 1),
    "status 404": Case(fault("status", 404), "status 404", 1),
    "a status of 11 digits": Case(fault("status", 99_999_999_999), "answer is no HTTP", 3),
    "a status below nothing": Case(fault("status", -5), "answer is no HTTP", 3),
    "cut short": Case(fault("wrong_length", 10), "response cut short", 3),
    "gzip bomb": Case(fault("bomb", GIGABYTES, "gzip"), "too large", 1),
    "deflate bomb": Case(fault("bomb", GIGABYTES, "deflate"), "too large", 1),
    "gzip bomb in one chunk": Case(fault("bomb", GIGABYTES, "gzip chunked"), "too large", 1),
    "gzip bomb in gzip": Case(fault("bomb", GIGABYTES, "gzip, gzip"), "too large", 1),
    "gzip bomb behind five codings": Case(fault("bomb", 2**24, "gzip, gzip, gzip, gzip, gzip"), "too large", 1),
    "endless body": Case(fault("endless"), "too large", 1),
    "endless chunks of a byte": Case(fault("chunks"), "too large", 1),
    "header flood": Case(fault("headers", 2**26), "too large", 1),
    "one endless header": Case(fault("long header", 2**26), "too large", 1),
    "redirect to itself": Case(fault("redirect", text=""), "redirect loop", 1),
    "redirect to a cloud's own data": Case(
        fault("redirect", text="http://169.254.169.254/latest/meta-data/"), "foreign host 169.254.169.254", 1
    ),
    "redirect to our own host": Case(fault("redirect", text="http://127.0.0.1:5432/"), "foreign host 127.0.0.1", 1),
    "redirect to a file": Case(fault("redirect", text="file:///etc/passwd"), "redirect to file:", 1),
    "redirect to a script": Case(fault("redirect", text="javascript:history.back()"), "redirect to javascript:", 1),
    "redirect to no address": Case(fault("redirect", text="http://[::1/"), "redirect to no address", 1),
    "redirect to a port that is none": Case(fault("redirect", text=f"{HOST}:99999/"), "redirect to no address", 1),
    "redirect to a name before the host": Case(
        fault("redirect", text="http://a.cn@www.xuzhou.replica.test/1.html"), "redirect to no address", 1
    ),
    "redirect to a foreign host": Case(fault("redirect", text="http://ad.test/"), "foreign host ad.test", 1),
    "redirect to the home page": Case(fault("redirect", text="/"), "soft 404: redirect to the home page", 1),
    "redirect to the home page by name": Case(
        fault("redirect", text=f"{HOST}/index.html"), "soft 404: redirect to the home page", 1
    ),
    "closed without an answer": Case(fault("closed"), "closed without an answer", 3),
    "no HTTP": Case(fault("garbage"), "answer is no HTTP", 3),
    "nothing": Case(fault("slow", 0), None, 1),
}
# The same, where the timeout is short.
SLOW = {
    "slow beyond the timeout": fault("slow", 60),
    "a byte now and then": fault("drip", 0.1),
}

WAF = "<title>网站防火墙</title><p>您的请求带有不合法参数，已被网站管理员设置拦截！</p>"
CAPTCHA = "<title>安全验证</title><p>请完成滑动验证后继续访问</p>"
LIST, ROBOTS = "/zxyw/", "/robots.txt"
ASKED_ONCE = {ROBOTS: 1, LIST: 1}


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteCase:
    """What the server does at one address of a site, and what becomes of the whole."""

    at: str
    fault: Misbehaviour
    reason: str
    asked: dict[str, int]
    """Everything that is asked for."""
    stopped: str = "blocked"


# The site turns us away, or its rules cannot be had: nothing is asked of it any more in this crawl.
SITES = {
    "status 521": SiteCase(at=LIST, fault=fault("status", 521), reason="blocked: status 521", asked=ASKED_ONCE),
    "status 412": SiteCase(at=LIST, fault=fault("status", 412), reason="blocked: status 412", asked=ASKED_ONCE),
    "status 429": SiteCase(at=LIST, fault=fault("status", 429), reason="blocked: status 429", asked=ASKED_ONCE),
    "status 429 with a wait": SiteCase(
        at=LIST,
        fault=fault("status", 429, "Retry-After: 120"),
        reason="blocked: status 429, wait 120 s",
        asked=ASKED_ONCE,
    ),
    "status 503 with a wait": SiteCase(
        at=LIST,
        fault=fault("status", 503, "Retry-After: Wed, 21 Oct 2026 07:28:00 GMT"),
        reason="blocked: status 503, wait until 2026-10-21 07:28 UTC",
        asked=ASKED_ONCE,
    ),
    "status 503 with a wait of 20 digits": SiteCase(
        at=LIST,
        fault=fault("status", 503, f"Retry-After: {'9' * 20}"),
        reason="blocked: status 503, wait 31536000 s",
        asked=ASKED_ONCE,
    ),
    "status 429 with a wait behind the calendar": SiteCase(
        at=LIST,
        fault=fault("status", 429, "Retry-After: Fri, 31 Dec 9999 23:59:59 -2359"),
        reason="blocked: status 429",
        asked=ASKED_ONCE,
    ),
    "a firewall's page": SiteCase(
        at=LIST, fault=fault("page", text=WAF), reason="blocked: 网站防火墙", asked=ASKED_ONCE
    ),
    "a captcha": SiteCase(at=LIST, fault=fault("page", text=CAPTCHA), reason="blocked: 安全验证", asked=ASKED_ONCE),
    "robots.txt that denies": SiteCase(
        at=ROBOTS,
        fault=fault("page", text="User-agent: *\nDisallow: /\n"),
        reason="Forbidden by robots.txt",
        asked={ROBOTS: 1},
        stopped="failed",
    ),
    "robots.txt with status 500": SiteCase(
        at=ROBOTS, fault=fault("status", 500), reason="robots.txt: status 500", asked={ROBOTS: 3}, stopped="failed"
    ),
    "robots.txt with a wait": SiteCase(
        at=ROBOTS,
        fault=fault("status", 503, "Retry-After: 60"),
        reason="blocked: status 503, wait 60 s",
        asked={ROBOTS: 1},
    ),
    "robots.txt with a delay of weeks": SiteCase(
        at=ROBOTS,
        fault=fault("page", text="User-agent: *\nCrawl-delay: 2000000\n"),
        reason="blocked: robots.txt asks for more than 600 s between two requests",
        asked={ROBOTS: 1},
    ),
    "robots.txt closed": SiteCase(
        at=ROBOTS,
        fault=fault("closed"),
        reason="robots.txt: closed without an answer",
        asked={ROBOTS: 3},
        stopped="failed",
    ),
    "robots.txt that redirects to itself": SiteCase(
        at=ROBOTS, fault=fault("redirect", text=ROBOTS), reason="status 404", asked=ASKED_ONCE, stopped="failed"
    ),
    "a list that redirects to a foreign host": SiteCase(
        at=LIST,
        fault=fault("redirect", text="http://ad.test/"),
        reason="foreign host ad.test",
        asked=ASKED_ONCE,
        stopped="failed",
    ),
    "a list without end": SiteCase(
        at=LIST, fault=fault("endless"), reason="too large", asked=ASKED_ONCE, stopped="failed"
    ),
}


class Crawled(NamedTuple):
    receipt: Receipt
    said: str


def crawl(
    folder: Path,
    proxy: str,
    sites: tuple[Site, ...] = (SITE,),
    *,
    timeout: float = PATIENCE,
    known: tuple[str, ...] = (),
) -> Crawled:
    folder.mkdir()
    (folder / "known.txt").write_text("\n".join(known), encoding="utf-8")
    job = Job(
        sites=sites,
        known=folder / "known.txt",
        landing=folder / "crawl.warc.gz",
        receipt=folder / "receipt.jsonl",
        user_agent="cppcc-news-crawler",
        proxy=proxy,
        timeout=timeout,
        visits=tuple(
            Visit(site=site.key, channel=channel.name, known_ends=False) for site in sites for channel in site.channels
        ),
    )
    (folder / "job.json").write_text(job.to_json(), encoding="utf-8")
    words = [*IN_BOUNDS, "-m", "crawler.spiders", str(folder / "job.json")]
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=PATIENCE)
    assert done.returncode == 0, done.stderr
    return Crawled(read_receipt(job.receipt), done.stderr)


class Pages(NamedTuple):
    folder: Path
    urls: dict[str, str]
    """The address of each case."""
    crawled: Crawled
    asked: Counter[str]


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Pages:
    world = build_world(articles=8 * len(PAGES))
    mine = [article.url for article in world.articles if article.channel.url == f"{HOST}{LIST}"]
    urls = dict(zip(PAGES, mine, strict=False))
    assert len(urls) == len(PAGES) < len(mine)
    faults = {
        urls[name]: replace(case.fault, text=case.fault.text or urls[name])
        if case.fault.kind == "redirect"
        else case.fault
        for name, case in PAGES.items()
    }
    folder = tmp_path_factory.mktemp("pages") / "crawl"
    with Replica(world, misbehave=faults) as replica:
        crawled = crawl(folder, replica.address)
        asked = Counter(request.url for request in replica.requests)
    return Pages(folder, urls, crawled, asked)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_that_misbehaves_has_a_reason(pages: Pages, name: str) -> None:
    url, case = pages.urls[name], PAGES[name]
    reasons = [failed.reason for failed in pages.crawled.receipt.failed if failed.url == url]
    assert reasons == ([case.reason] if case.reason else [])
    assert pages.asked[url] == case.asked


def test_the_rest_of_the_site_goes_on(pages: Pages) -> None:
    receipt = pages.crawled.receipt
    assert receipt.ended is not None
    assert receipt.ended.reason == "finished"
    assert {channel.stopped_because for channel in receipt.channels} == {"last page"}
    fine = {landed.url for landed in receipt.landed if landed.kind == "article" and landed.status == 200}
    listed = sum(channel.listed for channel in receipt.channels)
    unlanded = {pages.urls[name] for name, case in PAGES.items() if case.reason} - fine
    assert len(fine) == listed - len(unlanded)
    assert pages.crawled.said == ""


def test_what_is_too_large_to_be_unpacked_is_rejected_in_bounds(pages: Pages) -> None:
    bombs = {pages.urls[name] for name in PAGES if "bomb" in name}
    landed = [each for each in pages.crawled.receipt.landed if each.url in bombs]
    assert len(landed) == len(bombs)
    file = pages.folder / landed[0].file
    subprocess.run(
        [*IN_BOUNDS, "-c", READING, file, *(str(each.offset) for each in landed)], check=True, timeout=PATIENCE
    )
    for each in landed:
        assert clean_landed([each], pages.folder, SITE).outcome == Rejected(
            url=each.url, reason="too large", detail=f"more than {LARGEST >> 20} MiB unpacked"
        )


READING = """
import sys
from pathlib import Path
from crawler.landing.warc_store import read_response
for offset in map(int, sys.argv[2:]):
    assert read_response(Path(sys.argv[1]), offset).is_too_large
"""


def test_a_page_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    world = build_world(articles=40)
    urls = [article.url for article in world.articles if article.channel.url == f"{HOST}{LIST}"]
    faults = dict(zip(urls, SLOW.values(), strict=False))
    silent = copy(0)
    world = replace(world, sites=(*world.sites, served(silent)))
    rules = {urljoin(silent.base_url, ROBOTS): fault("slow", 60)}
    with Replica(world, misbehave=faults | rules) as replica:
        receipt = crawl(tmp_path / "crawl", replica.address, (SITE, silent), timeout=1).receipt
    reasons = {failed.url: failed.reason for failed in receipt.failed}
    assert reasons == {**dict.fromkeys(faults, "timeout"), silent.channels[0].url: "robots.txt: timeout"}
    assert {each.url for each in receipt.landed if each.kind == "article"} == set(urls) - faults.keys()


def copy(number: int) -> Site:
    """A site like that of 徐州, with an address of its own."""
    host = f"http://site{number}.test"
    return replace(
        SITE, key=f"site{number}", base_url=f"{host}/", channels=(Channel(name="要闻", url=f"{host}{LIST}"),)
    )


def served(site: Site) -> ReplicaSite:
    """How the replica serves a copy: it has rules and no articles."""
    [like] = [each for each in REPLICA_SITES if each.key == SITE.key]
    return replace(like, key=site.key, host=urlsplit(site.base_url).netloc, channels=())


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> tuple[Crawled, Counter[str]]:
    copies = tuple(copy(number) for number in range(len(SITES)))
    faults = {urljoin(site.base_url, case.at): case.fault for site, case in zip(copies, SITES.values(), strict=True)}
    world = replace(build_world(articles=0), sites=tuple(map(served, copies)))
    with Replica(world, misbehave=faults) as replica:
        crawled = crawl(tmp_path_factory.mktemp("sites") / "crawl", replica.address, copies)
        return crawled, Counter(request.url for request in replica.requests)


@pytest.mark.parametrize(("number", "name"), list(enumerate(SITES)), ids=list(SITES))
def test_a_site_that_misbehaves_is_left_alone(sites: tuple[Crawled, Counter[str]], number: int, name: str) -> None:
    crawled, asked = sites
    case, key, base_url = SITES[name], copy(number).key, copy(number).base_url
    assert [failed.reason for failed in crawled.receipt.failed if failed.site == key] == [case.reason]
    assert [each.stopped_because for each in crawled.receipt.channels if each.site == key] == [case.stopped]
    mine = {f"/{url.removeprefix(base_url)}": count for url, count in asked.items() if url.startswith(base_url)}
    assert mine == case.asked
    assert crawled.said == ""


def test_what_failed_for_a_while_is_asked_again_in_the_next_run(tmp_path: Path) -> None:
    world = build_world(articles=4)
    [broken, *_] = [article.url for article in world.articles if article.channel.url == f"{HOST}{LIST}"]
    with Replica(world, misbehave={broken: fault("status", 500)}) as replica:
        first = crawl(tmp_path / "first", replica.address).receipt
        replica.misbehave = {}
        known = tuple(each.url for each in first.landed if each.kind == "article" and each.status == 200)
        second = crawl(tmp_path / "second", replica.address, known=known).receipt
    assert [(failed.url, failed.reason) for failed in first.failed] == [(broken, "status 500")]
    assert [each.url for each in second.landed if each.kind == "article"] == [broken]
