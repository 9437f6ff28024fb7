"""What a run came to, for the terminal: tables in, text out. The questions to Postgres are in `sql/queries`."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Any

from rich.console import Group
from rich.table import Table
from rich.text import Text

from crawler.article import SHANGHAI, DateWitness, Decoded, Repaired, Site
from crawler.dialects.dialect import ListRow
from flows.monitoring.alarm import AlarmState
from flows.steps.preview import Preview
from flows.steps.reclean import Recleaned
from flows.steps.warc_captures import Tally
from flows.store.articles import Loaded
from flows.store.backfills import Backfill, Estimate
from flows.store.postgres import Connection
from flows.store.upkeep import Done
from flows.wording import marked
from sql import query

SHORT = {
    "reading taken out": "readings",
    "lost byte put back": "lost bytes",
    "traditional character simplified": "simplified",
    "full-width mark restored": "marks",
    "inserted comma dropped": "commas",
    "invisible character dropped": "invisible",
    "sharing advertisement dropped": "advertisement",
    "page break joined": "page breaks",
    "page stamp dropped": "page stamps",
    "link farm dropped": "link farm",
    "hidden string dropped": "hidden strings",
    "keyword line dropped": "keyword line",
    "indent of question marks dropped": "indents",
    "stars after a title dropped": "stars",
    "entity read": "entities",
    "UTF-8 read as GBK": "UTF-8 as GBK",
}
"""Names of repairs as a narrow column has room for."""

WITNESSES: dict[DateWitness, str] = {
    "meta": "its page's meta tags",
    "page": "the text of its page",
    "url": "its address",
    "list": "the list it stood in",
}
"""What says when an article was published, in words."""


def described(codec: str, votes: Iterable[dict[str, str]], repairs: Iterable[dict[str, Any]], losses: int) -> str:
    """What was done to an article, in a few words.

    >>> described("gb18030", [{"witness": "meta", "codec": "utf-8"}], [{"name": "reading taken out", "count": 7}], 0)
    'read as gb18030, not utf-8; 7 readings'
    >>> described("utf-8", [], [], 0)
    ''
    """
    claimed = {vote["codec"] for vote in votes if vote["witness"] in {"header", "meta"}} - {codec}
    parts = [f"read as {codec}, not {' or '.join(sorted(claimed))}"] if claimed else []
    parts += [f"{step['count']} {SHORT.get(step['name'], step['name'])}" for step in repairs]
    parts += [f"{losses} lost"] if losses else []
    return "; ".join(parts)


def moment(at: datetime | None, precision: str | None) -> str:
    """A date as precise as it is known."""
    if at is None:
        return "–"
    return at.astimezone(SHANGHAI).strftime("%Y-%m-%d" if precision == "day" else "%Y-%m-%d %H:%M")


def _plain(**how: Any) -> Table:
    """A table without lines, as all of ours are."""
    return Table(box=None, pad_edge=False, header_style="bold", **how)


def articles_table(rows: Sequence[tuple[Any, ...]]) -> Table:
    """Articles, one a row: site, date, title, what was repaired."""
    table = _plain()
    table.add_column("id", justify="right", style="dim")
    table.add_column("site", style="cyan", no_wrap=True)
    table.add_column("date", no_wrap=True)
    table.add_column("title", ratio=3, overflow="fold")
    table.add_column("repaired", ratio=2, style="yellow", overflow="fold")
    for number, site, published_at, precision, title, codec, votes, repairs, losses in rows:
        table.add_row(
            str(number), site, moment(published_at, precision), Text(title), described(codec, votes, repairs, losses)
        )
    return table


def found_table(rows: Sequence[tuple[Any, ...]]) -> Table:
    """Articles that were found, one a row, each with the piece of its text that was."""
    table = _plain(padding=(0, 2, 1, 0))
    table.add_column("id", justify="right", style="dim")
    table.add_column("site", style="cyan", no_wrap=True)
    table.add_column("date", no_wrap=True)
    table.add_column("title and text", overflow="fold")
    for number, site, published_at, precision, title, snippet in rows:
        text = Text.assemble((" ".join(title.split()), "bold"), "\n", highlighted(snippet))
        table.add_row(str(number), site, moment(published_at, precision), text)
    return table


def highlighted(snippet: str) -> Text:
    """A snippet with what stands in its <b> and </b> in colour.

    >>> highlighted("…在<b>提案</b>办理中…").markup
    '…在[bold red]提案[/bold red]办理中…'
    """
    text = Text()
    for place, part in enumerate(re.split("</?b>", snippet)):
        text.append(part, "bold red" if place % 2 else "")
    return text


def sites_table(rows: Sequence[tuple[Any, ...]]) -> Table:
    """What a run found, one site a row."""
    table = _plain()
    table.add_column("site", style="cyan", no_wrap=True)
    for name in ("listed", "new", "changed", "unchanged", "rejected", "failed"):
        table.add_column(name, justify="right")
    table.add_column("stopped at", style="dim")
    for site, *counts, stopped_because in rows:
        table.add_row(site, *(str(count) for count in counts), stopped_because or "–")
    return table


def channels_table(rows: Sequence[tuple[Any, ...]]) -> Table:
    """What a run read of each list, and why it read no further."""
    table = _plain()
    table.add_column("site", style="cyan", no_wrap=True)
    table.add_column("list", no_wrap=True)
    for name in ("pages", "listed", "new", "known", "linked"):
        table.add_column(name, justify="right")
    table.add_column("oldest", no_wrap=True)
    table.add_column("stopped at", style="dim", overflow="fold")
    for site, channel, *counts, oldest_on, stopped_because, failure in rows:
        why = f"{stopped_because}: {failure}" if failure else stopped_because
        table.add_row(site, channel, *(str(count) for count in counts), str(oldest_on or "–"), Text(why))
    return table


def alarms_table(rows: Sequence[AlarmState]) -> Table:
    """Alarms, one a row, the newest first."""
    table = _plain(padding=(0, 2, 0, 0))
    table.add_column("id", justify="right", style="dim")
    table.add_column("site", style="cyan", no_wrap=True)
    table.add_column("alarm", no_wrap=True)
    table.add_column("raised", no_wrap=True)
    table.add_column("state", no_wrap=True)
    table.add_column("what is wrong", overflow="fold")
    for alarm in rows:
        table.add_row(
            str(alarm.id), alarm.site or "–", alarm.kind, moment(alarm.raised_at, None), alarm_state(alarm),
            Text(alarm.message),
        )  # fmt: skip
    return table


def alarm_state(alarm: AlarmState) -> str:
    """Whether an alarm is over, muted, told or none of these."""
    if alarm.cleared_at:
        return f"over since {moment(alarm.cleared_at, None)}"
    if alarm.muted_until:
        return f"muted until {alarm.muted_until}"
    return "told" if alarm.told_at else "not told"


def alarm_in_full(alarm: AlarmState) -> Text:
    """One alarm with its numbers."""
    lines = [
        f"{alarm.id}  {alarm.kind}{f' ({alarm.subject})' if alarm.subject else ''}  {alarm.site or ''}",
        alarm.message,
        f"raised {moment(alarm.raised_at, None)}, last seen {moment(alarm.seen_at, None)}, {alarm_state(alarm)}",
    ]
    if alarm.muted_until:
        lines.append(f"muted by {alarm.muted_by}: {alarm.muted_because}")
    lines += [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in alarm.noticed.items()]
    example = alarm.noticed.get("example", {})
    if article := example.get("article"):
        lines.append(f"see: cppcc show {article}")
    elif url := example.get("url"):
        lines.append(f"see: cppcc why {url}")
    return Text("\n".join(lines))


def attachments_table(rows: Sequence[tuple[Any, ...]]) -> Table:
    """Files that were fetched, one a row."""
    table = _plain()
    table.add_column("site", style="cyan", no_wrap=True)
    table.add_column("bytes", justify="right")
    table.add_column("sha256", no_wrap=True)
    table.add_column("file", overflow="fold")
    for site, size, checksum, url in rows:
        table.add_row(site, str(size), checksum.hex()[:16] + "…", Text(url))
    return table


def backfills_table(rows: Sequence[Backfill]) -> Table:
    """How far the reading of archives has come, a list a row."""
    table = _plain()
    table.add_column("site", style="cyan", no_wrap=True)
    table.add_column("list", no_wrap=True)
    for name in ("pages", "listed", "new"):
        table.add_column(name, justify="right")
    table.add_column("back to", no_wrap=True)
    table.add_column("state", no_wrap=True)
    table.add_column("stopped at", style="dim", overflow="fold")
    for row in rows:
        counts = (row.next_page - 1, row.listed, row.new)
        table.add_row(
            row.site,
            row.channel,
            *(str(count) for count in counts),
            str(row.oldest_on or "–"),
            row.state,
            row.stopped_because or "–",
        )
    return table


def archives_summary(tally: Tally) -> Group:
    """What was met in archives, and what became of it."""
    table = _plain()
    table.add_column("site", style="cyan", no_wrap=True)
    for name in ("pages", "new", "changed", "unchanged", "rejected"):
        table.add_column(name, justify="right")
    for key, pages in sorted(tally.pages.items()):
        loaded = tally.loaded.get(key, Loaded())
        counts = (pages, loaded.new, loaded.changed, loaded.unchanged, loaded.rejected)
        table.add_row(key, *(str(count) for count in counts))
    pages = tally.pages.total()
    lines = [
        tally.words,
        f"{tally.joined} articles that go on on further pages" if tally.joined else "",
        *(f"rejected: {reason}, {count} times" for reason, count in tally.rejected.most_common()),
        *(f"bad: {file} at {bad.offset}: {bad.reason}" for file, bad in tally.examples),
    ]
    return Group(*([table] if pages else []), *(Text(line) for line in lines if line))


def recleaned_summary(found: Recleaned) -> Group:
    """What today's rules make of stored pages: counts by site and field, then some of it to be read."""
    sites = _plain()
    sites.add_column("site", style="cyan", no_wrap=True)
    for name in ("read", "changed", "now articles", "now rejected", "rejected otherwise"):
        sites.add_column(name, justify="right")
    refused = Counter[str]()
    for (site, _), count in found.refused.items():
        refused[site] += count
    for site, read in sorted(found.read.items()):
        counts = (read, found.changed[site], found.accepted[site], refused[site], found.otherwise[site])
        sites.add_row(site, *(str(count) for count in counts))
    fields = _plain()
    fields.add_column("site", style="cyan", no_wrap=True)
    fields.add_column("what changes")
    for site in sorted(found.changed):
        of_site = sorted(((count, name) for (key, name), count in found.fields.items() if key == site), reverse=True)
        fields.add_row(site, ", ".join(f"{count} {name}" for count, name in of_site))
    text = Text()
    for each in found.examples:
        text.append(f"\n{each.kind}: {each.site} {each.url}\n", "bold")
        if each.kind == "changed":
            text.append_text(difference(each.before, each.after))
        else:
            text.append(f"- {each.before}\n", "red").append(f"+ {each.after}\n", "green")
    lines = [f"now rejected, and kept: {site} {reason}, {count}" for (site, reason), count in found.refused.items()]
    lines += [f"cannot be read: {count} pages of {file}" for file, count in found.missing.items()]
    shown = [sites if found.read else Text("Nothing is stored of these sites and days.")]
    return Group(*shown, *([fields] if found.changed else []), *(Text(line) for line in lines), text)


