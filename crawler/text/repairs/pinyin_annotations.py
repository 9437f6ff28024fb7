"""The readings in brackets that hijacked mirrors put after characters, taken out again.

A mirror converts the clean page to traditional characters and then replaces bytes: wherever the two GBK bytes of
an entry stand, it appends a reading, so that `協` becomes `協(xié)`. Because it replaces bytes and not characters,
an entry also matches across two characters. In 深入協商, `C9EE C8EB 8566 C9CC`, the bytes `EB85` are those of 雲; the
reading of 雲 goes in between the two halves of 協, and whoever decodes that finds the invalid pair `85 28`, writes
one `?` for both bytes, and reads on one byte out of step: `深入?yún)f(xié)商`.

The inverse works on the same bytes. An annotation whose character has that reading is taken out. A `?reading)` is a
lost byte: with the byte before it, it must give a character of that reading. Each candidate is put back, the text
after it is decoded again until it is in step, and the candidate that decodes strictly and reads best is kept.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from itertools import islice, pairwise
from pathlib import Path

from crawler.article import Repaired, Step
from crawler.text.han.frequency_table import weights
from crawler.text.han.script import is_traditional, to_simplified, traditional_only

_READING = "[a-zü\u00e0-\u00fc\u0101-\u01dc\u0251\u0261\u1e3f]{1,7}"
_BLANK = r"[^\S\n]"  # the repairs of characters never take a line end away
_ANNOTATION = re.compile(rf"([\u3400-\u9fff]){_BLANK}?\({_BLANK}?({_READING}){_BLANK}?\)")
_BROKEN = re.compile(rf"[?\ufffd]\(?{_BLANK}?({_READING}){_BLANK}?\)")
_OUT_OF_STEP = re.compile(rf"[?\ufffd]\(?{_BLANK}?{_READING}{_BLANK}?\).{{0,30}}")
_BRACKET = re.compile(rf"{_BLANK}?\({_BLANK}?({_READING}){_BLANK}?\)")
# A match across a character and the ASCII letter after it, which was the second byte of the entry.
_CROSSING = re.compile(rf"([\u0080-\uffff])([@-~])\(({_READING})\)")
_BRACKET_END = re.compile(rf"{_READING}{_BLANK}?\)")
_STRAY = re.compile("[?\ufffd]")

# A reading is at home in a mirror when its characters are annotated at least this often, as a share of their uses.
_ALWAYS = 0.5
# That many annotated characters make a mirror whatever the script of its lines; fewer need a traditional line.
_SEVERAL = 3
_TEXTBOOK = 0.2
# What a character is worth to the search. The exact figures matter little: strict decoding leaves few candidates.
_NOT_HAN = -3.0
_RARE = -1.0
_LOST = -1.0
_IN_DOCUMENT = 0.5
_ANNOTATED_IN_DOCUMENT = 3.0
_NEIGHBOURS_IN_DOCUMENT = 1.5
_SURE = 2.0  # by how much the best way to read a run must be better than the next, or where they differ is lost
_HORIZON = 6  # characters after a run that are looked at to see whether it ended where it should
_WAYS = 8  # endings of one character, and beginnings of the next, that are tried where both are lost
_WIDEST_SEARCH = 32  # ways of reading a run that are kept at once; chains in the wild need fewer than ten


def _pinyin_dict() -> dict[int, str]:
    """The readings of each code point, as pypinyin's own table has them.

    The table's file is loaded alone: the package reads 47,000 phrases when it is imported, which nobody here asks for.
    """
    package = find_spec("pypinyin")
    assert package is not None
    assert package.submodule_search_locations is not None
    file = Path(package.submodule_search_locations[0]) / "pinyin_dict.py"
    spec = spec_from_file_location("pypinyin.pinyin_dict", file)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    table: dict[int, str] = module.pinyin_dict
    return table


@cache
def _readings() -> dict[str, frozenset[str]]:
    """Every reading of every character, with tone marks. Source: pypinyin's table, after the Unihan database.

    陜 is read as the 陝 that mirrors mean by it.
    """
    table = {chr(code): frozenset(readings.split(",")) for code, readings in _pinyin_dict().items()}
    return table | {"陜": table["陜"] | table["陝"]}


@cache
def _character(first: int, second: int) -> str:
    """What two bytes stand for in GBK; "" for two that are no character."""
    return bytes((first, second)).decode("gbk", "ignore")


@cache
def _pairs(first: int, reading: str) -> tuple[tuple[int, str], ...]:
    """The (second byte, character) that a first GBK byte can be completed with to a character of that reading.

    The second byte was read as the first of a pair when it was lost, so it lies between 80 and FE.
    """
    found = []
    for second in range(0x80, 0xFF):
        char = _character(first, second)
        if reading in _readings().get(char, ()) and char in traditional_only():
            found.append((second, char))
    return tuple(found)


@cache
def _simplified(char: str) -> str:
    return to_simplified(char)


@cache
def _worth(char: str) -> float:
    """How common a Han character is, or its simplified form."""
    return max(weights().get(char, _RARE), weights().get(_simplified(char), _RARE))


@cache
def _completions(first: int) -> tuple[tuple[int, str], ...]:
    """The (second byte, character) that a first GBK byte can be completed with to a character people use."""
    chars = ((second, _character(first, second)) for second in range(0x80, 0xFF))
    return tuple((second, char) for second, char in chars if char and _is_common(char))


def _is_common(char: str) -> bool:
    return char in weights() or _simplified(char) in weights()


@cache
def _common_first_bytes(second: int) -> tuple[int, ...]:
    """The first bytes that make a character people use with `second`, the most used first."""
    chars = ((first, _character(first, second)) for first in range(0x81, 0xFF))
    used = [(-_worth(char), first) for first, char in chars if char and _is_common(char)]
    return tuple(first for _, first in sorted(used))


@cache
def _first_bytes(reading: str) -> frozenset[int]:
    """The first bytes of all annotated characters of that reading."""
    return frozenset(first for first in range(0x81, 0xFF) if _pairs(first, reading))


@cache
def _first_bytes_before(second: int, reading: str) -> frozenset[int]:
    """The first bytes that make a character of that reading with `second`."""
    chars = ((first, _character(first, second)) for first in range(0x81, 0xFF))
    return frozenset(first for first, char in chars if reading in _readings().get(char, ()))


@dataclass(frozen=True, slots=True)
class _Document:
    """What the whole text says about its own damage."""

    annotated: frozenset[str]
    """The characters that carry readings in it: in a mirror, always or never."""
    characters: frozenset[str]
    neighbours: frozenset[str]
    """Every two characters that stand side by side in it."""

    @classmethod
    def of(cls, text: str) -> _Document:
        readings: defaultdict[str, Counter[str]] = defaultdict(Counter)
        traditional_lines = False
        for line in text.split("\n"):
            found = _ANNOTATION.findall(line) if "(" in line else []
            for char, reading in found:
                if reading in _readings().get(char, ()):
                    readings[char][reading] += 1
            traditional_lines = traditional_lines or (bool(found) and is_traditional(line))
        always = {
            char for char, seen in readings.items() if seen.total() >= _ALWAYS * text.count(char) and len(seen) < 3
        }
        mirrored = always & traditional_only()
        # A mirror never annotates a character that both scripts share; a textbook does.
        enough = len(mirrored) >= _SEVERAL or traditional_lines
        is_mirror = enough and len(always) - len(mirrored) <= _TEXTBOOK * len(always)
        # What follows a lost byte is out of step, and must not speak for itself.
        plain = _OUT_OF_STEP.sub("\n", _ANNOTATION.sub(r"\1", text)) if is_mirror else ""
        return cls(
            annotated=frozenset(mirrored if is_mirror else ()),
            characters=frozenset(plain),
            neighbours=frozenset(map("".join, pairwise(plain))),
        )

    def worth(self, before: str, char: str) -> float:
        """How well a character found by the search fits this document behind the one before it."""
        if not "\u4e00" <= char <= "\u9fff":
            return 0.0 if char.isascii() else _LOST if char == "\ufffd" else weights().get(char, _NOT_HAN)
        worth = _worth(char) + _IN_DOCUMENT * (char in self.characters)
        return worth + _NEIGHBOURS_IN_DOCUMENT * (before + char in self.neighbours)

    def worth_of(self, text: str) -> float:
        """How well a text fits this document behind its first character."""
        return sum(map(self.worth, text, text[1:]))


@dataclass(frozen=True, slots=True)
class _Reading:
    """One way to read a damaged run, as far as it has been read."""

    text: str
    """The character before the run, and what the run says."""
    position: int
    previous: int
    """The last byte of the original put back so far."""
    pending: bool
    """Whether that byte is the first half of a character."""
    worth: float
    found: int

    def and_then(self, char: str, position: int, previous: int, worth: float, *, found: int = 0) -> _Reading:
        """This reading with one more character, a new character begun by `previous` unless it is 0."""
        pending = previous != 0
        return _Reading(self.text + char, position, previous, pending, self.worth + worth, self.found + found)

    def one_step(self, line: str, document: _Document) -> Iterator[_Reading]:
        """The ways to read one more piece of the line."""
        if broken := _BROKEN.match(line, self.position):
            yield from self._lost_byte(broken, document)
        elif self.pending and self.position < len(line):
            if line[self.position] in "?\ufffd":
                yield from self._lost_pair(line, document)
            else:
                yield from self._next_character(line, document)

    def _lost_byte(self, broken: re.Match[str], document: _Document) -> Iterator[_Reading]:
        """A byte whose entry's reading stands beside it."""
        for second, char in _pairs(self.previous, broken[1]):
            worth = document.worth(self.text[-1], char) + _ANNOTATED_IN_DOCUMENT * (char in document.annotated)
            text = self.text + char if self.pending else self.text
            yield _Reading(text, broken.end(), second, not self.pending, self.worth + worth, self.found + 1)

    def _lost_pair(self, line: str, document: _Document) -> Iterator[_Reading]:
        """Two bytes that were no character out of step: the second half of one character, the first of the next.

        The reading that follows may say what the latter was; else whatever makes a character with the next byte. At
        the end of a line it is one byte, the second half of a last mark: of those that begin with A1, the full stop.
        Of several pairs in a row, the characters in between are gone.
        """
        after = self.position + 1
        if after == len(line):
            mark = "。" if self.previous == 0xA1 else "\ufffd"
            yield self.and_then(mark, after, 0, document.worth(self.text[-1], mark), found=mark != "\ufffd")
            return
        gone = 0
        while line[after : after + 1] in {"?", "\ufffd"} and not _BROKEN.match(line, after):
            gone += 1
            after += 1
        beginnings = self._beginnings(line, after)
        if gone:
            for second in islice(beginnings, _WAYS):
                yield self.and_then("\ufffd" * (gone + 1), after, second, (gone + 1) * _LOST)
        else:
            endings = [
                (document.worth(self.text[-1], char), first, char) for first, char in _completions(self.previous)
            ]
            tried = 0
            for worth, first, char in sorted(endings, reverse=True):
                fitting = list(islice((each for each in beginnings if not _character(first, each)), _WAYS))
                yield from (self.and_then(char, after, second, worth, found=1) for second in fitting)
                tried += bool(fitting)
                if tried == _WAYS:
                    break
        # What went with it may also have been an ASCII character: then the run is over, one character short.
        yield self.and_then("\ufffd" * (gone + 2), after, 0, (gone + 2) * _LOST)

    def _beginnings(self, line: str, after: int) -> Iterable[int]:
        """The bytes that can begin a character before what stands at `after`."""
        if after == len(line):
            return ()
        if broken := _BROKEN.match(line, after):
            return _first_bytes(broken[1])
        second = line[after].encode("gb18030")[0]
        if (bracket := _BRACKET.match(line, after + 1)) and "@" <= line[after] <= "~":
            return _first_bytes_before(second, bracket[1])
        return _common_first_bytes(second)

    def _next_character(self, line: str, document: _Document) -> Iterator[_Reading]:
        """A character that was read out of step: its first byte ends one character, its second begins the next."""
        first, *rest = line[self.position].encode("gb18030")
        char = _character(self.previous, first)
        if len(char) != 1 or len(rest) > 1:
            return
        position = self.position + 1
        bracket = _BRACKET.match(line, position)
        if bracket and not rest:
            # The pair is whole now, and what follows must be its own reading.
            if bracket[1] not in _readings().get(char, ()):
                return
            position = bracket.end()
        worth = self.worth + document.worth(self.text[-1], char)
        yield _Reading(self.text + char, position, rest[0] if rest else first, bool(rest), worth, self.found)


