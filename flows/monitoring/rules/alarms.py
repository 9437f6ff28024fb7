"""What is an alarm: each kind a function of what was observed, of what stood before, and of the time it is asked at.

Nothing is asked or written here. A function gives what is wrong now, or None; of what stood before it knows the
numbers, so that an alarm ends when its reason has passed, and not when the history has got used to it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from crawler.article import SHANGHAI
from flows.monitoring.alarm_kinds import DAMAGE, FIELDS
from flows.monitoring.baseline import (
    Change,
    Rate,
    chance_of_silence,
    chance_of_so_few,
    longest_usual,
    quantile,
    rarer,
    silences,
    usual_silence,
)
from flows.monitoring.holidays import working_days

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from crawler.article import Site
    from flows.monitoring.alarm_kinds import Kind
    from flows.monitoring.observations import Disk, Faults, LastTried, Observed, Page, Reading, RunSeen, SiteSeen

QUIET = 1e-4
"""A silence is an alarm when it is less likely than this. A busy site ends some hundred silences a year: of a hundred
sites, one falls silent so by chance in a year. One that publishes daily is noticed after 3 working days."""
AS_LONG_AGAIN = 2
"""And when it is longer than this many times the site's usual one, and than any that came twice: in bursts, and in a
quiet August, silences follow no single chance."""
FEWEST_SILENCES = 12
SHORTEST_HISTORY = timedelta(days=56)
"""A site is not said to be quiet that has published on fewer days, or for less than eight weeks: it may be on leave."""

DRIFT = 1e-5
"""So few hits are a change when they are less likely than this. Each page asks the question anew, for each field: some
300,000 times a year at a hundred sites, mostly about pages that were asked about before. Of a field that all pages had,
the fourth page in a row without it is less likely, as long as there are 36 before; of one that half have, the 15th."""
DRIFT_BY_DAY = 1e-4
"""And so few days with hits, when they are less likely than this: three days of pages without what all days had, if
there are 37 before. What a site puts out in one day is often of one kind."""
A_DAY = 5
"""Pages of a day that are looked at: a session's fifty do not outweigh a month."""
SPANS = (4, 6, 10, 15, 20, 30)
"""How many of the latest pages are held against the older ones: few notice what all pages lost, many what some did."""
FEWEST_PAGES = 30
"""Older pages without which nothing is usual yet."""
USUAL_AGAIN = 0.05
"""A change is over when the latest pages are at least as likely as this, as of old."""
SETTLES = timedelta(days=30)
"""After so long, pages as they are have become the usual ones."""

OUT_OF_REACH = 0.005
"""A site is out of reach when so many days without a single list are less likely than this: two, if it never failed
before. It is a small chance for one site, but a site that fails twice is worth a look, and few do."""
UP_LIKE_OTHERS = 19
"""Good days that a site is given beforehand: most are down on less than one day in twenty."""
FEWEST_GOOD = 3
"""Good days without which a site was never in reach."""
FEWEST_FAILED = 2
"""Days; one alone is a restart or a night's work on the site."""
REDESIGNED = ("no rows", "status 404", "status 410")
"""How the failures of a list begin that was redesigned or moved; the others are the site's."""
NEARLY_ALL = 0.9
"""Of the sites that a run was to read, so many unread at once are the network's fault, or ours, and no site's."""
FEWEST_SITES = 3
"""Sites unread at once that say so; fewer only where they are half of all that are enabled."""

LIST_FAILED = 3
"""Days after which such a list is believed: what shows no rows for a day was being worked on."""

BUDGET_DAYS = 3
"""Days in a row: one or two catch up with what a weekend brought."""
FIRST_WEEKS = timedelta(days=14)
"""A new site spends its budget until its lists have been read to their end."""

LEAST_FREE = 2 * 2**30
"""Bytes: below, Postgres may stop in the middle of what it does."""
DAYS_FREE = 30
"""Days of landing, at the last week's pace, that must fit: long enough to buy a disk. The store takes about as much
again as the landing, which counts twice."""
FREE_AGAIN = 1.2
"""An alarm ends at so many times the space it began at, or it would come and go with every vacuum."""

