"""The story of one page: where it was listed, what was landed, how it was read, and what today's rules make of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.table import Table
from rich.text import Text

from crawler.article import Article, Rejected
from crawler.errors import LandingError
from crawler.landing.receipt import Landed, read_receipt
from crawler.landing.storable import storable_key
from crawler.landing.warc_store import read_response
from crawler.sites.canonical import canonical
from crawler.sites.owners import Owners
from crawler.sites.registry import load_registry
from crawler.text.clean import RULES_VERSION
from crawler.text.decoding.decode import decode
from crawler.text.extraction.markup_limits import visible
from crawler.text.extraction.read_article import read
from crawler.text.similarity.fingerprint import fold
from flows.cli.tables_read import difference
from flows.steps.clean import clean_landed, grouped, with_parts
from flows.store.learned_boilerplate import furnished
from flows.store.postgres import records
from flows.store.provenance import landed_page, part_finder
from flows.wording import WITNESSES, moment, shortened
from sql import query

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.article import Site
    from flows.store.postgres import Connection

Row = dict[str, Any]

CUT_LINES = 12
"""Lines of a page that are shown of those that are not in its article."""

STEPS = (
    "page site address linked listed failed fetched bytes encoding cut repaired lost title published source author"
    " editor column body sure changed story today"
).split()
"""What is told, in the order in which it happened to the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """What the store knows of one page; each field is empty where it knows nothing."""

    urls: tuple[str, ...]
    site: Site | None
    """The site of the registry that the address belongs to."""
    article: Row | None = None
    rejected: Row | None = None
    owed: Row | None = None
    links: Sequence[Row] = ()
    fetches: Sequence[Row] = ()
    failures: Sequence[Row] = ()
    changes: Sequence[Row] = ()
    carried: Row | None = None
    """The story the article belongs to."""
    pages: Sequence[Landed] = field(default=(), repr=False)
    """The landed responses of what is stored: its first page, and its parts."""

    @property
    def is_unknown(self) -> bool:
        """Whether the store knows nothing of it."""
        return not (self.article or self.rejected or self.owed or self.links or self.fetches or self.failures)


def story(connection: Connection, key: str, landing: Path) -> Story:
    """What the store knows of a page, by its address or its article's number; `landing` is where landed files are."""

    def ask(name: str, **parameters: Any) -> list[Row]:
        return records(connection, query(f"page_{name}"), parameters)

    number = int(key) if key.isascii() and key.isdigit() and len(key) < 19 else None
    site = _site_of(key)
    given = dict.fromkeys(storable_key(url) for url in (key, canonical(key, site) if site else key))
    urls = [row["url"] for row in ask("addresses", urls=list(given))]
    article = next(iter(ask("article", urls=urls, number=number)), None)
    rejected = next(iter(ask("rejected", urls=urls)), None)
    if article and article["url"] not in urls:
        urls = [article["url"]]
    stored = article or rejected
    if stored:  # a site's articles may stand on another server than its lists
        site = next((each for each in load_registry() if each.key == stored["site"]), site)
    fetches = ask("fetches", urls=urls)
    return Story(
        urls=tuple(urls),
        site=furnished(connection, site) if site else None,
        article=article,
        rejected=rejected,
        owed=next(iter(ask("retry", urls=urls)), None),
        links=ask("links", urls=urls),
        fetches=fetches,
        failures=ask("failures", urls=urls),
        changes=ask("changes", article_id=article["id"]) if article else (),
        carried=next(iter(ask("story", article_id=article["id"])), None) if article else None,
        pages=_pages(connection, landing, stored, fetches),
    )


def _site_of(url: str) -> Site | None:
    """The site on whose server an address is; of several on one server, the one whose articles look like it."""
    on_server = Owners(load_registry()).on_server(url)
    return next((site for site in on_server if re.fullmatch(site.article_url, url)), next(iter(on_server), None))


def _pages(connection: Connection, landing: Path, stored: Row | None, fetches: Sequence[Row]) -> Sequence[Landed]:
    """The landed pages of what is stored, as the receipt of their run has them, or else as the store does."""
    if stored is None:
        return ()
    place = (stored["warc_file"], stored["warc_offset"])
    receipt = Path(stored["receipt"]) if stored["receipt"] else None
    if receipt and receipt.exists():
        for group in grouped(read_receipt(receipt).landed):
            if (group[0].file, group[0].offset) == place:
                return group
    row = next((row for row in fetches if (row["warc_file"], row["warc_offset"]) == place), None)
    if row is None:
        return ()
    first = landed_page({**stored, **row})
    try:
        fetched = read_response(landing / first.file, first.offset)
        return with_parts(first, fetched, landing, part_finder(connection, first, row["run_id"]))[0]
    except LandingError:  # it is said where the bytes would be shown
        return [first]