def _ways_to_read(line: str, start: int, document: _Document) -> list[_Reading]:
    """Every way to read the damaged run that begins at `start` with a lost byte; none if none decodes strictly."""
    before = line[start - 1].encode("gb18030") if start else b""
    if len(before) != 2:
        return []
    finished: list[_Reading] = []
    open_ends = [_Reading(line[start - 1], start, before[1], False, 0.0, 0)]
    while open_ends:
        following: list[_Reading] = []
        for reading in open_ends:
            if reading.found and not reading.pending and not _BROKEN.match(line, reading.position):
                finished.append(reading)
            else:
                following.extend(reading.one_step(line, document))
        # Ways that read one character more have had one more chance to be worth something: compare the average.
        following.sort(key=lambda reading: reading.worth / len(reading.text), reverse=True)
        open_ends = following[:_WIDEST_SEARCH]
    return finished


def _agreed(best: str, other: str) -> str:
    """What two ways to read a run say alike; where they differ, the place is marked as lost."""
    pairs = zip(best, other, strict=True)
    return "".join(one if one == two or _simplified(one) == _simplified(two) else "\ufffd" for one, two in pairs)


def _restore_run(line: str, start: int, document: _Document) -> _Reading | None:
    """The best way to read a damaged run, with what is not certain in it marked as lost."""
    ways = _ways_to_read(line, start, document)
    if not ways:
        return None
    horizon = max(way.position for way in ways) + _HORIZON

    def worth(way: _Reading) -> float:
        return way.worth + document.worth_of(way.text[-1] + line[way.position : horizon])

    best = max(ways, key=worth)
    text, enough = best.text, worth(best) - _SURE
    for way in ways:
        if way.position == best.position and len(way.text) == len(text) and worth(way) > enough:
            text = _agreed(text, way.text)
    return replace(best, text=text[1:])