FEWEST_RUNS = 5
"""Finished runs without which nobody can say when the next is due."""
DAY = timedelta(days=1)
GRACE = timedelta(hours=2)
"""How much later than ever a run may finish: a slow site, a restart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """An alarm that was raised and is not over."""

    id: int
    site: str | None
    kind: Kind
    subject: str
    raised_at: datetime
    noticed: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something that is wrong now."""

    site: str | None = None
    kind: Kind
    subject: str = ""
    noticed: dict[str, Any]
    """The numbers, as JSON can hold them."""
    message: str
    """The same for people, in Chinese."""


Key = tuple[str | None, str, str]
"""What makes an alarm the same alarm: its site, kind and subject."""


def notices(
    observed: Observed, standing: Sequence[Standing], cleared: Mapping[Key, datetime], now: datetime
) -> list[Notice]:
    """Everything that is wrong at `now`, given what stood and when each thing was last over."""
    before: dict[Key, Standing] = {(each.site, each.kind, each.subject): each for each in standing}
    everywhere = nothing_read(observed.last_tried, len(observed.sites))
    unread = observed.last_tried.unread if everywhere and observed.last_tried else frozenset()
    found: list[Notice | None] = [everywhere, our_fault(observed.faults), run_given_up(observed.given_up)]
    for seen in observed.sites:
        key = seen.site.key
        drift: Key = (key, "layout drift", "pages")
        damage: Key = (key, "damage rising", "")
        found += [
            gone_quiet(seen, before.get((key, "gone quiet", "")), now),
            layout_drift(seen, before.get(drift), cleared.get(drift), now),
            damage_rising(seen, before.get(damage), cleared.get(damage), now),
            budget_spent(seen),
        ]
        for notice in (turned_away(seen), never_read(seen), *unreadable(seen)):
            # What nearly all sites have in common is one alarm, and not one for each; what stood before goes on.
            if notice and (key not in unread or (notice.site, notice.kind, notice.subject) in before):
                found.append(notice)
    found += [
        disk_low(disk, observed.landed_daily, before.get((None, "disk low", disk.name))) for disk in observed.disks
    ]
    found.append(run_late(observed.runs, now))
    return [each for each in found if each is not None]


def _called(site: Site) -> str:
    return f"{site.name}（{site.key}）"


# Gone quiet -----------------------------------------------------------------------------------------------------------


def gone_quiet(seen: SiteSeen, standing: Standing | None, now: datetime) -> Notice | None:
    """A site that has published nothing for longer than its own rhythm makes likely, in working days.

    Only days count on which its lists could be read later, and that its articles' usual delay leaves to be known.
    """
    today = now.astimezone(SHANGHAI).date()
    days = [day for day in seen.days if day <= today]
    last_on = days[-1] if days else None
    known_until = _known_until(seen)
    if standing is not None and (last_on is None or last_on.isoformat() <= standing.noticed["last_on"]):
        # The history must not change under an alarm, though its oldest days leave it one by one.
        usual, chance = standing.noticed["usual"], standing.noticed["chance"]
        last_on = date.fromisoformat(standing.noticed["last_on"])
        known_until = known_until or date.fromisoformat(standing.noticed["known_until"])
    elif last_on is None or known_until is None or _is_young(days):
        return None
    else:
        before = silences(days)
        usual = {
            "median": quantile(before, 0.5),
            "nine_in_ten": quantile(before, 0.9),
            "longest": max(before),
            "silences": len(before),
        }
        silent = working_days(last_on, known_until)
        chance = chance_of_silence(before, silent)
        if chance >= QUIET or silent <= max(AS_LONG_AGAIN * usual_silence(before), longest_usual(before)):
            return None
    silent = working_days(last_on, known_until)
    newest = f"，最后一篇是 {last_on}《{seen.newest_title}》" if seen.newest_title else f"，最后一篇在 {last_on}"
    return Notice(
        site=seen.site.key,
        kind="gone quiet",
        noticed={
            "silent": silent,
            "last_on": last_on.isoformat(),
            "known_until": known_until.isoformat(),
            "usual": usual,
            "chance": chance,
            "example": {"article": seen.newest_id},
        },
        message=(
            f"{_called(seen.site)}已有 {silent} 个工作日没有新文章（至 {known_until}）{newest}。"
            f"平常相隔 {usual['median']} 个工作日，十次有九次不超过 {usual['nine_in_ten']} 个，"
            f"最长 {usual['longest']} 个（{usual['silences']} 次）。"
        ),
    )


