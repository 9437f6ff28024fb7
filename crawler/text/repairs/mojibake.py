"""Text that was read with the wrong codec, turned back; what lost bytes on the way is counted and stays lost.

Five confusions make nearly all of it: UTF-8 read as GBK or as Latin-1 (which is cp1252 to every browser), GBK read as
Latin-1, and GBK and Big5 read as each other. Each is undone run by run, since often only a title, a footer or a few
words are damaged. A run is turned back only if it then reads clearly more like Chinese than before; what was damaged
twice is judged by what comes out in the end.

To be run before anything that drops invisible characters: a soft hyphen or a control character is half of one here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import repeat

from crawler.article import Repaired, Step
from crawler.text.han.frequency_table import weights
from crawler.text.repairs.mojibake_table import (
    LATIN_LETTERS,
    UNINITIALISED,
    UNKNOWN_CHARACTERS,
    WINDOWS_1252,
    big5_from_gbk,
    big5_wreckage,
    gbk_from_big5,
    gbk_pairs,
    gbk_wreckage,
    utf8_beginnings,
    utf8_followers,
)

_HIGH = "\x80-\xff" + "".join(WINDOWS_1252)
_DEEPEST = 3  # wrong decodes on top of each other that are looked for

# Marks for what is no byte of UTF-8. Read as GBK they are as wide as the characters around them, so that a character
# always begins at an even place.
_EURO = b"\xff\xff"  # browsers read both 80 and A2 E3 as €
_LOST = b"\xfe\xfe"
_QUERY = b"\xfe?"
_TWO_BYTES = b"\xc2\xc3"


def _utf8(after: bytes, lost: bytes, query: bytes) -> tuple[bytes, bytes]:
    """Patterns of a whole UTF-8 character and of a broken one, for the given forms of what may stand in it.

    Of the characters of two bytes only those count that a first wrong decode as cp1252 makes: ¡ to ÿ and ŒœŠšŸŽžƒˆ˜.
    """
    whole = (
        rb"(?!\xef\xbf\xbd)(?:[\xe1-\xec\xee\xef]A{2}|\xf0[\x90-\xbf]A{2}"
        rb"|[\xc2\xc3]A|\xc5[\x92\x93\xa0\xa1\xb8\xbd\xbe]|\xc6\x92|\xcb[\x86\x9c])"
    )
    broken = rb"[\xe1-\xef](?:A(?:X+|Q)|X+A?|Q)|X+A{0,2}"
    forms = ((b"A", after), (b"X", lost), (b"Q", query))
    for name, form in forms:
        whole, broken = whole.replace(name, form), broken.replace(name, form)
    return whole, broken


_WHOLE, _BROKEN = _utf8(rb"(?:[\x80-\xbf]|\xff\xff)", rb"(?:\xfe\xfe)", rb"\xfe\?")
_GBK_UNITS = re.compile(rb"%b|%b|[@-~]" % (_WHOLE, _BROKEN))
_GBK_PARTS = re.compile(rb"(?P<whole>(?:%b|[@-~])+)|(?P<broken>%b)" % (_WHOLE, _BROKEN))
_GBK_RUN = re.compile(rb"(?:%b|%b|[@-~])+" % (_WHOLE, _BROKEN))
_EURO_AS_PAIR = re.compile(rb"([\xe2-\xef](?:[\x80-\xbf]|\xff\xff))\xff\xff(?=[\x80-\xbf]|\xff\xff)")

_WHOLE, _BROKEN = _utf8(rb"[\x80-\xbf]", rb"\xfe", rb"\?")
_CUT = rb"[\xe4-\xe9][\x80-\xbf]?(?![\x80-\xbf])"  # its end was dropped without a trace
_LATIN_PARTS = re.compile(rb"(?P<whole>(?:%b)+)|(?P<broken>%b)|(?P<cut>%b)" % (_WHOLE, _BROKEN, _CUT))
_LATIN_RUN = re.compile(rb"(?:%b|%b)(?:%b|%b|%b)*" % (_WHOLE, _BROKEN, _WHOLE, _BROKEN, _CUT))
_LATIN_START = re.compile(_WHOLE)
_SPACE_AS_BYTE = re.compile(rb"[\xe4-\xe9](?:[\x80-\xbf] | [\x80-\xbf])")

_LATIN = re.compile(f"[{_HIGH}](?:[{_HIGH} \ufffd?])+")
_LATIN_OR_TRAIL = re.compile(f"[{_HIGH}](?:[{_HIGH}]|(?<=[{_HIGH}])[@-~])+")
_THREE_HIGH = re.compile(f"[{_HIGH}]{{3}}")
_GBK_PAIRS = re.compile(rb"(?:[\x81-\xfe][\x40-\x7e\x80-\xfe])+")
_WIDE = re.compile("[^\x00-\x7f]+")
_THREE_BYTES = re.compile("[\u0800-\U0010ffff]")
_UNBROKEN = re.compile("[^\x00-\x7f\ufffd]+")
_LETTER = re.compile(f"[{LATIN_LETTERS}]")
_TYPOGRAPHIC = "“”‘’‚„‹›–—…•"
_WIDE_SIGNS = WINDOWS_1252.keys()
_UNINITIALISED = re.compile("|".join(f"{char}{{3,}}" for char in UNINITIALISED))

# When a run reads clearly better. The figures are mean weights, 0 to 1.
_LIKE_CHINESE = 0.5
_LIKE_CHINESE_SHORT = 0.7
_RISE = 0.35
_RISE_ENOUGH = 0.1  # where the form alone is nearly proof
_SHORT = 4
# A run too short to be sure of is turned back in a text that holds a sure one of its kind.
_COMPANY = 0.3
# Sums of gains, character by character: what ends a damaged stretch, what its edge may cost, what proves it.
_CLEAN = 3.0
_EDGE = 1.2
_PROOF = 1.2


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    """A stretch of text and what another codec makes of its bytes."""

    start: int
    end: int
    text: str
    losses: int = 0
    sure: bool = True
    """Whether its form alone allows to turn it back."""
    rise: float = _RISE
    """How much better it must read."""


@dataclass(frozen=True, slots=True)
class _Undone:
    text: str
    steps: Counter[str] | None = None
    losses: int = 0


def _commonness(text: str) -> float:
    """The mean weight of what is not ASCII, 0 to 1: the likeness of `decode` without its alarms, and fast on a line."""
    signs = _WIDE.findall(text.replace("\ufffd", ""))
    length = sum(map(len, signs))
    if not length:
        return 0.0
    return sum(map(weights().get, "".join(signs), repeat(0.0))) / length


def _read(raw: bytes, form: re.Pattern[bytes], source: str = "") -> tuple[str, int, int]:
    """The text of a run of UTF-8 bytes, how many of its characters are whole and how many are lost.

    `source` is the run as it stands in the text, when each of its characters is one byte.
    """
    parts: list[str] = []
    whole = losses = 0
    for part in form.finditer(raw):
        if part.lastgroup == "whole":
            text = part[0].replace(_EURO, b"\x80").decode("utf-8", "replace")
            parts.append(text)
            whole += len(_THREE_BYTES.findall(text))
            continue
        losses += 1
        if part[0].endswith(b"?"):
            parts.append("?")
        else:
            parts.append("\ufffd" if b"\xfe" in part[0] else source[part.start() : part.end()])
    return "".join(parts), whole, losses


@cache
def _gbk_bytes() -> dict[str, bytes]:
    return gbk_pairs() | {"€": _EURO, "\ufffd": _LOST, "?": _QUERY}


@cache
def _gbk_stretch() -> re.Pattern[str]:
    return re.compile(f"[{utf8_beginnings()}盲氓忙莽猫茅€\ufffd][{utf8_followers()}€\ufffd?{utf8_beginnings()}]+")


def _trimmed(raw: bytes, start: int, end: int) -> tuple[int, int]:
    """The part of a run that is made of whole GBK characters, without what at its edges is a character of its own.

    路 may be the · between two names; at the edge of a run it is itself.
    """
    spans = [unit.span() for unit in _GBK_UNITS.finditer(raw, start, end)]
    while spans and spans[-1][1] % 2:
        spans.pop()
    if any(last - first > 2 for first, last in spans):
        while spans[-1][1] - spans[-1][0] == 2 and not spans[-1][0] % 2:
            spans.pop()
        while spans[0][1] - spans[0][0] == 2 and not spans[0][1] % 2:
            spans.pop(0)
    return (spans[0][0], spans[-1][1]) if spans else (start, start)


def _utf8_as_gbk(text: str) -> Iterator[_Run]:
    """`鏀垮崗`: three bytes a character, read two at a time, so that every other character is split."""
    table = _gbk_bytes()
    for stretch in _gbk_stretch().finditer(text):
        raw = _EURO_AS_PAIR.sub(b"\\1\xa2\xe3", b"".join(map(table.__getitem__, stretch[0])))
        position = 0
        while found := _GBK_RUN.search(raw, position):
            position = found.start() + 1
            if found.start() % 2:  # in the middle of a character
                continue
            start, end = found.span()
            if end % 2 or raw[start] in _TWO_BYTES or raw[end - 2] in _TWO_BYTES:
                start, end = _trimmed(raw, start, end)
            position = max(position, end)
            if start >= end:
                continue
            decoded, whole, losses = _read(raw[start:end], _GBK_PARTS)
            yield _Run(
                start=stretch.start() + start // 2,
                end=stretch.start() + end // 2,
                text=decoded,
                losses=losses,
                sure=whole >= 2 or len(decoded) >= 6,
                rise=_RISE_ENOUGH if whole >= 3 else _RISE,
            )


def _space_as_byte(found: re.Match[bytes]) -> bytes:
    """A no-break space that became a space on the way, when its character is one that people use."""
    mended = found[0].replace(b" ", b"\xa0")
    return mended if mended.decode("utf-8", "ignore") in weights() else found[0]


def _latin_bytes(text: str) -> bytes:
    try:
        return text.encode("latin-1")
    except UnicodeEncodeError:
        for char in _WIDE_SIGNS & set(text):
            text = text.replace(char, chr(WINDOWS_1252[char]))
        return text.encode("latin-1")


def _utf8_as_latin(text: str) -> Iterator[_Run]:
    """`æ”¿`: a letter from ä to é and two more signs for every character."""
    for stretch in _LATIN.finditer(text):
        # þ and ÿ are no bytes of UTF-8, and their places are wanted for the marks.
        raw = _latin_bytes(
            stretch[0].replace("þ", "\0").replace("ÿ", "\0").replace("\ufffd", "þ"),
        )
        if not _LATIN_START.search(raw):
            continue
        if b" " in raw:
            raw = _SPACE_AS_BYTE.sub(_space_as_byte, raw)
        for found in _LATIN_RUN.finditer(raw):
            chars = stretch[0][found.start() : found.end()]
            decoded, whole, losses = _read(found[0], _LATIN_PARTS, chars)
            # One alone may be an é before quotation marks, or two halves of GBK read as Latin-1.
            around = stretch[0][max(0, found.start() - 1) : found.start()] + stretch[0][found.end() : found.end() + 1]
            alone = not around.strip(" ?") and bool(chars[1:].strip(_TYPOGRAPHIC))
            sure = whole >= 2 or (whole == 1 and alone) or (not whole and len(chars) >= 4)
            first = stretch.start() + found.start()
            yield _Run(start=first, end=first + len(chars), text=decoded, losses=losses, sure=sure)


def _gbk_as_latin(text: str) -> Iterator[_Run]:
    """`ÕþÐ­`: two signs for every character, the first mostly a capital."""
    if not _THREE_HIGH.search(text):
        return
    for stretch in _LATIN_OR_TRAIL.finditer(text):
        raw = _latin_bytes(stretch[0])
        position = 0
        while position < len(raw) - 1:
            # A dash or a quotation mark of its own may stand before the run and would put it out of step.
            places = (position, position + 1) if stretch[0][position] in WINDOWS_1252 else (position,)
            tries = [found for at in places if (found := _GBK_PAIRS.match(raw, at))]
            if not tries:
                position += 1
                continue
            found = max(tries, key=lambda each: _commonness(each[0].decode("gb18030", "ignore")))
            position = found.end()
            chars = stretch[0][found.start() : found.end()]
            pure = sum(char > "\x7f" for char in chars[1::2])
            decoded = found[0].decode("gb18030", "replace")
            if 2 * pure * 5 >= 3 * len(chars) and _LETTER.search(chars) and "\ufffd" not in decoded:
                first = stretch.start() + found.start()
                yield _Run(start=first, end=first + len(chars), text=decoded, sure=pure >= 2)


@cache
def _gains(kind: str) -> tuple[dict[str, str], dict[str, float], dict[str, float]]:
    """For each character: how it is read otherwise, what is gained by it, and how far that is evidence.

    Kana, Greek and Cyrillic letters are no evidence: whole languages are written in them.
    """
    weight = weights()
    readings = gbk_from_big5() if kind == "GBK" else big5_from_gbk()
    gains: dict[str, float] = {}
    evidence: dict[str, float] = {}
    for before, after in readings.items():
        gain = weight.get(after, -0.5 if before in weight else 0.0) - weight.get(before, 0.0)
        if "\u3400" <= before <= "\u9fff" or "\ue000" <= before <= "\uf8ff":
            evidence[before] = gain
        elif before not in weight and gain > 0:
            gain = 0.1
        gains[before] = gain
    return readings, gains, evidence


def _character_by_character(text: str, kind: str) -> Iterator[_Run]:
    """The stretches whose characters are better read otherwise: those whose gains add up highest."""
    readings, gains, evidence = _gains(kind)
    # After a lost byte a decoder may be out of step: each side is judged by itself.
    for stretch in _UNBROKEN.finditer(text):
        chars = stretch[0]
        worth = [gains.get(char, -1.0) for char in chars]
        position = 0
        while position < len(chars):
            total = best = 0.0
            start = end = position
            for number in range(position, len(chars)):
                total += worth[number]
                if total > best:
                    best, end = total, number + 1
                elif total < 0 and not best:
                    total, start, end = 0.0, number + 1, number + 1
                elif total < best - _CLEAN:
                    break
            if not best:
                break
            # What is left at the edges of a stretch and speaks neither for nor against belongs to it.
            if sum(worth[end:]) > -_EDGE and len(chars) - end < _SHORT:
                end = len(chars)
            if sum(worth[position:start]) > -_EDGE and start - position < _SHORT:
                start = position
            turned = "".join([readings.get(char, char) for char in chars[start:end]])
            proof = sum(evidence.get(char, 0.0) for char in chars[start:end])
            first, last = stretch.start() + start, stretch.start() + end
            sure = proof >= _PROOF and best >= 0.3 * (end - start)
            yield _Run(start=first, end=last, text=turned, sure=sure)
            position = end


def _big5_as_gbk(text: str) -> Iterator[_Run]:
    """`い瓣チ現`: one character for one, many of them kana, Greek, or for private use."""
    return _character_by_character(text, "Big5") if _big5_gate().search(text) else iter(())


def _gbk_as_big5(text: str) -> Iterator[_Run]:
    """`笢弊`: one character for one, most of them rare."""
    return _character_by_character(text, "GBK") if _gbk_gate().search(text) else iter(())


@cache
def _big5_gate() -> re.Pattern[str]:
    return re.compile(f"[\ue000-\uf8ff{big5_wreckage()}]")


@cache
def _gbk_gate() -> re.Pattern[str]:
    return re.compile(f"[{gbk_wreckage()}]")


_KINDS: tuple[tuple[str, Callable[[str], Iterator[_Run]]], ...] = (
    ("UTF-8 read as Latin-1", _utf8_as_latin),
    ("GBK read as Latin-1", _gbk_as_latin),
    ("UTF-8 read as GBK", _utf8_as_gbk),
    ("GBK read as Big5", _gbk_as_big5),
    ("Big5 read as GBK", _big5_as_gbk),
)


def _reads_better(before: str, after: str, rise: float) -> bool:
    needed = _LIKE_CHINESE_SHORT if len(after) < _SHORT else _LIKE_CHINESE
    worth = _commonness(after)
    return worth >= needed and worth - _commonness(before) >= rise


def _reads_no_worse(before: str, after: str) -> bool:
    return not after.strip("\ufffd?") or _commonness(after) >= max(_COMPANY, _commonness(before))


def _undo(text: str, depth: int) -> _Undone:
    """Every kind in turn, and what each run gives when it is undone again."""
    steps: Counter[str] = Counter()
    losses = 0
    for name, runs_of in _KINDS:
        runs = []
        for run in runs_of(text):
            deeper = run.sure and depth < _DEEPEST and _gate().search(run.text)
            runs.append((run, _undo(run.text, depth + 1) if deeper else _Undone(run.text)))
        better = [run.sure and _reads_better(text[run.start : run.end], undone.text, run.rise) for run, undone in runs]
        if not any(better):
            continue
        parts: list[str] = []
        position = 0
        for (run, undone), is_better in zip(runs, better, strict=True):
            before = text[run.start : run.end]
            if not is_better and not _reads_no_worse(before, undone.text):
                continue
            parts += text[position : run.start], undone.text
            position = run.end
            losses += run.losses + undone.losses
            steps[name] += len(run.text) - run.losses
            if undone.steps:
                steps.update(undone.steps)
        text = "".join(parts) + text[position:]
    return _Undone(text, steps, losses)


@cache
def _gate() -> re.Pattern[str]:
    """One pass over a clean text; what it finds is looked at again by each kind."""
    beginnings, others = utf8_beginnings(), f"\ue000-\uf8ff{big5_wreckage()}{gbk_wreckage()}"
    followers = f"{utf8_followers()}{beginnings}€\ufffd?"
    return re.compile(
        f"[{LATIN_LETTERS}{beginnings}盲氓忙莽猫茅锟{UNINITIALISED}{others}]"
        f"(?:(?<=[{LATIN_LETTERS}])[{_HIGH} \ufffd]|(?<=[{beginnings}])[{followers}]"
        # Of these, one alone is a word or somebody's name: 忙碌, 李琇莹.
        f"|(?<=[盲氓忙莽猫茅])[{followers}](?=.{{0,4}}[盲氓忙莽猫茅{beginnings}])|(?<=[{others}])(?=.{{0,6}}[{others}])"
        f"|(?<=锟)斤|(?<=烫)烫烫|(?<=屯)屯屯)"
    )


def undo_mojibake(text: str) -> Repaired:
    """Turn back what was read with the wrong codec, wherever that reads clearly better, and count what is lost.

    A step counts the characters restored. A lost character stays marked as it was, by U+FFFD or by `?`; 锟斤拷, ï¿½
    and 烫烫烫 are losses too and stay.

    >>> undo_mojibake("关于鏀垮崗濮斿憳的报道").text
    '关于政协委员的报道'
    >>> undo_mojibake("ÕþÐ\xadÎ¯Ô±").steps
    (Step(name='GBK read as Latin-1', count=4),)
    """
    if text.isascii() or not _gate().search(text):
        return Repaired(text=text)
    losses = len(_UNINITIALISED.findall(text))
    losses += sum(text.count(sign) * count for sign, count in UNKNOWN_CHARACTERS.items())
    undone = _undo(text, 1)
    steps = tuple(Step(name=name, count=count) for name, count in (undone.steps or {}).items())
    return Repaired(text=undone.text, steps=steps, losses=losses + undone.losses)
