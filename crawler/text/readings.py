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
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pypinyin.pinyin_dict import pinyin_dict

from crawler.article import Repaired, Step
from crawler.text.frequency_table import weights
from crawler.text.script import is_traditional, to_simplified, traditional_only

_READING = "[a-zü\u00e0-\u00fc\u0101-\u01dc\u0251\u0261\u1e3f]{1,7}"
_ANNOTATION = re.compile(rf"([\u3400-\u9fff])\s?\(\s?({_READING})\s?\)")
_BROKEN = re.compile(rf"[?\ufffd]\(?\s?({_READING})\s?\)")
_BRACKET = re.compile(rf"\s?\(\s?({_READING})\s?\)")
# A match across a character and the ASCII letter after it, which was the second byte of the entry.
_CROSSING = re.compile(rf"([\u0080-\uffff])([@-~])\(({_READING})\)")
_STRAY = re.compile("[?\ufffd]")

# A reading is at home in a mirror when its characters are annotated at least this often, as a share of their uses.
_ALWAYS = 0.5
# That many annotated characters make a mirror whatever the script of its lines; fewer need a traditional line.
_SEVERAL = 3
_TEXTBOOK = 0.2
# What a step of the search is worth. The exact figures matter little: strict decoding leaves few candidates.
_NOT_HAN = -3.0
_RARE = -1.0
_IN_DOCUMENT = 1.0
_ANNOTATED_IN_DOCUMENT = 3.0
_LOST = -2.0
_SURE = 0.9  # how much better than the next a guess must fit before it is taken
_HORIZON = 6  # characters after a run that are looked at to see whether it ended where it should
_WIDEST_SEARCH = 256  # candidates kept at once; chains in the wild need fewer than ten


@cache
def _readings() -> dict[str, frozenset[str]]:
    """Every reading of every character, with tone marks. Source: pypinyin's table, after the Unihan database.

    陜 is read as the 陝 that mirrors mean by it.
    """
    table = {chr(code): frozenset(readings.split(",")) for code, readings in pinyin_dict.items()}
    return table | {"陜": table["陜"] | table["陝"]}


@cache
def _pairs(first: int, reading: str) -> tuple[tuple[int, str], ...]:
    """The (second byte, character) that a first GBK byte can be completed with to a character of that reading.

    The second byte was read as a lead byte when it was lost, so it lies between 81 and FE.
    """
    found = []
    for second in range(0x81, 0xFF):
        char = bytes((first, second)).decode("gbk", "ignore")
        if char and reading in _readings().get(char, ()) and char in traditional_only():
            found.append((second, char))
    return tuple(found)


@cache
def _completions(first: int) -> tuple[tuple[int, str], ...]:
    """The (second byte, character) that a first GBK byte can be completed with to a character people use."""
    chars = ((second, bytes((first, second)).decode("gbk", "ignore")) for second in range(0x40, 0xFF))
    return tuple((second, char) for second, char in chars if char in weights() or to_simplified(char) in weights())


@cache
def _is_pair(first: int, second: int) -> bool:
    """Whether two bytes are a GBK character."""
    return bool(bytes((first, second)).decode("gbk", "ignore"))


@cache
def _first_bytes(reading: str) -> frozenset[int]:
    """The first bytes of all annotated characters of that reading."""
    return frozenset(first for first in range(0x81, 0xFF) if _pairs(first, reading))


@cache
def _first_bytes_before(second: int, reading: str) -> frozenset[int]:
    """The first bytes that make a character of that reading with `second`."""
    chars = ((first, bytes((first, second)).decode("gbk", "ignore")) for first in range(0x81, 0xFF))
    return frozenset(first for first, char in chars if char and reading in _readings().get(char, ()))


@dataclass(frozen=True, slots=True)
class _Document:
    """What the whole text says about its own damage."""

    annotated: frozenset[str]
    """The characters that carry readings in it: in a mirror, always or never."""
    characters: frozenset[str]

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
        return cls(annotated=frozenset(mirrored if is_mirror else ()), characters=frozenset(text))

    def worth(self, char: str) -> float:
        """How well a character found by the search fits this document."""
        if not "\u4e00" <= char <= "\u9fff":
            return 0.0 if char.isascii() else weights().get(char, _NOT_HAN)
        simplified = to_simplified(char)
        worth = max(weights().get(char, _RARE), weights().get(simplified, _RARE))
        return worth + _IN_DOCUMENT * (char in self.characters)