def _is_young(days: Sequence[date]) -> bool:
    return len(days) <= FEWEST_SILENCES or days[-1] - days[0] < SHORTEST_HISTORY


def _known_until(seen: SiteSeen) -> date | None:
    """The first day of which it cannot be known yet whether the site published; None if its lists were never read."""
    last = [max((each.read_at for each in list_ if each.read_at), default=None) for list_ in seen.readings.values()]
    read = [moment for moment in last if moment is not None]
    if not read or len(read) < len(last):
        return None
    return min(read).astimezone(SHANGHAI).date() - timedelta(days=seen.delay - 1)


# Layout drift and damage ----------------------------------------------------------------------------------------------


def layout_drift(
    seen: SiteSeen, standing: Standing | None, cleared_at: datetime | None, now: datetime
) -> Notice | None:
    """Fields that the pages of a site no longer give: its layout has changed, or our rules no longer fit.

    Pages of one layout are held against each other alone. All fields of a site are one alarm.
    """
    pages = _thinned(_of_one_layout(seen))
    marks: dict[str, Callable[[Page], bool]] = {field: _has(field) for field in FIELDS}
    changes = _changes(pages, marks, standing, cleared_at, now)
    if not changes:
        return None
    rates = "；".join(f"{FIELDS[name]}由 {change.before} 降到 {change.after}" for name, change in changes.items())
    lacking = next((page for page in pages if any(not marks[name](page) for name in changes)), pages[0])
    reason = f"，该页没有文章：{lacking.reason}" if lacking.reason else ""
    return Notice(
        site=seen.site.key,
        kind="layout drift",
        subject="pages",
        noticed=_noticed(changes, pages, standing, lacking),
        message=f"{_called(seen.site)}的页面可能改版，能读出的字段变少：{rates}。例：{lacking.url}{reason}。",
    )


def damage_rising(
    seen: SiteSeen, standing: Standing | None, cleared_at: datetime | None, now: datetime
) -> Notice | None:
    """Damage of the kinds of `alarm_table.DAMAGE` that a site's articles have more often than before."""
    pages = _thinned([page for page in seen.pages if page.reason is None])
    marks: dict[str, Callable[[Page], bool]] = {name: _lacks(signs) for name, signs in DAMAGE.items()}
    changes = _changes(pages, marks, standing, cleared_at, now)
    if not changes:
        return None
    rates = "；".join(
        f"{name}由 {_others(change.before)} 升到 {_others(change.after)}" for name, change in changes.items()
    )
    damaged = next((page for page in pages if any(not marks[name](page) for name in changes)), pages[0])
    return Notice(
        site=seen.site.key,
        kind="damage rising",
        noticed=_noticed(changes, pages, standing, damaged),
        message=f"{_called(seen.site)}的文章受损增多，可能被劫持：{rates}。例：{damaged.url}。",
    )


def _of_one_layout(seen: SiteSeen) -> list[Page]:
    """The pages that are laid out as the newest one is, as far as the registry knows layouts."""
    newest = next((page.day for page in seen.pages if page.day), None)
    layout = next((each for each in seen.site.layouts if newest and each.holds_on(newest)), None)
    if layout is None:
        return list(seen.pages)
    return [page for page in seen.pages if page.day is None or layout.holds_on(page.day)]


def _thinned(pages: Sequence[Page]) -> list[Page]:
    """Of each day the latest pages, as many as count."""
    days: Counter[date] = Counter()
    kept = []
    for page in pages:
        day = page.day or page.read_at.astimezone(SHANGHAI).date()
        days[day] += 1
        if days[day] <= A_DAY:
            kept.append(page)
    return kept


def _has(field: str) -> Callable[[Page], bool]:
    # What gave no article at all says nothing of the other fields.
    return lambda page: field in page.present or (page.reason is not None and field != "body")


def _lacks(signs: frozenset[str]) -> Callable[[Page], bool]:
    return lambda page: signs.isdisjoint(page.damage)


def _others(rate: Rate) -> Rate:
    return Rate(hits=rate.pages - rate.hits, pages=rate.pages)


