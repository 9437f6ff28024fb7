"""Rows of asterisks that link-selling mirrors hang on a title: `市政协召开全会******`."""

from __future__ import annotations

import re

from crawler.article import Repaired, Step

_STARS = re.compile(r"^(?P<title>.{7,80}[\u3400-\u9fff”》）])\*{5,}[ \t]*$", re.MULTILINE)
_SECRET = re.compile("密码|口令|账号|帐号|卡号|手机|电话|身份证")
_MOST = 2  # a page writes its title in a few places, in one or two forms; a list of masked names has many


def drop_title_stars(text: str) -> Repaired:
    """Take out the asterisks after a title; a row of its own, a masked secret and a list of masked names stay.

    Never adds or takes away a line.

    >>> drop_title_stars("政协第十届委员会第三次会议开幕******\\n1月9日，会议开幕。").text
    '政协第十届委员会第三次会议开幕\\n1月9日，会议开幕。'
    """
    if "*" not in text or "*****" not in text:
        return Repaired(text=text)
    titles = {found["title"] for found in _STARS.finditer(text)}
    if not 0 < len(titles) <= _MOST or any(map(_SECRET.search, titles)):
        return Repaired(text=text)
    text, count = _STARS.subn(r"\g<title>", text)
    return Repaired(text=text, steps=(Step(name="stars after a title dropped", count=count),))
