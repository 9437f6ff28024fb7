"""Damage that can be seen and not undone: what it is called, and whether its article can still be read as news."""

from __future__ import annotations

UNFIT_REASONS = {
    "brand substitution": "an advertiser's name stands where the committee's was: who met is not known",
    "spun text": "every term was replaced by another: what was decided is not what the page says",
    "inserted tokens": "random letters stand where characters were: sentences are incomplete in unknown places",
    "link farm": "most of the text is links for sale",
    "advertising": "the text itself sells gambling or pornography",
    "unreadable": "more than one character in fifty is lost",
}
"""Flags that keep an article out of the default view, each with its reason."""

NOTE_REASONS = {
    "masked words": "asterisks hide a word or two, such as 党的*大; the rest is as it was written",
    "incomplete": "the article goes on at next_page, and that page did not come or gave no text",
    "cut short": "the copy shows a part and asks for a login or a payment for the rest",
    "kept losses": "some characters are lost; their places are marked",
    "impossible date": "its page names a day before 1949, or one more than a month after it was read: it is left out",
}
"""Flags that only tell the reader something."""

UNFIT: frozenset[str] = frozenset(UNFIT_REASONS)

BRANDS = r"娱乐|注册|皇冠|大发|备用|比分|博彩|彩票|官方认证|下注|M00\d\d|\d{3}(?:bet|BET|体育)|bet\d{3}|welcome"
"""What stands in a committee's name when an advertiser's program has replaced a part of it."""

SPUN = "揭幕 启幕 议案 征询 审查会 考查 商榷 磋商 与会者 列位 谛听 聆取".split()
"""What spinning programs put for 开幕 提案 征求 审议 听取 协商."""

FIXED = "提案 审议 列席 听取 开幕 闭幕".split()
"""Terms of which a report on a committee's plenary session always has one."""
