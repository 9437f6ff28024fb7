"""The column an article belongs to: the last step of the page's breadcrumb."""

from __future__ import annotations

import re

from crawler.text.extraction.boilerplate import is_furniture
from crawler.text.extraction.page import Page

_META = ("columnname", "column", "article:section")
_TRAIL = re.compile(r"位置\s*(?:是|为)?\s*[:：]?\s*(?P<steps>.*)$")
_STEPS = re.compile(r"\s*(?:[>＞»›→/／\\]|&gt;|-{1,2}>?|\||·)+\s*")
_STARTS = re.compile(r"^[\s>》]*(?:首\s*页|网站首页|主页|.{0,14}网(?:站)?首页)\s*(?:[>＞»›→/／\\|·-]|&gt;)")
_HOME = re.compile(
    r"^(?:首\s*页|网站首页|主页|正文|内容|详情|文章内容|阅读正文|浏览文章|详细内容|查看内容|信息详情|资讯正文|文章正文|\W*|.{0,14}网(?:站)?首页)$"
)
_NAMES = re.compile(r"crumb|position|location|weizhi|\bpath\b|\bplace\b|\bwz\b|dqwz|daohang|\bloc\b|bread|curr")
_LONGEST = 150  # characters of a line with a breadcrumb
_LONGEST_STEP = 20
_ARROWS = re.compile("[>＞›→]+")
_LONGEST_TRAIL = 60  # characters of a breadcrumb that only its arrows tell
_CLOSE = 10  # lines above the body in which it is looked for by them
_MOST_STEPS = 8  # lines of a breadcrumb that has a line a step
_ABOVE = 25  # lines above the body in which it is looked for
_FAR = 300  # in which one is looked for that says what it is


def _last_step(steps: list[str], title: str | None) -> str | None:
    kept = [step for step in (step.strip(" 　>＞»›【】[]：:") for step in steps) if step and not _HOME.match(step)]
    kept = [step for step in kept if step != title and len(step) <= _LONGEST_STEP and step != "当前位置"]
    return kept[-1] if kept else None


def _trail(page: Page, line: int) -> list[str]:
    """The steps of the breadcrumb that begins in a line, or none."""
    text = page.lines[line]
    if len(text) >= _LONGEST:
        return []
    found = _TRAIL.search(text) if "位置" in text else None
    if not found and not _STARTS.match(text):
        return []
    steps = _STEPS.split(found["steps"] if found else text)
    if len([step for step in steps if step]) < 2:
        box = page.parents[page.inside[line]]
        last = min(page.ends[box], line + _MOST_STEPS)
        steps += [step for number in range(line + 1, last) for step in _STEPS.split(page.lines[number])]
    return steps


def find_column(page: Page, start: int, title: str | None) -> str | None:
    """The last step of the breadcrumb that is neither home nor the article itself; `start` is the body's first line."""
    if told := next((page.meta[name] for name in _META if name in page.meta), None):
        return told
    first = max(0, start - _ABOVE)
    # One that calls itself the reader's place is believed from farther off: a side column may stand in between.
    farther = (line for line in range(first - 1, max(-1, start - _FAR), -1) if "位置" in page.lines[line])
    for line in (*range(start - 1, first - 1, -1), *farther):
        if (steps := _trail(page, line)) and (step := _last_step(steps, title)):
            return step
    for line in range(start - 1, max(0, start - _CLOSE) - 1, -1):
        text = page.lines[line]
        if len(text) < _LONGEST_TRAIL and 1 <= len(_ARROWS.findall(text)) <= _MOST_STEPS:
            steps = [step for step in _ARROWS.split(text) if step.strip()]
            if len(steps) > 1 and not is_furniture(text) and (step := _last_step(steps, title)):
                return step
    for line in range(start - 1, first - 1, -1):
        box = page.inside[line]
        for around in (box, page.parents[box]):
            lines = page.lines[page.firsts[around] : page.ends[around]]
            if len(lines) <= _MOST_STEPS and _NAMES.search(page.names(around)):
                steps = [step for text in lines for step in _STEPS.split(text)]
                if len(steps) > 1 and (found := _last_step(steps, title)):
                    return found
    return None
