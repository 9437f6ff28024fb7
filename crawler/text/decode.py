"""Bytes to text: every witness has one vote, and the decode whose text reads most like Chinese wins.

The byte order mark, strict UTF-8, the HTTP header, the page's own meta tag, the site's known codec and
charset-normalizer are the witnesses. None is obeyed blindly: of 48 real pages that declare gb2312 or gbk, 11 are
UTF-8, and 14 of the other 37 hold characters that Python's `gb2312` cannot read. A declared gb2312 or gbk is always
read as GB18030, its superset (WHATWG Encoding Standard, "Names and labels").
"""

from __future__ import annotations

import codecs
import re
from collections import Counter

from charset_normalizer import from_bytes

from crawler.article import Decoded, Vote
from crawler.text.frequency_table import weights

# Labels in the left column are what pages write; on the right, the codec that reads them in practice.
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
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_GB18030_MARK = b"\x84\x31\x95\x33"
_META = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,20})|<\?xml[^>]{0,100}?encoding=[\"']([\w.-]{2,20})",
    re.IGNORECASE,
)
_HEADER = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{2,20})", re.IGNORECASE)
_RUNS = re.compile(rb"[\x80-\xff][\x21-\xff]+")
_SAMPLE = 2048  # bytes of non-ASCII stretches a codec is judged by
_CLOSE = 0.2  # two readings this near each other in likeness need one more witness
_VOTE = 0.1  # what that witness's word adds
# What shows up when Chinese bytes are read with the wrong codec, and hardly ever in Chinese text: U+FFFD, private use,
# Hangul, kana, half-width kana, C1 controls, and the commonest pieces of UTF-8 read as GBK.
_ALARM = re.compile("[\ufffd\ue000-\uf8ff\uac00-\ud7a3\u3041-\u3096\u30a1-\u30fa\uff61-\uff9f\u0080-\u009f锟鈥銆]")
# Python's gb2312 puts these two where the standard has · and —.
_SWAPPED = re.compile("(?<=[\u4e00-\u9fff])[\u30fb\u2015](?=[\u4e00-\u9fff])")
_WIDE = re.compile("[\u0800-\uffff\U00010000-\U0010ffff]")


def known_codec(label: str | None) -> str | None:
    """The Python codec that reads what a page labels `label`, or None for a label nobody can use.

    >>> known_codec("GB2312"), known_codec("UTF8"), known_codec("nonsense")
    ('gb18030', 'utf-8', None)
    """
    if not label:
        return None
    try:
        name = codecs.lookup(label).name
    except (LookupError, ValueError):
        return None
    return SUPERSETS.get(name, name if name.startswith(("cp125", "iso8859")) else None)


def likeness(text: str) -> float:
    """How much a text looks like Chinese as people write it, about -3 to 1; 0 when it has nothing to judge by.

    >>> likeness("人民政协") > 0.9 > likeness("浜烘皯鏀垮崗")
    True
    """
    counts = Counter(text)
    signs = sum(count for char, count in counts.items() if char > "\x7f")
    if not signs:
        return 0.0
    weight = weights()
    common = sum(weight.get(char, 0.0) * count for char, count in counts.items())
    alarms = sum(counts[char] for char in _ALARM.findall("".join(counts)))
    if "\u30fb" in counts or "\u2015" in counts:
        alarms += len(_SWAPPED.findall(text))
    return (common - 3 * alarms) / signs


def _votes(body: bytes, content_type: str | None, site: str | None) -> list[Vote]:
    votes = [Vote(witness="bom", codec=codec) for mark, codec in _BYTE_ORDER_MARKS if body.startswith(mark)]
    if body.startswith(_GB18030_MARK):
        votes.append(Vote(witness="bom", codec="gb18030"))
    header = _HEADER.search(content_type or "")
    if header and (codec := known_codec(header[1])):
        votes.append(Vote(witness="header", codec=codec))
    meta = _META.search(body, 0, 4096)
    if meta and (codec := known_codec((meta[1] or meta[2]).decode("ascii"))):
        # A tag that could be read byte by byte is not in UTF-16, whatever it says (HTML Standard, "prescan").
        votes.append(Vote(witness="meta", codec="utf-8" if codec.startswith("utf-16") else codec))
    if codec := known_codec(site):
        votes.append(Vote(witness="site", codec=codec))
    return votes


def _finish(body: bytes, codec: str, votes: list[Vote], confidence: float | None = None) -> Decoded:
    text = body.decode(codec, "replace").removeprefix("\ufeff")
    losses = text.count("\ufffd")
    if confidence is None:
        confidence = max(0.0, min(1.0, 0.5 + likeness(text[:2048]) / 2))
    return Decoded(text=text, codec=codec, votes=tuple(votes), losses=losses, confidence=confidence)


def _sample(body: bytes) -> bytes:
    """Enough of a page's non-ASCII stretches, from its beginning, to judge a codec by."""
    kept: list[bytes] = []
    length = 0
    for run in _RUNS.finditer(body):
        kept.append(run[0])
        length += len(run[0])
        if length >= _SAMPLE:
            break
    return b"\n".join(kept)[: 2 * _SAMPLE]


def _elect(body: bytes, votes: list[Vote]) -> str:
    """The codec whose reading of a sample looks most like Chinese; in a tie, the one with the earlier vote.

    charset-normalizer is asked only when the two best readings are close: it is good at that, and slow.
    """
    if b"\x00" in body[:512]:
        even, odd = body[:2048:2].count(0), body[1:2048:2].count(0)
        return "utf-16-be" if even > odd else "utf-16-le"
    sample = _sample(body)
    if not sample:
        return "hz" if b"~{" in body and b"~}" in body else "utf-8"
    candidates = dict.fromkeys([vote.codec for vote in votes] + ["gb18030", "utf-8", "big5hkscs"])
    worth = {codec: likeness(sample.decode(codec, "replace")) for codec in candidates}
    best, second = sorted(worth.values(), reverse=True)[:2]
    if best - second < _CLOSE:
        guess = from_bytes(sample, cp_isolation=["utf_8", "gb18030", "big5"]).best()
        if guess and (codec := known_codec(guess.encoding)):
            votes.append(Vote(witness="charset-normalizer", codec=codec))
            worth[codec] = worth.get(codec, 0.0) + _VOTE
    return max(worth, key=lambda codec: worth[codec])


def decode(body: bytes, *, content_type: str | None = None, site: str | None = None) -> Decoded:
    """Read a page's bytes as the text its author wrote, with the evidence for the codec chosen.

    `content_type` is the HTTP header's value, `site` the codec the site is known to use. Never raises: a byte nobody
    can read becomes U+FFFD and is counted in `losses`.

    >>> decode("政协委员".encode("gbk"), content_type="text/html; charset=utf-8").text
    '政协委员'
    """
    votes = _votes(body, content_type, site)
    if votes and votes[0].witness == "bom":
        return _finish(body, votes[0].codec, votes, 1.0)
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return _finish(body, _elect(body, votes), votes)
    # Two or three GBK characters can be valid UTF-8 by accident, but then never as the three-byte forms of Han.
    if _WIDE.search(text) or (text.isascii() and b"\x00" not in body and b"~{" not in body):
        votes.append(Vote(witness="utf-8", codec="utf-8"))
        return Decoded(text=text, codec="utf-8", votes=tuple(votes), losses=text.count("\ufffd"), confidence=1.0)
    return _finish(body, _elect(body, votes), votes)
