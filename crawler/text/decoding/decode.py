"""Bytes to text: every witness has one vote, and the decode whose text reads most like Chinese wins.

The byte order mark, strict UTF-8, the HTTP header, the page's own meta tag, the site's known codec and
charset-normalizer are the witnesses. None is obeyed blindly: of 48 real pages that declare gb2312 or gbk, 11 are
UTF-8, and 14 of the other 37 hold characters that Python's `gb2312` cannot read. A declared gb2312 or gbk is always
read as GB18030, its superset. How the bytes of one codec are read is in `one_codec.py`; how a page in two codecs is
cut in `stitched.py`.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from itertools import islice

from charset_normalizer import from_bytes

from crawler.article import Decoded, Vote
from crawler.text.decoding.codec_table import ALARMS, BYTE_ORDER_MARKS, SUPERSETS
from crawler.text.decoding.mixed_codecs import find_parts
from crawler.text.decoding.single_codec import read, strictly
from crawler.text.han.frequency_table import weights

_META = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,20})|<\?xml[^>]{0,100}?encoding=[\"']([\w.-]{2,20})",
    re.IGNORECASE,
)
_HEADER = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{2,20})", re.IGNORECASE)
_RUNS = re.compile(rb"[\x80-\xff][\x21-\xff]+")
_SIGNS = re.compile("[^\x00-\x7f]{1,64}")
_HZ = re.compile(rb"~\{([!-~]*?)(?:~\}|\Z|(?=[^!-~]))")
_SAMPLE = 1024  # bytes of non-ASCII stretches a codec is judged by
_MOST_SIGNS = 16  # stretches of up to 64 characters that a whole text is judged by
_MOST_OF_RUN = 60  # bytes; a run that a lost byte put out of step must not fill the sample. Even, and a multiple of 3
_MOST_RUNS = 4096  # looked at for that sample
_CERTAIN = 0.75  # the likeness no second codec comes near
_CLOSE = 0.2  # two readings this near each other in likeness need more witnesses
_VOTE = 0.1  # what a witness's word then adds
_READABLE = 0.4  # the likeness, or share of sense, from which a reading nobody vouches for is believed
_HEAD = 1 << 14  # bytes that are looked at before a body is given up as a wreck
_WRECK = -0.5  # the likeness under which the bytes are no text, and mending them would be work for nothing
_ALARM = re.compile(f"[{ALARMS}]")
# Python's gb2312 puts these two where the standard has · and —.
_SWAPPED = re.compile("(?<=[\u4e00-\u9fff])[\u30fb\u2015](?=[\u4e00-\u9fff])")
_WIDE = re.compile("[\u0800-\uffff\U00010000-\U0010ffff]")
_SENSIBLE_ASCII = re.compile("[\t\n\r -~]")


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
    votes = [Vote(witness="bom", codec=codec) for mark, codec in BYTE_ORDER_MARKS if body.startswith(mark)]
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


def _decoded(text: str, codec: str, votes: list[Vote], worth: float | None = None) -> Decoded:
    """The value to return; `worth` is the likeness of the text if it is known already."""
    text = text.removeprefix("\ufeff")
    if worth is None:
        worth = likeness("".join(run[0] for run in islice(_SIGNS.finditer(text), _MOST_SIGNS)))
    confidence = max(0.0, min(1.0, 0.5 + worth / 2))
    return Decoded(text=text, codec=codec, votes=tuple(votes), losses=text.count("\ufffd"), confidence=confidence)


def _sense(text: str) -> float:
    """The share of a text that is ASCII or everyday Chinese, less what sounds an alarm; -3 to 1."""
    plain = _SENSIBLE_ASCII.sub("", text)
    strange = sum(char < " " or char == "\x7f" for char in plain)
    ascii_share = len(text) - len(plain)
    return (ascii_share + likeness(plain) * (len(plain) - strange) - 3 * strange) / max(1, len(text))


def _utf16(body: bytes) -> str | None:
    """The UTF-16 codec, when one of the two makes sense of the page's beginning."""
    sample = body[:_SAMPLE]
    senses = {codec: _sense(sample.decode(codec, "replace")) for codec in ("utf-16-le", "utf-16-be")}
    best = max(senses, key=lambda codec: senses[codec])
    return best if senses[best] > _READABLE else None


def _read_hz(body: bytes) -> str | None:
    """The text of a page in HZ (RFC 1843), or None when what stands between its marks is no Chinese."""
    if b"~{" not in body:
        return None
    pieces: list[str] = []
    at = 0
    for found in _HZ.finditer(body):
        # GB2312 with the high bits put back, and read as GB18030, which has · and — where Python's `hz` has ・ and ―.
        pieces += [
            body[at : found.start()].decode("ascii", "replace").replace("~~", "~"),
            read(bytes(byte | 0x80 for byte in found[1]), "gb18030"),
        ]
        at = found.end()
    pieces.append(body[at:].decode("ascii", "replace").replace("~~", "~"))
    return "".join(pieces) if likeness("".join(pieces[1::2])) > _READABLE else None


def _sample(body: bytes, start: int) -> bytes:
    """Enough of a page's non-ASCII stretches to judge a codec by, leaving out those that are UTF-8 for certain."""
    kept: list[bytes] = []
    length = 0
    for run in islice(_RUNS.finditer(body, start), _MOST_RUNS):
        try:
            if _WIDE.search(run[0].decode("utf-8")):
                continue
        except UnicodeDecodeError:
            pass
        kept.append(run[0][:_MOST_OF_RUN])
        length += len(kept[-1])
        if length >= _SAMPLE:
            break
    return b"\n".join(kept)


