"""Text back to what its author wrote, each repair named and counted. Unsure means unchanged.

Repairs come in two kinds. Those of characters never add or take away a line, so that a page can be repaired whole and
its lines still belong to the boxes they stood in. Those of paragraphs look at a text from line to line.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from crawler.article import Repaired, Step
from crawler.text.han.script import is_converted, to_simplified
from crawler.text.repairs.document_sharing import undo_sharing
from crawler.text.repairs.hidden_watermarks import drop_hidden_strings
from crawler.text.repairs.html_entities import read_entities
from crawler.text.repairs.invisible_characters import drop_invisible
from crawler.text.repairs.mojibake import undo_mojibake
from crawler.text.repairs.pinyin_annotations import undo_readings
from crawler.text.repairs.punctuation import drop_inserted_commas, widen_punctuation
from crawler.text.repairs.question_mark_indents import drop_indents
from crawler.text.repairs.seo_spam import drop_keyword_line, drop_link_farm
from crawler.text.repairs.title_asterisks import drop_title_stars

SIMPLIFIED = "traditional character simplified"


def simplify(text: str) -> Repaired:
    """A text that was simplified once back in simplified characters.

    >>> simplify("市政協召開會議").text
    '市政协召开会议'
    """
    simplified = to_simplified(text)
    changed = sum(before != after for before, after in zip(text, simplified, strict=False))
    return Repaired(text=simplified, steps=(Step(name=SIMPLIFIED, count=changed),) if changed else ())


def undo_mirror(text: str) -> Repaired:
    """A mirror's readings out, and its traditional characters back to the simplified ones they were made from.

    Traditional text that shows neither readings nor a conversion table's gaps keeps its script: it may be its author's.

    >>> undo_mirror("區(qū)政協(xié)召開(kāi)會(huì)議").text
    '区政协召开会议'
    >>> undo_mirror("香港特別行政區的全國政協委員").steps
    ()
    """
    without = undo_readings(text)
    if not without.steps and not is_converted(text):
        return without
    simplified = simplify(without.text)
    return Repaired(text=simplified.text, steps=without.steps + simplified.steps, losses=without.losses)


# In this order, because each clears the way for the next: a soft hyphen may be half of a character until mojibake is
# undone, and an indent's `????` must not look like lost bytes.
CHARACTER_REPAIRS: tuple[Callable[[str], Repaired], ...] = (
    undo_mojibake,
    drop_invisible,
    read_entities,
    drop_indents,
    drop_title_stars,
    undo_mirror,
)
# A link farm and hidden strings hide where sentences end; an advertisement may stand above a keyword line.
PARAGRAPH_REPAIRS: tuple[Callable[[str], Repaired], ...] = (
    drop_link_farm,
    drop_hidden_strings,
    undo_sharing,
    drop_keyword_line,
    drop_inserted_commas,
)
COPIED = frozenset(
    {
        SIMPLIFIED,
        "reading taken out",
        "inserted comma dropped",
        "sharing advertisement dropped",
        "page stamp dropped",
        "page break joined",
        "field code dropped",
    }
)
"""Steps that show a text to be somebody's copy: only a copy's narrow punctuation is not its author's."""


def apply(repairs: Iterable[Callable[[str], Repaired]], text: str) -> Repaired:
    """One repair after the other, their steps in the order they were made."""
    steps: list[Step] = []
    losses = 0
    for each in repairs:
        repaired = each(text)
        text = repaired.text
        if repaired.steps or repaired.losses:
            steps.extend(repaired.steps)
            losses += repaired.losses
    return Repaired(text=text, steps=tuple(steps), losses=losses)


def repair_characters(text: str) -> Repaired:
    """The repairs that keep every line where it is: for a page whose lines stand in boxes."""
    return apply(CHARACTER_REPAIRS, text)


def repair_paragraphs(text: str, earlier: Iterable[Step] = ()) -> Repaired:
    """The repairs that look from line to line; `earlier` are the steps already made on this text.

    >>> repair_paragraphs("《工作要点.docx》由会员分享，可在线阅读\\n会议强调,要落实,要见效,要总结。").text
    '会议强调，要落实，要见效，要总结。'
    >>> repair_paragraphs("会议强调,要落实,要见效,要总结。").steps
    ()
    """
    mended = apply(PARAGRAPH_REPAIRS, text)
    if COPIED.isdisjoint(step.name for step in (*earlier, *mended.steps)):
        return mended
    widened = widen_punctuation(mended.text)
    return Repaired(text=widened.text, steps=mended.steps + widened.steps, losses=mended.losses + widened.losses)


def replay(text: str, names: Collection[str]) -> str:
    """The text with only those repairs made again whose steps are named: what a row's `repairs` says, done anew.

    >>> replay("市政協(xié)召開會議,,通過", ["reading taken out", SIMPLIFIED])
    '市政协召开会议,,通过'
    """
    for each in (*CHARACTER_REPAIRS, *PARAGRAPH_REPAIRS, widen_punctuation):
        repaired = each(text)
        if repaired.steps and all(step.name in names for step in repaired.steps):
            text = repaired.text
    return text


def repair(text: str) -> Repaired:
    """Undo all the damage this project knows in a plain text, and say what was done.

    Repaired again, a text changes no more.

    >>> repaired = repair("各級(jí)政協(xié)深入?yún)f(xié)商議政")
    >>> repaired.text
    '各级政协深入协商议政'
    >>> [f"{step.name}: {step.count}" for step in repaired.steps]
    ['reading taken out: 2', 'lost byte put back: 1', 'traditional character simplified: 4']
    """
    steps: tuple[Step, ...] = ()
    losses = 0
    while True:  # what one repair takes out may have hidden something from another
        restored = repair_characters(text)
        mended = repair_paragraphs(restored.text, steps + restored.steps)
        made = restored.steps + mended.steps
        if not steps or made:
            losses += restored.losses + mended.losses
        if mended.text == text:
            return Repaired(text=text, steps=steps, losses=losses)
        text = mended.text
        steps += made