@dataclass(frozen=True, slots=True)
class _Reading:
    """One way to read a damaged run, as far as it has been read."""

    text: str
    position: int
    previous: int
    """The last byte of the original put back so far."""
    pending: bool
    """Whether that byte is the first half of a character."""
    worth: float
    found: int
    lost: int = 0

    def one_step(self, line: str, document: _Document) -> Iterator[_Reading]:
        """The ways to read one more piece of the line."""
        if broken := _BROKEN.match(line, self.position):
            yield from self._lost_byte(broken, document)
        elif self.pending and self.position < len(line):
            if line[self.position] in "?\ufffd":
                yield from self._lost_pair(line, document)
            else:
                yield from self._character(line, document)

    def _lost_byte(self, broken: re.Match[str], document: _Document) -> Iterator[_Reading]:
        """A byte whose entry's reading stands beside it."""
        for second, char in _pairs(self.previous, broken[1]):
            worth = self.worth + document.worth(char) + _ANNOTATED_IN_DOCUMENT * (char in document.annotated)
            text = self.text + char if self.pending else self.text
            yield _Reading(text, broken.end(), second, not self.pending, worth, self.found + 1, self.lost)

    def _lost_pair(self, line: str, document: _Document) -> Iterator[_Reading]:
        """Two bytes that were no character out of step; the reading that follows may say what the second of them was.

        At the end of a line it is one byte, the second half of a last mark: of those that begin with A1, the full stop.
        """
        after = self.position + 1
        if after == len(line):
            if self.previous == 0xA1:
                yield _Reading(self.text + "。", after, 0xA3, False, self.worth, self.found + 1, self.lost)
            else:
                yield _Reading(f"{self.text}\ufffd", after, 0, False, self.worth, self.found, self.lost + 1)
            return
        if broken := _BROKEN.match(line, after):
            wanted = _first_bytes(broken[1])
        elif (bracket := _BRACKET.match(line, after + 1)) and "@" <= line[after] <= "~":
            wanted = _first_bytes_before(ord(line[after]), bracket[1])
        else:
            yield from self._lost_for_good(line)
            return
        for second in wanted:
            fitting = sorted(
                ((document.worth(char), char) for first, char in _completions(self.previous)
                 if first >= 0x81 and not _is_pair(first, second)),
                reverse=True,
            )  # fmt: skip
            if fitting and (len(fitting) == 1 or fitting[0][0] >= fitting[1][0] + _SURE):
                worth, char = fitting[0]
                yield _Reading(self.text + char, after, second, True, self.worth + worth, self.found + 1, self.lost)
            elif fitting:
                text = f"{self.text}\ufffd"
                yield _Reading(text, after, second, True, self.worth + _LOST, self.found + 1, self.lost + 1)

    def _lost_for_good(self, line: str) -> Iterator[_Reading]:
        """One character is gone, and then either an ASCII one with it, or the first half of the next."""
        after = self.position + 1
        yield _Reading(f"{self.text}\ufffd", after, 0, False, self.worth + _LOST, self.found, self.lost + 1)
        encoded = line[after].encode("gb18030")
        if len(encoded) == 2:
            text = f"{self.text}\ufffd\ufffd"
            yield _Reading(text, after + 1, encoded[1], True, self.worth + 2 * _LOST, self.found, self.lost + 2)

    def _character(self, line: str, document: _Document) -> Iterator[_Reading]:
        """A character that was read out of step: its first byte ends one character, its second begins the next."""
        first, *rest = line[self.position].encode("gb18030")
        char = bytes((self.previous, first)).decode("gbk", "ignore")
        if len(char) != 1 or len(rest) > 1:
            return
        position = self.position + 1
        bracket = _BRACKET.match(line, position)
        if bracket and not rest:
            # The pair is whole now, and what follows must be its own reading.
            if bracket[1] not in _readings().get(char, ()):
                return
            position = bracket.end()
        worth = self.worth + document.worth(char)
        previous = rest[0] if rest else first
        yield _Reading(self.text + char, position, previous, bool(rest), worth, self.found, self.lost)


def _restore_run(line: str, start: int, document: _Document) -> _Reading | None:
    """Read the damaged run that begins at `start` with a lost byte; None when no reading of it decodes strictly."""
    before = line[start - 1].encode("gb18030") if start else b""
    if len(before) != 2:
        return None
    finished: list[_Reading] = []
    open_ends = [_Reading("", start, before[1], False, 0.0, 0)]
    while open_ends:
        following: list[_Reading] = []
        for reading in open_ends:
            if reading.found and not reading.pending and not _BROKEN.match(line, reading.position):
                finished.append(reading)
            else:
                following.extend(reading.one_step(line, document))
        open_ends = sorted(following, key=lambda reading: reading.worth, reverse=True)[:_WIDEST_SEARCH]
    horizon = max((reading.position for reading in finished), default=0) + _HORIZON

    def worth(reading: _Reading) -> float:
        return reading.worth + sum(map(document.worth, line[reading.position : horizon]))

    return max(finished, key=worth, default=None)


def _restore_line(line: str, document: _Document) -> tuple[str, int, int]:
    """The line with its lost bytes put back, how many were, and how many places stay as they were."""
    pieces: list[str] = []
    done = restored = lost = 0
    for broken in _BROKEN.finditer(line):
        if broken.start() < done:
            continue
        run = _restore_run(line, broken.start(), document)
        if run is None:
            lost += 1
            continue
        pieces += [line[done : broken.start()], run.text]
        done = run.position
        restored += run.found
        lost += run.lost
    return "".join([*pieces, line[done:]]), restored, lost


def undo_readings(text: str) -> Repaired:
    """Take a mirror's readings out of a text, putting back the bytes they cost; an author's own brackets stay.

    A reading is taken out only where the character has it, is a form that simplified text never uses, stands in a
    traditional line, and carries a reading most times it occurs. The text stays in traditional characters.

    >>> undo_readings("深入?yún)f(xié)商，擔(dān)當(dāng)?shù)蔫F軍，更好地?fù)?dān)負(fù)起").text
    '深入協商，擔當的鐵軍，更好地擔負起'
    >>> undo_readings("委员(zhǔxí)读作汉(hàn)语").steps
    ()
    """
    if ")" not in text or not re.search(rf"{_READING}\s?\)", text):
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
        char = (encoded[-1:] + letter.encode()).decode("gbk", "ignore") if len(encoded) == 2 else ""
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
