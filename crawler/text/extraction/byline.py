"""Who an article is by: its source, its author, its editor, none of them in another's place.

A label says it best: 来源, 作者, 责任编辑. Where there is none, the source is what stands beside the date, and the
author signs the text: in brackets, or in a line of its own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from crawler.text.extraction.boilerplate import is_furniture, labelled, unlabelled
from crawler.text.extraction.byline_table import COMPOUND_SURNAMES, PUBLISHER_ENDS, RANKS, ROLES, SURNAMES
from crawler.text.extraction.page import Page
from crawler.text.han.dates import find_dates
from crawler.text.han.script import in_both_scripts

_SOURCE_META = ("contentsource", "article:source", "og:article:source", "source", "sourcename", "mediaid")
_AUTHOR_META = ("author", "article:author", "og:article:author")
_ROLE_WORD = re.compile("|".join(in_both_scripts(ROLES)))
_ROLES = f"(?:(?:{'|'.join(in_both_scripts(RANKS))})?\\s?(?:{_ROLE_WORD.pattern}))"
_ROLE = re.compile(rf"\s*{_ROLES}\s*[:：/／|｜丨]?\s*")
_SPLIT = re.compile(r"[\s、，,;；/／&|｜丨]+")
_HAN_NAMES = r"[\u4e00-\u9fff·]{1,7}(?:[\s、，]{1,3}[\u4e00-\u9fff·]{1,7}){0,7}"
_SIGN_OFF = re.compile(rf"[（(【](?P<names>(?:{_ROLES}|文[\s:：/])[^（）()【】。]{{2,40}})[）)】]")
_EDITED = re.compile(rf"[（(\[【]?\s*(?:责任编辑|责编|编辑)\s+(?P<names>{_HAN_NAMES})[）)\]】]?")
_EDITED_LAST = re.compile(rf"(?:责任编辑|责编|编辑)\s*[/／]\s*(?P<names>{_HAN_NAMES})(?=\s*[）)\]】]?$)")
_DATELINE = re.compile(rf"^.{{0,30}}(?:电|讯|消息)\s*[（(](?P<names>{_HAN_NAMES})[）)]")
_SIGNED_NAME = re.compile(rf"[（(](?P<names>{_HAN_NAMES})[）)]$")
_BYLINE = re.compile(
    rf"(?:^(?:文|图文|撰文)\s*[/／:：|｜丨]\s*(?:图\s*[/／:：|｜]?)?.{{0,12}}?|{_ROLES}[\s:：/／|｜丨]*)(?P<names>{_HAN_NAMES})(?=[/／（(）)】\]]|$)"
)
_NAME = re.compile(r"[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]{2,6}·[\u4e00-\u9fff]{2,6}")
_PUBLISHER = re.compile(r"[\u4e00-\u9fffA-Za-z0-9·“”《》\-－]{2,20}")
_SOURCE_NAMES = re.compile(r"source|laiyuan|\bfrom\b|\bmedia\b|author|byline|writer")
_ACCOUNT_NAMES = re.compile(r"(?:user|author|media|account)[-_]?(?:info|name)")
_NO_PUBLISHER = ("来自", "來自", "星期", "周", "阅读", "北京时间", "发表", "发布", "更新", "大", "小")
_CHOSEN = ("source", "author", "editor")
_LONGEST = 200  # characters of a line that names fields
_LONGEST_BARE = 60  # of a line that names a source without saying so
_LONGEST_NAMES = 40
_LONGEST_PUBLISHER = 15
_LONGEST_BYLINE = 12
_LONGEST_NAME = 8
_NOBODY = frozenset(("无", "未知", "佚名", "admin", "管理员", "不详", "网络", "本站编辑", "原创", "转载"))


@dataclass(frozen=True, slots=True)
class Credits:
    """Who an article is by, as the page writes it; None where it does not say."""

    source: str | None
    author: str | None
    editor: str | None


def _is_name(text: str) -> bool:
    """Whether a text reads like one person's name.

    >>> _is_name("王小明"), _is_name("欧阳修"), _is_name("会议"), _is_name("本报综合消息")
    (True, True, False, False)
    """
    if not _NAME.fullmatch(text):
        return False
    return "·" in text or text.startswith(COMPOUND_SURNAMES) or (text[0] in SURNAMES and len(text) < 4)


def _names(value: str) -> str | None:
    """Names as a page lists them, without the words for what they are."""
    names = " ".join(_ROLE.sub(" ", value).split()).strip(" 、,，;；:：|｜/·")
    return names if 1 < len(names) <= _LONGEST_NAMES and names not in _NOBODY else None


def _people(value: str) -> str | None:
    """The same where nothing but their form says that they are names.

    >>> _people("王乐文 方　敏"), _people("本报综合")
    ('王乐文 方敏', None)
    """
    names = _names(value)
    if not names:
        return None
    people: list[str] = []
    for part in filter(None, _SPLIT.split(names)):
        # A name of two characters is often written with a space, to be as wide as one of three.
        if len(part) == 1 and people and len(people[-1]) == 1:
            people[-1] += part
        else:
            people.append(part)
    return " ".join(people) if all(map(_is_name, people)) else None


def _signed(page: Page, near: list[int], paragraphs: list[str]) -> str | None:
    """The author as the text is signed: in brackets at its head or its end, or in a line near it."""
    for text in (*paragraphs[-1:], *paragraphs[:2], *paragraphs[-2:-1]):
        for found in _SIGN_OFF.finditer(text):
            names = _names(found["names"].removeprefix("文"))
            if names and all(len(part) <= _LONGEST_NAME for part in _SPLIT.split(names)):
                return names
    for text in (*(page.lines[line] for line in near), *paragraphs[:2], *paragraphs[-3:]):
        # The byline's pattern is slow on lines that name no role, and most lines name none.
        has_role = len(text) <= _LONGEST_NAMES and (_ROLE_WORD.search(text) or text.startswith(("文", "图文")))
        for found in _BYLINE.finditer(text) if has_role and not text.endswith(("。", "摄", "攝")) else ():
            if names := _people(found["names"]):
                return names
    found_at_head = _DATELINE.search(paragraphs[0]) if paragraphs else None
    found_at_end = _SIGNED_NAME.search(paragraphs[-1]) if paragraphs else None
    return next(
        (names for found in (found_at_head, found_at_end) if found and (names := _people(found["names"]))), None
    )


def _below_title(page: Page, head: list[int], title_line: int | None) -> str | None:
    """The author where nothing but a name stands under the title."""
    for number in head[:-1] if title_line is not None else ():
        text = page.lines[number]
        is_short = number > (title_line or 0) and len(text) <= _LONGEST_BYLINE and not is_furniture(text)
        if is_short and (names := _people(text.split("/")[0])):
            return names
    return None


def _edited(page: Page, foot: list[int], paragraphs: list[str]) -> str | None:
    """The editor where the label has no colon: in a line of its own, or at the end of the text, as 编辑/苏芳."""
    found = [_EDITED.fullmatch(page.lines[number]) for number in foot]
    found += [_EDITED_LAST.search(text) for text in paragraphs[-1:] if len(text) < _LONGEST_BARE]
    return next((names for each in found if each and (names := _people(each["names"]))), None)


def _is_publisher(text: str) -> bool:
    return bool(_PUBLISHER.fullmatch(text)) and text.endswith(tuple(PUBLISHER_ENDS)) and not is_furniture(text)


def _could_publish(text: str) -> bool:
    """Whether a text could be the name of a source where nothing but its place says so."""
    return (
        bool(_PUBLISHER.fullmatch(text))
        and 2 < len(text) <= _LONGEST_PUBLISHER
        and not text.startswith(_NO_PUBLISHER)
        and not (is_furniture(text) or _is_name(text) or text in _NOBODY or next(find_dates(text), None))
    )


def _beside_date(page: Page, head: list[int], title_line: int | None) -> str | None:
    """The source where it stands beside the date without a label, in its line or in one next to it."""
    for number in head:
        text = page.lines[number]
        dated = next(find_dates(text), None) if len(text) < _LONGEST_BARE else None
        if dated is None:
            continue
        before, after = unlabelled(text[: dated.start]), unlabelled(text[dated.end :])
        parts = [*_SPLIT.split(after.strip())[:2], *_SPLIT.split(before.strip())[::-1][:2]]
        parts = [part.strip("·-—　 ") for part in parts]
        beside = [line for line in (number + 1, number - 1, number + 2) if line in head and line != title_line]
        near = [page.lines[line].rpartition("/")[2] for line in beside]
        if found := next(filter(_is_publisher, (*parts, *near)), None):
            return found
        if title_line is not None and number > title_line:
            own = [page.lines[line] for line in beside if page.inside[line] == page.inside[number]]
            if found := next(filter(_could_publish, (*parts, *own)), None):
                return found
    return None


def _in_named_box(page: Page, head: list[int], title_line: int | None) -> str | None:
    """The source where only the name of its box says what it is: nearest to the title, above it or below."""
    if title_line is None:
        return None
    for number in sorted(head, key=lambda line: abs(line - title_line)):
        if number != title_line and _could_publish(page.lines[number]):
            box = page.inside[number]
            names = page.names(box) if number > title_line - 2 else f"{page.names(box)} {page.names(page.parents[box])}"
            if (_SOURCE_NAMES if number > title_line - 2 else _ACCOUNT_NAMES).search(names):
                return page.lines[number]
    return None


def _source(page: Page, head: list[int], title_line: int | None, fields: Mapping[str, str]) -> str | None:
    if value := fields.get("source"):
        dated = next(find_dates(value), None)
        value = (value[: dated.start] if dated else value).strip(" 　|｜")
        if value and value not in _NOBODY and len(value) <= _LONGEST_NAMES:
            return value
    for name in _SOURCE_META:
        if told := page.meta.get(name):
            told = labelled(told).get("source", told).strip()
            if "://" not in told and len(told) <= _LONGEST_NAMES:
                return told
    below = [line for line in head if title_line is None or line >= title_line - 3]
    return _beside_date(page, below, title_line) or _in_named_box(page, head, title_line)


def _labels(page: Page, lines: list[int]) -> dict[str, str]:
    """The fields that lines name by labels, the first of each."""
    fields: dict[str, str] = {}
    for number in lines:
        text = page.lines[number]
        if len(text) < _LONGEST and not text.endswith(("。", "？")):
            fields = {**labelled(text), **fields}
    return fields


def find_credits(
    page: Page, around: tuple[list[int], list[int], list[int]], title_line: int | None, paragraphs: list[str]
) -> Credits:
    """Source, author and editor: from labels near the body, else from the meta tags, else from how it is signed.

    `around` are the lines above the body, those within it that are no text of it, and those below it.
    """
    head, between, foot = around
    fields = _labels(page, [*head, *foot])
    # Some texts go on below the line that says whose they are; but a source there is a figure's.
    fields = {name: value for name, value in _labels(page, between).items() if name != "source"} | fields
    # A box that the site's layout names is believed over everything, with its label or without.
    fields |= {name: labelled(shown).get(name, shown) for name in _CHOSEN if (shown := page.field(name))}
    editor = _names(fields.get("editor", "")) or _edited(page, foot, paragraphs) or _names(fields.get("reviewer", ""))
    source = _source(page, head, title_line, fields)
    author = _names(fields.get("author", ""))
    if author is None or author == source:
        author = _signed(page, [*head, *foot], paragraphs) or _below_title(page, head, title_line)
    if author is None:
        # Many sites write the editor's name into the author's tag, or their own.
        told = _people(next((page.meta[name] for name in _AUTHOR_META if name in page.meta), ""))
        author = told if told and told not in (editor or "") and told != source else None
    return Credits(source, author, editor)
