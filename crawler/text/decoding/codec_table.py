"""What is known of the codecs of Chinese pages: their labels, their marks, and the signs of the wrong one."""

from __future__ import annotations

import codecs

SUPERSETS = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "cp936": "gb18030",
    "gb18030": "gb18030",
    "big5": "big5hkscs",
    "cp950": "big5hkscs",
    "big5hkscs": "big5hkscs",
    "ascii": "utf-8",
    "utf-8": "utf-8",
    "utf-16": "utf-16",
    "utf-16-le": "utf-16-le",
    "utf-16-be": "utf-16-be",
    "hz": "hz",
}
"""What pages declare, as Python names it, and the codec that reads them in practice (WHATWG Encoding Standard, "Names
and labels")."""

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
"""The first bytes that name a codec."""

ALARMS = "\ufffd\ue000-\uf8ff\uac00-\ud7a3\u3041-\u3096\u30a1-\u30fa\uff61-\uff9f\u0080-\u009f锟鈥銆"
"""What shows up when Chinese bytes are read with the wrong codec and hardly ever in Chinese text: U+FFFD, private use,
Hangul, kana, half-width kana, C1 controls, and the commonest pieces of UTF-8 read as GBK. Ranges, for a class of a
regular expression."""

GB18030_PRIVATE = str.maketrans(
    "\ue5e5\ue78d\ue78e\ue78f\ue790\ue791\ue792\ue793\ue794\ue795\ue796"
    "\ue81e\ue826\ue82b\ue82c\ue832\ue843\ue854\ue864",
    "\u3000\ufe10\ufe12\ufe11\ufe13\ufe14\ufe15\ufe16\ufe17\ufe18\ufe19"
    "\u9fb4\u9fb5\u9fb6\u9fb7\u9fb8\u9fb9\u9fba\u9fbb",
)
"""What Python reads from GB18030 as private use, and the characters of the standard's index, which browsers use:
first of all A3A0, which many old pages have for the full-width space (WHATWG Encoding Standard, "index gb18030")."""

BIG5_LEFT_OUT = {b"\xa3\xe1": "€"}
"""Pairs that Windows writes in Big5 and that Python's `big5hkscs` does not read."""