def _restore_line(line: str, document: _Document) -> tuple[str, int, int]:
    """The line with its lost bytes put back, how many were, and how many places are marked as lost."""
    pieces: list[str] = []
    done = restored = lost = 0
    for broken in _BROKEN.finditer(line):
        if broken.start() < done:
            continue
        run = _restore_run(line, broken.start(), document)
        if run is None:
            pieces += [line[done : broken.start()], "\ufffd"]
            done = broken.end()
            lost += 1
            continue
        pieces += [line[done : broken.start()], run.text]
        done = run.position
        restored += run.found
        lost += run.text.count("\ufffd")
    return "".join([*pieces, line[done:]]), restored, lost


def undo_readings(text: str) -> Repaired:
    """Take a mirror's readings out of a text, putting back the bytes they cost; an author's own brackets stay.

    A reading is taken out only where the character has it, is a form that simplified text never uses, and carries a
    reading most times it occurs, in a text where several do or whose lines are traditional. The text stays in
    traditional characters; where a byte is gone for good stands U+FFFD.

    >>> undo_readings("深入?yún)f(xié)商，擔(dān)當(dāng)?shù)蔫F軍，更好地?fù)?dān)負(fù)起").text
    '深入協商，擔當的鐵軍，更好地擔負起'
    >>> undo_readings("委员(zhǔxí)读作汉(hàn)语").steps
    ()
    """
    if ")" not in text or not _BRACKET_END.search(text):
        return Repaired(text=text)
    document = _Document.of(text)
    if not document.annotated:
        return Repaired(text=text)
    aligned = 0

    def take_out(annotation: re.Match[str]) -> str:
        nonlocal aligned
        char, reading = annotation.groups()
        if char not in document.annotated or reading not in _readings()[char]:
            return annotation[0]
        aligned += 1
        return char

    def take_out_crossing(crossing: re.Match[str]) -> str:
        nonlocal aligned
        before, letter, reading = crossing.groups()
        encoded = before.encode("gb18030")
        char = _character(encoded[-1], ord(letter)) if len(encoded) == 2 else ""
        if char not in traditional_only() or reading not in _readings().get(char, ()):
            return crossing[0]
        aligned += 1
        return before + letter

    lines = _CROSSING.sub(take_out_crossing, _ANNOTATION.sub(take_out, text)).split("\n")
    restored = lost = 0
    for number, line in enumerate(lines):
        if _STRAY.search(line) and _BROKEN.search(line):
            lines[number], found, missed = _restore_line(line, document)
            restored += found
            lost += missed
    counts = {"reading taken out": aligned, "lost byte put back": restored}
    steps = tuple(Step(name=name, count=count) for name, count in counts.items() if count)
    return Repaired(text="\n".join(lines), steps=steps, losses=lost)