def told(seen: Story, landing: Path) -> Table:
    """The story as a table: a step a row, in the order in which things happened."""
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(style="bold cyan", justify="right", no_wrap=True)
    table.add_column(overflow="fold")
    steps = (_verdict, _listed, _asked_in_vain, _fetched, _stored, _changed, _carried)
    rows = [row for step in steps for row in step(seen)] + list(_read_again(seen, landing))
    for name, said in sorted(rows, key=lambda row: STEPS.index(row[0])):
        table.add_row(name, said if isinstance(said, Text) else Text(said))
    return table


_Rows = Iterator[tuple[str, str | Text]]


def _verdict(seen: Story) -> _Rows:
    """In one line, what the page is to the store."""
    if seen.article:
        gone = f", gone since {moment(seen.article['gone_at'], None)}" if seen.article["gone_at"] else ""
        unfit = f", unfit ({seen.article['unfit']})" if seen.article["unfit"] else ""
        yield "page", Text(f"article {seen.article['id']}{unfit}{gone}", "green")
    elif seen.rejected:
        detail = f" ({seen.rejected['detail']})" if seen.rejected["detail"] else ""
        yield "page", Text(f"rejected: {seen.rejected['reason']}{detail}", "red")
    elif seen.owed:
        state = "given up" if seen.owed["given_up"] else f"asked for again {moment(seen.owed['due_at'], None)}"
        yield "page", Text(f"owed: {seen.owed['reason']}, tried {seen.owed['tries']} times, {state}", "yellow")
    elif seen.links:
        yield "page", Text("on another host: lists point at it, its page is not fetched", "yellow")
    elif seen.fetches or seen.failures:
        yield "page", Text("asked for, and neither an article nor rejected: see below", "yellow")
    else:
        yield "page", Text("unknown: no list has shown it, and it was never asked for", "yellow")
        if seen.site is None:
            yield "site", "no site of the registry is at that address: cppcc sites add"
        else:
            fits = "looks" if re.fullmatch(seen.site.article_url, seen.urls[-1]) else "does not look"
            enabled = "" if seen.site.enabled else ", which is not enabled"
            yield "site", f"{seen.site.key} {seen.site.name}{enabled}; the address {fits} like one of its articles"
    for url in seen.urls:
        yield "address", Text(url, "dim")


def _listed(seen: Story) -> _Rows:
    for link in seen.links:
        yield "linked", f"{link['site']} {link['channel']}: {link['title']}, {link['listed_on'] or 'no day'}"
    stored = seen.article or seen.rejected or seen.owed
    if stored:
        row = seen.pages[0] if seen.pages else None
        title = row.listed_title if row else stored.get("listed_title")
        day = row.listed_on if row else stored.get("listed_on")
        said = f": {title or 'no title'}, {day or 'no day'}" if title or day else ""
        yield "listed", f"{stored['site']} {stored['channel']}{said}"


def _asked_in_vain(seen: Story) -> _Rows:
    for row in seen.failures:
        yield "failed", f"{moment(row['started_at'], None)}  run {row['run_id']}: {row['reason']}"


def _fetched(seen: Story) -> _Rows:
    stored = seen.article or seen.rejected
    for row in seen.fetches:
        came = f"{moment(row['fetched_at'], None)}  run {row['run_id']}  status {row['status']}"
        where = f"{row['warc_file']} at {row['warc_offset']}, {row['warc_length']} bytes"
        led = f", asked for as {row['asked']}" if row["asked"] else ""
        is_read = stored is not None and stored["fetch_id"] == row["id"]
        yield "fetched", Text(f"{came}  {where}{led}" + ("  ← read" if is_read else ""))


def _stored(seen: Story) -> _Rows:
    """What the row says."""
    if (row := seen.article) is None:
        return
    votes = ", ".join(f"{vote['witness']} says {vote['codec']}" for vote in row["codec_votes"])
    yield "encoding", f"read as {row['codec']} (confidence {row['codec_confidence']:.2f}); {votes or 'nobody says'}"
    yield "repaired", "\n".join(f"{step['count']:>5} {step['name']}" for step in row["repairs"]) or "nothing"
    if row["losses"]:
        yield "lost", f"{row['losses']} characters, marked by \ufffd"
    yield "title", Text(row["title"], "bold")
    says = f", says {WITNESSES[row['published_from']]}" if row["published_from"] else ""
    yield "published", moment(row["published_at"], row["published_precision"]) + says
    for name in ("source", "author", "editor", "column_name"):
        if row[name]:
            yield name.removesuffix("_name"), row[name]
    yield "body", f"{len(row['body'])} characters in {row['body'].count(chr(10)) + 1} paragraphs"
    yield "sure", f"{row['confidence']:.2f} of 1" + (f"; {', '.join(row['flags'])}" if row["flags"] else "")