def _changes(
    pages: Sequence[Page],
    marks: Mapping[str, Callable[[Page], bool]],
    standing: Standing | None,
    cleared_at: datetime | None,
    now: datetime,
) -> dict[str, Change]:
    """What has become rarer through these pages, and what had before and has not recovered."""
    if standing is not None and now - standing.raised_at > SETTLES:
        return {}
    fresh = sum(page.read_at > cleared_at for page in pages) if cleared_at else len(pages)
    known = standing.noticed["changes"] if standing else {}
    changes = {}
    days = [page.day or page.read_at.astimezone(SHANGHAI).date() for page in pages]
    for name, has in marks.items():
        seen = [has(page) for page in pages]
        if name in known:
            change = _still(seen, Rate(**known[name]["before"]), known[name]["chance"])
        else:
            change = rarer(seen, days, SPANS, fewest=FEWEST_PAGES, fresh=fresh)
            is_news = change and change.chance < DRIFT and change.chance_by_day < DRIFT_BY_DAY
            change = change if is_news else None
        if change:
            changes[name] = change
    return changes


def _still(seen: Sequence[bool], before: Rate, chance: float) -> Change | None:
    """The change as the latest pages show it: as many as would do to notice it. None if they are as before."""
    enough = next((span for span in SPANS if chance_of_so_few(before, Rate(hits=0, pages=span)) < DRIFT), SPANS[-1])
    latest = seen[:enough]
    after = Rate(hits=sum(latest), pages=len(latest))
    if chance_of_so_few(before, after) >= USUAL_AGAIN:
        return None
    return Change(before=before, after=after, chance=chance, chance_by_day=chance)


def _noticed(
    changes: Mapping[str, Change], pages: Sequence[Page], standing: Standing | None, example: Page
) -> dict[str, Any]:
    first = pages[max(change.after.pages for change in changes.values()) - 1 :][:1]
    return {
        "changes": {
            name: {
                "before": {"hits": change.before.hits, "pages": change.before.pages},
                "after": {"hits": change.after.hits, "pages": change.after.pages},
                "chance": change.chance,
            }
            for name, change in changes.items()
        },
        "since": standing.noticed["since"] if standing else (first or pages[-1:])[0].read_at.isoformat(),
        "example": {
            "article": example.article_id,
            "url": example.url,
            "file": example.file,
            "offset": example.offset,
            "reason": example.reason,
        },
    }


# Out of reach ---------------------------------------------------------------------------------------------------------


def turned_away(seen: SiteSeen) -> Notice | None:
    """A site that answered with a sign of being unwanted, until a page of it comes again."""
    if seen.block is None:
        return None
    block = seen.block
    return Notice(
        site=seen.site.key,
        kind="blocked",
        subject="turned away",
        noticed={"sign": block.sign, "times": block.times, "since": _said(block.since), "until": _said(block.until)},
        message=(
            f"{_called(seen.site)}自 {_said(block.since)} 起拒绝访问（{block.sign}，连续 {block.times} 次），"
            f"{_said(block.until)} 前不再请求。"
        ),
    )


def never_read(seen: SiteSeen) -> Notice | None:
    """A site with lists that no run could read since they stand in the registry: nobody knows that they are right."""
    if not seen.never_read or seen.block:
        return None
    lists = {name: f"“{name}”（{why}）" for name, why in seen.never_read.items()}
    which = "所有列表" if len(lists) == len(seen.site.channels) else f" {len(lists)} 个列表"
    return Notice(
        site=seen.site.key,
        kind="never read",
        noticed={"lists": dict(seen.never_read)},
        message=(
            f"{_called(seen.site)}的{which}自登记以来从未读到：{'；'.join(lists.values())}。"
            f"请核对地址：cppcc sites check {seen.site.key}"
        ),
    )


