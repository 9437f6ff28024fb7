"""What the watch knows beforehand: the kinds of alarms, the fields of pages, and what tells of damage."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

from crawler.text.repairs.quality_flags_table import UNFIT

if TYPE_CHECKING:
    from collections.abc import Mapping

Kind = Literal[
    "gone quiet",
    "layout drift",
    "damage rising",
    "blocked",
    "budget spent",
    "disk low",
    "run late",
    "never read",
    "nothing read",
    "our fault",
    "run given up",
]
KINDS: tuple[Kind, ...] = get_args(Kind)

NAMES: Mapping[str, str] = {
    "gone quiet": "停更",
    "layout drift": "版式变化",
    "damage rising": "文本损坏增多",
    "blocked": "无法访问",
    "budget spent": "请求额度连日用尽",
    "disk low": "磁盘空间不足",
    "run late": "每日采集未完成",
    "never read": "从未读到",
    "nothing read": "普遍读不到",
    "our fault": "程序出错",
    "run given up": "中断的采集补录失败",
}
"""What each kind is called in messages."""

FIELDS: Mapping[str, str] = {
    "body": "正文",
    "title": "标题",
    "date": "日期",
    "source": "来源",
    "author": "作者",
    "editor": "责任编辑",
    "column": "栏目",
}
"""What an article's page gives. A date counts if the page itself says it."""

DAMAGE: Mapping[str, frozenset[str]] = {
    "镜像劫持的注音与繁体": frozenset({"reading taken out", "traditional character simplified", "lost byte put back"}),
    "植入的广告与暗链": frozenset({"link farm dropped", "hidden string dropped", "keyword line dropped"}),
    "编码错乱": frozenset({"UTF-8 read as GBK", "indent of question marks dropped"}),
    "无法恢复的字": frozenset({"lost characters"}),
    "不是原文的文本": UNFIT,
}
"""Kinds of damage, and the repairs and flags that tell of each."""
