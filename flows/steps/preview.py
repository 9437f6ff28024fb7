"""Lists as they are now, read live and without their articles: what a crawl would take from them."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from crawler.article import Channel, Site
from crawler.dialects import DIALECTS, recognise
from crawler.dialects.dialect import Form, ListPage
from crawler.errors import SettingsError
from crawler.landing.warc_store import read_response
from crawler.sites.article_pattern import article_pattern
from crawler.spiders.job import Job
from crawler.text.decoding.decode import decode
from crawler.web_address import is_web_address
from flows.steps.fetch import crawl

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.dialects.dialect import ListRow
    from crawler.landing.receipt import Receipt
    from flows.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """One channel's first page."""

    channel: str
    url: str
    page: ListPage | None
    """None where the list could not be fetched."""
    trouble: str | None
    """Why a crawl would take nothing from it."""
    dialect: str | None
    """The family the page is recognised as, whatever the site's block says."""
    rows: tuple[ListRow, ...]
    """The rows as the block's own dialect reads them."""
    taken: tuple[ListRow, ...]
    """Those whose addresses match the block's `article_url`."""
    next_page: str | None
    """The address of the next page; that of its form where it is asked for by posting one."""


def preview(settings: Settings, site: Site, *, proxy: str | None) -> list[Preview]:
    """What a crawl would take from the first page of each of a site's channels.

    The site is asked as a crawl asks it: after its delay, through robots.txt, and not again once it turns us away.
    Nothing is kept. Raises nothing for a site that does not answer: `trouble` says it.
    """
    first = replace(site, channels=tuple(replace(channel, pages=1) for channel in site.channels))
    with TemporaryDirectory(prefix="cppcc-preview-") as name:
        folder = Path(name)
        job = Job(
            sites=(first,),
            known=folder / "known.txt",
            landing=folder / "lists.warc.gz",
            receipt=folder / "receipt.jsonl",
            user_agent=settings.user_agent,
            proxy=proxy or settings.proxy,
            lists_only=True,
        )
        job.known.touch()
        done = crawl(job, folder)
        return [_channel(site, channel, done.receipt, folder, done.trouble) for channel in site.channels]


def _channel(site: Site, channel: Channel, receipt: Receipt, folder: Path, trouble: str | None) -> Preview:
    failed = [each.reason for each in receipt.failed if (each.channel, each.kind) == (channel.name, "list")]
    landed = [each for each in receipt.landed if (each.channel, each.kind, each.status) == (channel.name, "list", 200)]
    page = None
    if landed:  # the last: some columns come empty and get their rows by a second request
        response = read_response(folder / landed[-1].file, landed[-1].offset)
        text = decode(response.body, content_type=response.content_type, site=site.charset).text
        page = ListPage(url=response.url, text=text)
    dialect = DIALECTS[site.dialect]
    rows = tuple(dialect.rows(page)) if page else ()
    following = dialect.next_page(page) if page else None
    return Preview(
        channel=channel.name,
        url=channel.url,
        page=page,
        trouble=failed[0] if failed else trouble,
        dialect=recognise(page).name if page else None,
        rows=rows,
        taken=tuple(row for row in rows if re.fullmatch(site.article_url, row.url)),
        next_page=following.url if isinstance(following, Form) else following,
    )


def visitor(url: str) -> Site:
    """A site of which only one list's address is known. Raises SettingsError for what is no address."""
    if not is_web_address(url):
        raise SettingsError(f"{url} is no address of a list, such as http://www.example.gov.cn/zxyw/")
    host = urlsplit(url).hostname or ""
    words = [word for word in host.split(".") if word not in {"www", "gov", "cn", "com", "org", "net"}]
    return Site(
        key=re.sub(r"\W", "_", "_".join(words)) or "site",
        name=host,
        level="county",
        adcode="",
        base_url=f"{url.partition('://')[0]}://{urlsplit(url).netloc}/",
        dialect="generic",
        channels=(Channel(name="栏目", url=url),),
        article_url=".*",
    )


def recognised(seen: Preview, key: str) -> tuple[str, Sequence[ListRow]]:
    """The block of TOML for the site a list belongs to, to be completed by hand, and the rows it would take.

    Level and adcode are left empty: nothing on a page says them for certain, and the registry refuses the block until
    someone has filled them in. There is no block for a list that could not be read.
    """
    if seen.page is None:
        return "", ()
    dialect = recognise(seen.page)
    pattern = article_pattern(row.url for row in dialect.rows(seen.page))
    taken = [row for row in dialect.rows(seen.page) if re.fullmatch(pattern, row.url)]
    title = seen.page.soup.title
    name = " ".join(title.get_text().split()) if title else ""
    address = urlsplit(seen.page.url)
    lines = (
        "[[site]]",
        f"key = {json.dumps(key)}",
        f"name = {json.dumps(name, ensure_ascii=False)}     # the page's title; write the committee's name",
        'level = ""     # national, provincial, sub-provincial, prefecture or county',
        'adcode = ""     # six digits of GB/T 2260',
        f'base_url = "{address.scheme}://{address.netloc}/"',
        f'dialect = "{dialect.name}"',
        f"article_url = '{pattern}'",
        "enabled = false     # until a list and an article have been seen",
        "[[site.channel]]",
        'name = ""     # the column\'s',
        f'url = "{seen.url}"',
    )
    return "\n".join(lines), taken