def _changed(seen: Story) -> _Rows:
    for row in seen.changes:
        head = f"{moment(row['changed_at'], None)}  {', '.join(row['what'])}, because of {row['because_of']}\n"
        yield "changed", Text(head).append_text(_tight(Text(row["difference"], "yellow")))


def _carried(seen: Story) -> _Rows:
    if not (story := seen.carried) or not seen.article:
        return
    if story["members"] == 1:
        yield "story", "nobody else carries it"
    elif story["leader_id"] == seen.article["id"]:
        others = story["members"] - 1
        yield "story", "leads one reprint" if others == 1 else f"leads {others} reprints"
    else:
        kept = f", {story['kept']:.0%} of it" if story["kept"] is not None else ""
        reason = story["reason"] or "linked by another reprint"
        yield (
            "story",
            f"one of {story['members']}: {reason}{kept}, first on {story['leader_site']} {story['leader_url']}",
        )


def _tight(text: Text) -> Text:
    """A difference without the space after each sign, at which a narrow terminal would break the line."""
    lines = text.split("\n", allow_blank=True)
    return Text("\n").join(line[:1] + line[2:] if line.plain[:2] in {"- ", "+ "} else line for line in lines)


def _read_again(seen: Story, landing: Path) -> _Rows:
    """The landed bytes through today's rules: what was cut, and where the outcome differs from what is stored."""
    stored = seen.article or seen.rejected
    if stored is None or seen.site is None or not seen.pages:
        return
    try:
        fetched = read_response(landing / seen.pages[0].file, seen.pages[0].offset)
        outcome = clean_landed(seen.pages, landing, seen.site).outcome
    except LandingError as error:
        yield "bytes", Text(f"cannot be read: {error}", "red")
        return
    yield "bytes", f"{len(fetched.body)}, sent as {fetched.content_type or 'no type'}"
    decoded = decode(visible(fetched.body), content_type=fetched.content_type, site=seen.site.charset)
    page = read(decoded.text, fetched.url, seen.site).page
    kept = fold(f"{outcome.title}{outcome.body}") if isinstance(outcome, Article) else ""
    cut = [line for line in page.lines if fold(line) not in kept]
    yield "cut", _cut(cut, len(page.lines), seen.site)
    yield "today", _compared(seen, outcome)


def _cut(cut: Sequence[str], lines: int, site: Site) -> Text:
    """The lines of a page that are not in its article, the site's own marked."""
    text = Text(f"{len(cut)} of {lines} lines of the page are not in the text")
    for line in cut[:CUT_LINES]:
        text.append(f"\n  {shortened(line, 60)}", "dim").append("  learned" if line in site.furniture else "", "cyan")
    return text.append(f"\n  … and {len(cut) - CUT_LINES} more" if len(cut) > CUT_LINES else "", "dim")


def _compared(seen: Story, outcome: Article | Rejected) -> Text:
    """Whether today's rules say what is stored."""
    rules = f"rules {RULES_VERSION}"
    if isinstance(outcome, Rejected):
        detail = f" ({outcome.detail})" if outcome.detail else ""
        same = bool(seen.rejected and seen.rejected["reason"] == outcome.reason)
        return Text(f"{rules} reject it{', too' if same else ''}: {outcome.reason}{detail}", "" if same else "red")
    if seen.article is None:
        return Text(f"{rules} make an article of it: {outcome.title}", "green")
    row = seen.article
    pairs = {
        "title": (row["title"], outcome.title),
        "published": (row["published_at"], outcome.published_at),
        "source": (row["source"], outcome.source),
        "author": (row["author"], outcome.author),
        "editor": (row["editor"], outcome.editor),
        "column": (row["column_name"], outcome.column),
        "codec": (row["codec"], outcome.codec),
        "body": (row["body"], outcome.body),
    }
    changed = {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
    if not changed:
        return Text(f"{rules} say the same as what is stored (rules {row['rules_version']})", "green")
    text = Text(f"{rules} say otherwise than what is stored (rules {row['rules_version']}):\n", "yellow")
    for name, (before, after) in changed.items():
        text.append(f"{name}\n").append_text(_tight(difference(str(before or ""), str(after or ""))))
    text.rstrip()
    return text