def _elect(sample: bytes, votes: list[Vote]) -> dict[str, float]:
    """The codecs that may have written a sample, the likeliest first; in a tie, the one with the earlier vote.

    Witnesses count when the two best readings are close. Only then is charset-normalizer asked: it is good at that,
    and slow.
    """
    eight_bit = [vote.codec for vote in votes if not vote.codec.startswith("utf-16") and vote.codec != "hz"]
    worth: dict[str, float] = {}
    for codec in dict.fromkeys([*eight_bit, "gb18030", "utf-8", "big5hkscs"]):
        worth[codec] = likeness(sample.decode(codec, "replace"))
        if worth[codec] > _CERTAIN:
            return {codec: worth[codec]}
    best, second = sorted(worth.values(), reverse=True)[:2]
    if best - second < _CLOSE:
        guess = from_bytes(sample, cp_isolation=["utf_8", "gb18030", "big5"]).best()
        if guess and (guessed := known_codec(guess.encoding)):
            votes.append(Vote(witness="charset-normalizer", codec=guessed))
        for vote in votes:
            if vote.codec in worth:
                worth[vote.codec] += _VOTE
    return dict(sorted(worth.items(), key=lambda one: -one[1]))


def _read_parts(body: bytes, other: str, votes: list[Vote]) -> Decoded:
    """A page in UTF-8, in another codec, or in both by turns; its codec is the one most of its signs are in."""
    signs: Counter[str] = Counter()
    texts = []
    for part in find_parts(body, other):
        text = read(body[part.start : part.end], part.codec)
        signs[part.codec] += len(text) - len(text.encode("ascii", "ignore"))
        texts.append(text)
    if len(signs) > 1:
        votes = [*votes, *(Vote(witness="part", codec=codec) for codec, _ in signs.most_common())]
    return _decoded("".join(texts), signs.most_common(1)[0][0], votes)


def _read_elected(body: bytes, start: int, votes: list[Vote]) -> Decoded:
    """A page that is not UTF-8 throughout; from `start` on is enough to know what else it is."""
    sample = _sample(body, start)
    elected = _elect(sample, votes)
    best, likeliest = next(iter(elected.items()))
    if (b"\x00" in body[:_SAMPLE] or likeliest < _READABLE) and (wide := _utf16(body)):
        return _decoded(body.decode(wide, "replace"), wide, votes)
    is_wreck = likeliest < _WRECK and likeness(body[:_HEAD].decode(best, "replace")) < _WRECK
    if is_wreck or best not in ("utf-8", "gb18030", "big5hkscs"):
        return _decoded(body.decode(best, "replace"), best, votes)
    other = best if best != "utf-8" else max(("gb18030", "big5hkscs"), key=lambda codec: elected.get(codec, 0.0))
    if best == other and (text := strictly(body, best)) is not None:
        return _decoded(text, best, votes, likeliest)
    return _read_parts(body, other, votes)


def _read_narrow(body: bytes, text: str, votes: list[Vote]) -> Decoded:
    """A page that is UTF-8 by the letter but has no Chinese in it: UTF-16, HZ, a few GBK characters, or not Chinese."""
    if b"\x00" in body and (codec := _utf16(body)):
        return _decoded(body.decode(codec, "replace"), codec, votes)
    if text.isascii():
        if (chinese := _read_hz(body)) is not None:
            return _decoded(chinese, "hz", votes)
    # Signs of Latin-1 alone (©, ·, é) are what a Western page has; GBK would need rare characters to look like that.
    elif not any(vote.codec == "utf-8" for vote in votes) and max(text) > "\xff":
        codec, worth = next(iter(_elect(_sample(body, 0), votes).items()))
        if worth > _READABLE:
            return _decoded(read(body, codec), codec, votes)
    votes.append(Vote(witness="utf-8", codec="utf-8"))
    return _decoded(text, "utf-8", votes, 1.0)


def decode(body: bytes, *, content_type: str | None = None, site: str | None = None) -> Decoded:
    """Read a page's bytes as the text its author wrote, with the evidence for the codec chosen.

    `content_type` is the HTTP header's value, `site` the codec the site is known to use. Never raises: a character
    nobody can read becomes U+FFFD and is counted in `losses`. A page stitched from parts in two codecs is read part by
    part; `codec` names the one most of it is in, and the votes of the witness `part` name both.

    >>> decode("政协委员".encode("gbk"), content_type="text/html; charset=utf-8").text
    '政协委员'
    """
    votes = _votes(body, content_type, site)
    if votes and votes[0].witness == "bom" and votes[0].codec.startswith("utf-16"):
        return _decoded(body.decode(votes[0].codec, "replace"), votes[0].codec, votes, 1.0)
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        return _read_elected(body, error.start, votes)
    # Two or three GBK characters can be valid UTF-8 by accident, but then never as the three-byte forms of Han.
    if not _WIDE.search(text):
        return _read_narrow(body, text, votes)
    votes.append(Vote(witness="utf-8", codec="utf-8"))
    return _decoded(text, "utf-8", votes, 1.0)