def nothing_read(last: LastTried | None, enabled: int) -> Notice | None:
    """A run that could read no list of nearly all its sites: the network's fault, the proxy's or this machine's.

    Of fewer than FEWEST_SITES sites it is believed only where they are half of those that are enabled.
    """
    if last is None or len(last.unread) < NEARLY_ALL * len(last.sites):
        return None
    if len(last.sites) < FEWEST_SITES and 2 * len(last.sites) < enabled:
        return None
    reasons = "、".join(f"{reason} {number} 次" for reason, number in list(last.reasons.items())[:3])
    return Notice(
        kind="nothing read",
        noticed={
            "run": last.id,
            "sites": len(last.sites),
            "unread": len(last.unread),
            "reasons": dict(last.reasons),
        },
        message=(
            f"第 {last.id} 次运行（{_said(last.started_at)}）要读的 {len(last.sites)} 个站点中 {len(last.unread)} 个"
            f"全部读不到（{reasons}）。请检查网络、域名解析和代理（CPPCC_PROXY）。"
        ),
    )


def unreadable(seen: SiteSeen) -> list[Notice]:
    """Lists that could not be read for days: all of them, and the site is out of reach; or some, which have changed."""
    failing = {name: _failed_days(readings) for name, readings in seen.readings.items()}
    if not failing or seen.block:
        return []
    days = min(failing.values())
    reasons = {name: seen.readings[name][0].failure or "" for name in failing}
    if days >= FEWEST_FAILED and not all(reason.startswith(REDESIGNED) for reason in reasons.values()):
        older = [_is_good(each) for each in _by_day(seen.readings)[days:]]
        before = Rate(hits=sum(older), pages=len(older))
        likely = Rate(hits=before.hits + UP_LIKE_OTHERS, pages=before.pages + UP_LIKE_OTHERS)
        chance = chance_of_so_few(likely, Rate(hits=0, pages=days))
        if chance >= OUT_OF_REACH or before.hits < FEWEST_GOOD:
            return []
        reason = " / ".join(sorted(set(reasons.values())))
        since = min(readings[days - 1].day for readings in seen.readings.values())
        return [
            Notice(
                site=seen.site.key,
                kind="blocked",
                subject="out of reach",
                noticed={
                    "days": days,
                    "since": since.isoformat(),
                    "before": {"hits": before.hits, "pages": before.pages},
                    "failure": reason,
                    "chance": chance,
                },
                message=(
                    f"{_called(seen.site)}自 {since} 起连续 {days} 天所有列表都读不到（{reason}），"
                    f"此前读到的天数为 {before}。"
                ),
            )
        ]
    changed = {
        name: count
        for name, count in failing.items()
        if count >= LIST_FAILED and reasons[name].startswith(REDESIGNED) and any(map(_is_good, seen.readings[name]))
    }
    if not changed:
        return []
    words = "；".join(f"“{name}” {count} 天（{reasons[name]}）" for name, count in changed.items())
    return [
        Notice(
            site=seen.site.key,
            kind="layout drift",
            subject="lists",
            noticed={"lists": {name: {"days": count, "failure": reasons[name]} for name, count in changed.items()}},
            message=f"{_called(seen.site)}的列表可能改版或搬迁，读不出条目：{words}。",
        )
    ]


def _is_good(reading: Reading) -> bool:
    return not reading.is_failed


def _failed_days(readings: Sequence[Reading]) -> int:
    """The latest days on which a list could not be read, without one between on which it could."""
    return next((place for place, reading in enumerate(readings) if not reading.is_failed), len(readings))


def _by_day(readings: Mapping[str, Sequence[Reading]]) -> list[Reading]:
    """The best reading of each day, the latest first."""
    best: dict[date, Reading] = {}
    for reading in (each for list_ in readings.values() for each in list_):
        if reading.day not in best or not reading.is_failed:
            best[reading.day] = reading
    return [best[day] for day in sorted(best, reverse=True)]


# The rest -------------------------------------------------------------------------------------------------------------


def budget_spent(seen: SiteSeen) -> Notice | None:
    """A site whose budget has not sufficed for days in a row."""
    spent: dict[date, bool] = {}
    for reading in (each for readings in seen.readings.values() for each in readings):
        spent[reading.day] = spent.get(reading.day, False) or reading.is_budget_spent
    days = sorted(spent, reverse=True)
    row = next((place for place, day in enumerate(days) if not spent[day]), len(days))
    if row < BUDGET_DAYS or days[0] - days[-1] < FIRST_WEEKS:
        return None
    return Notice(
        site=seen.site.key,
        kind="budget spent",
        noticed={"days": row, "since": days[row - 1].isoformat(), "budget": seen.site.budget},
        message=(
            f"{_called(seen.site)}自 {days[row - 1]} 起连续 {row} 天用尽每日 {seen.site.budget} 次请求的额度，"
            "仍有文章未取。"
        ),
    )