def maintenance_table(done: Sequence[Done]) -> Table:
    """What was looked after, one thing a row."""
    table = _plain(padding=(0, 2, 0, 0))
    table.add_column("what", style="cyan", no_wrap=True)
    table.add_column("what was done", overflow="fold", ratio=3)
    table.add_column("why", style="dim", overflow="fold", ratio=4)
    for each in done:
        table.add_row(each.what, each.result, each.why)
    return table


def plan_of(site: Site, estimates: Sequence[Estimate]) -> Group:
    """What the reading of a site's archive will take: a list a row, and the sum in hours and days."""
    table = _plain()
    table.add_column("list", no_wrap=True)
    for name in ("pages", "articles to fetch", "requests"):
        table.add_column(name, justify="right")
    table.add_column("", style="yellow")
    for each in estimates:
        counts = (each.pages, each.articles, each.requests)
        unknown = each.trouble or ("it does not say how long it is" if each.pages is None else "")
        table.add_row(each.channel, *("?" if count is None else str(count) for count in counts), unknown)
    known = sum(each.requests for each in estimates if each.requests is not None)
    hours, days = known * site.delay / 3600, max(1, -(-known // site.budget))
    return Group(
        Text.assemble((f"{site.key} {site.name}", "bold")),
        table,
        f"about {known} requests: {hours:.1f} hours at {site.delay:g} s each, days at {site.budget} a day: {days}\n",
    )


def explained(decoded: Decoded, repaired: Repaired) -> str:
    """How a text was read, each repair made with its count, and what is gone for good.

    >>> from crawler.article import Step
    >>> decoded = Decoded(text="", codec="gb18030", votes=(), losses=0, confidence=0.934)
    >>> print(explained(decoded, Repaired(text="", steps=(Step(name="reading taken out", count=7),))))
    read as gb18030 (confidence 0.93)
    reading taken out: 7
    nothing is lost
    """
    lost = decoded.losses + repaired.losses
    lines = [f"read as {decoded.codec} (confidence {decoded.confidence:.2f})"]
    lines += [f"{vote.witness} says {vote.codec}" for vote in decoded.votes]
    lines += [f"{step.name}: {step.count}" for step in repaired.steps] or ["nothing to repair"]
    return "\n".join([*lines, f"lost for good: {lost}" if lost else "nothing is lost"])


def difference(before: str, after: str) -> Text:
    """The lines that changed, as they were and as they are, with what changed in them marked."""
    text = Text()
    old, new = before.splitlines(), after.splitlines()
    for kind, start, end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            for gone, come in zip_longest(old[start:end], new[new_start:new_end], fillvalue=""):
                _append_difference(text, gone, come)
    return text


def _append_difference(text: Text, gone: str, come: str) -> None:
    for pieces, sign, colour in zip(marked(gone, come), "-+", ("red", "green"), strict=True):
        text.append(f"{sign} ", f"bold {colour}")
        for piece in pieces:
            text.append(piece.text, f"bold white on {colour}" if piece.is_changed else colour)
        text.append("\n")


def run_articles(connection: Connection, run_id: int) -> list[tuple[Any, ...]]:
    """The articles a run was the first to bring, newest first."""
    return connection.execute(query("run_articles"), {"run_id": run_id}).fetchall()


def run_sites(connection: Connection, run_id: int) -> list[tuple[Any, ...]]:
    """What a run found, by site."""
    return connection.execute(query("run_sites"), {"run_id": run_id}).fetchall()


def last_run(connection: Connection) -> int | None:
    """The number of the newest run."""
    row = connection.execute(query("last_run")).fetchone()
    return row[0] if row else None


def has_run(connection: Connection, run_id: int) -> bool:
    """Return whether there is a run of this number."""
    return connection.execute(query("report_run"), {"run_id": run_id}).fetchone() is not None


def has_site(connection: Connection, key: str) -> bool:
    """Return whether the store knows this site, be it of the site lists or of earlier ones."""
    return connection.execute(query("has_site"), {"key": key}).fetchone() is not None


def run_channels(connection: Connection, run_id: int) -> list[tuple[Any, ...]]:
    """What a run read of each list."""
    return connection.execute(query("run_channels"), {"run_id": run_id}).fetchall()


def run_failures(connection: Connection, run_id: int) -> list[tuple[Any, ...]]:
    """Why requests of a run came to nothing: site, reason, how often, one address."""
    return connection.execute(query("run_failures"), {"run_id": run_id}).fetchall()


def run_attachments(connection: Connection, run_id: int) -> list[tuple[Any, ...]]:
    """The files a run fetched: site, bytes, checksum, address."""
    return connection.execute(query("run_attachments"), {"run_id": run_id}).fetchall()


def run_warnings(connection: Connection, run_id: int) -> list[tuple[Any, ...]]:
    """What a run did for a site that somebody should know of: site and words."""
    return connection.execute(query("run_warnings"), {"run_id": run_id}).fetchall()


def run_rejected(connection: Connection, run_id: int) -> list[tuple[Any, ...]]:
    """The pages of a run that gave no article: site, reason, detail, address."""
    return connection.execute(query("run_rejected"), {"run_id": run_id}).fetchall()


def latest_articles(connection: Connection, site: str | None, limit: int) -> list[tuple[Any, ...]]:
    """The newest articles, of one site or of all."""
    return connection.execute(query("latest_articles"), {"site": site, "limit": limit}).fetchall()


def found_articles(
    connection: Connection,
    words: str,
    *,
    site: str | None = None,
    since: date | None = None,
    until: date | None = None,
    best: bool = False,
    limit: int = 20,
) -> list[tuple[Any, ...]]:
    """Articles that hold the words of a query, the newest or the best first; see `search_articles` in the store."""
    given = {"query": words, "site": site, "since": since, "until": until, "limit": limit}
    return connection.execute(query("search_articles"), {**given, "order_by": "best" if best else "newest"}).fetchall()


def one_article(connection: Connection, key: str) -> tuple[Any, ...] | None:
    """An article by its number or address."""
    number = int(key) if key.isascii() and key.isdigit() and len(key) < 19 else None
    return connection.execute(query("one_article"), {"url": key, "number": number}).fetchone()


def article_in_full(row: tuple[Any, ...]) -> Text:
    """One article as a person reads it: title, what is known of it, text."""
    number, site, column, title, published_at, precision, witness, source, author, editor, url, *rest = row
    confidence, body, media, next_page, *damage = rest
    known = {
        "site": f"{site} {column or ''}".strip(),
        "published": moment(published_at, precision) + (f", says {WITNESSES[witness]}" if witness else ""),
        "source": source,
        "author": author,
        "editor": editor,
        "url": url,
        "goes on": next_page,
        "confidence": f"{confidence:.2f}" if confidence else None,
        "repaired": described(*damage),
        "id": str(number),
    }
    text = Text(f"{title}\n", style="bold")
    text.append("".join(f"{name:>10}: {value}\n" for name, value in known.items() if value), style="not bold cyan")
    text.append(f"\n{body}", style="not bold default")
    text.append("\n" * bool(media))
    for each in media:
        text.append(f"\n{each['kind']:>10}: {each['url']} {each['caption'] or ''}".rstrip(), style="not bold cyan")
    return text


def registry_table(sites: Sequence[Site]) -> Table:
    """The registry, one site a row."""
    table = _plain()
    for name in ("key", "name", "level", "adcode", "dialect", "channels", "confidence", "enabled"):
        table.add_column(
            name,
            style="cyan" if name == "key" else None,
            justify="right" if name == "channels" else "left",
            no_wrap=name != "name",
        )
    for site in sites:
        count = str(len(site.channels))
        enabled = "yes" if site.enabled else "no"
        table.add_row(site.key, site.name, site.level, site.adcode, site.dialect, count, site.confidence, enabled)
    return table


def previews(site: Site, seen: Sequence[Preview]) -> Group:
    """What a crawl would take from each channel of a site: a line of counts or its trouble, and the newest rows."""
    parts: list[Text | Table] = []
    for each in seen:
        parts.append(Text.assemble((each.channel, "bold"), f"  {each.url}"))
        if each.trouble:
            parts.append(Text(f"  takes nothing: {each.trouble}", style="red"))
        if each.dialect and each.dialect != site.dialect:
            parts.append(Text(f"  looks like {each.dialect}; the block says {site.dialect}", style="yellow"))
        if each.page:
            parts.append(Text(f"  {len(each.rows)} links, of which article_url takes {len(each.taken)}"))
            parts.append(Text(f"  next page: {each.next_page or 'none'}"))
        if each.rows and not each.taken:
            parts.append(Text(f"  the first link is {each.rows[0].url}", style="yellow"))
        parts.append(rows_table(each.taken[:5]))
    return Group(*parts)


def rows_table(rows: Sequence[ListRow]) -> Table:
    """Rows of a list: day, title, address."""
    table = _plain(show_header=False)
    for row in rows:
        table.add_row(f"  {row.published_on or '–'}", Text(row.title), Text(row.url, style="dim"))
    return table


def furniture_table(rows: Sequence[tuple[Any, ...]]) -> Table:
    """Learned lines, one a row, cut off where a terminal's row ends."""
    table = _plain()
    table.add_column("site", style="cyan", no_wrap=True)
    table.add_column("pages", justify="right", no_wrap=True)
    table.add_column("state", no_wrap=True)
    table.add_column("line", overflow="fold")
    for site, pages, of_pages, state, line in rows:
        table.add_row(site, f"{pages} of {of_pages}", state, Text(shortened(line)))
    return table


def shortened(line: str, length: int = 40) -> str:
    """A line's beginning, with an ellipsis for the rest.

    >>> shortened("欢迎扫描二维码，关注市政协公众号", 8)
    '欢迎扫描二维码…'
    """
    return line if len(line) <= length else line[: length - 1] + "…"