def disk_low(disk: Disk, landed_daily: int, standing: Standing | None) -> Notice | None:
    """A disk on which what is landed in a month would not fit."""
    needed = max(LEAST_FREE, 2 * DAYS_FREE * landed_daily)
    if disk.free >= needed * (FREE_AGAIN if standing else 1):
        return None
    return Notice(
        kind="disk low",
        subject=disk.name,
        noticed={
            "folder": disk.folder,
            "free": disk.free,
            "total": disk.total,
            "needed": needed,
            "landed_daily": landed_daily,
        },
        message=(
            f"{disk.folder} 所在磁盘只剩 {_gigabytes(disk.free)}（共 {_gigabytes(disk.total)}）；"
            f"近一周每天落盘 {_gigabytes(landed_daily)}，至少要留 {_gigabytes(needed)}。"
        ),
    )


def _gigabytes(size: int) -> str:
    """Bytes in words.

    >>> _gigabytes(3_500_000_000)
    '3.5 GB'
    """
    return f"{size / 1e9:.1f} GB"


def run_late(runs: Sequence[RunSeen], now: datetime) -> Notice | None:
    """No daily run over all sites has finished when one should have: a usual interval and the longest duration ago."""
    done = [run for run in runs if run.status == "done" and run.finished_at is not None]
    if len(done) < FEWEST_RUNS:
        return None
    began = [run.started_at for run in done]
    apart = [int((later - earlier).total_seconds()) for later, earlier in pairwise(began)]
    usual = max(DAY, timedelta(seconds=quantile(apart, 0.9)))
    longest = max(run.finished_at - run.started_at for run in done if run.finished_at)
    due = began[0] + usual + longest + GRACE
    if now <= due:
        return None
    last = runs[0]
    state = (
        "正在运行"
        if last.status == "running"
        else f"失败：{last.error}"
        if last.status == "failed"
        else "中断后补录失败"
        if last.status == "given up"
        else "已中断"
    )
    since = f"其后的第 {last.id} 次{state}" if last.id != done[0].id else "其后没有再开始"
    return Notice(
        kind="run late",
        noticed={
            "last_done": done[0].id,
            "began": _said(began[0]),
            "due": _said(due),
            "usual_hours": round(usual / timedelta(hours=1), 1),
            "longest_minutes": round(longest / timedelta(minutes=1), 1),
        },
        message=(
            f"每日采集已过时限：上一次完成的是 {_said(began[0])} 开始的第 {done[0].id} 次，{since}；"
            f"按平常间隔和最长用时，应在 {_said(due)} 前完成。"
        ),
    )


def our_fault(faults: Faults) -> Notice | None:
    """Pages, lists, records or lines of receipts that this program itself failed at, until it is mended."""
    counted = {
        "个页面（字节已留存，修好后用 cppcc reclean --accept 补入）": faults.pages,
        "个列表": faults.lists,
        "个待重取的页面": faults.retries,
        "条存档记录": faults.records,
    }
    what = "、".join(f"{number} {words}" for words, number in counted.items() if number)
    if not what:
        return None
    return Notice(
        kind="our fault",
        noticed={
            "pages": faults.pages,
            "lists": faults.lists,
            "retries": faults.retries,
            "records": faults.records,
            "example": {"url": faults.example, "detail": faults.detail},
        },
        message=f"程序在读取 {what}时出错。例：{faults.example}（{faults.detail}）。",
    )


def run_given_up(runs: Sequence[int]) -> Notice | None:
    """Runs that were stopped, and whose landed pages could not be loaded in three tries."""
    if not runs:
        return None
    numbers = "、".join(f"第 {run} 次" for run in runs)
    return Notice(
        kind="run given up",
        noticed={"runs": list(runs)},
        message=(
            f"{numbers}运行中断后三次补录都失败，取回的内容还没有入库。"
            f"原因见表 runs；修好后用 cppcc retry {runs[0]} 再试。"
        ),
    )


def _said(moment: datetime) -> str:
    """To the minute, in Shanghai."""
    return f"{moment.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
