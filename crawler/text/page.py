"""A page as its reader sees it: lines of text, and the boxes they stand in.

One walk over the tree gives the lines in reading order. A box (a block element) covers a run of lines, so that
everything later is arithmetic on line numbers and the tree is never asked again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from selectolax.lexbor import LexborHTMLParser, LexborNode

_BLOCKS = frozenset(
    "address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption figure footer"
    " form h1 h2 h3 h4 h5 h6 header hgroup hr html li main menu nav ol p pre section summary table tbody td tfoot th"
    " thead tr ul".split()
)
_UNSEEN = frozenset(
    "script style noscript template iframe object embed svg canvas select option button textarea input audio video"
    " head title meta link base area map frame frameset noframes datalist".split()
)
_SPACE = re.compile(r"[ \t\r\n\f\u00a0\u3000\u2002\u2003\u2009]+")
_BROKEN_IN_SOURCE = re.compile(
    r"(?<=[\u2e80-\u9fff\uff00-\uffef])[ \t]*[\r\n][ \t\r\n]*(?=[\u2e80-\u9fff\uff00-\uffef])"
)
# Where a source line break is a paragraph's end although no tag says so: a blank line, or an indent after it.
_PARAGRAPH_IN_SOURCE = re.compile(r"(?<=\S)[ \t]*\r?\n(?:[ \t\u3000]*\r?\n\s*|(?=\u3000\u3000))(?=\s*\S)")
_PREFORMATTED = re.compile(r"white-space\s*:\s*(?:pre|break-spaces)", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text as the page shows it."""

    text: str
    linked: int
    """How many of its characters are links' text."""
    box: int
    """The innermost box it stands in."""


@dataclass(frozen=True, slots=True)
class Box:
    """A block element and the lines it covers."""

    tag: str
    names: str
    """Its id and classes, lower case."""
    parent: int
    first: int
    end: int
    """The number of the line after its last."""


@dataclass(frozen=True, slots=True)
class Page:
    """What there is to know of a page once it has been parsed."""

    title: str
    """The text of its `<title>`."""
    meta: dict[str, str]
    """Its `<meta>` tags, names in lower case."""
    lines: tuple[Line, ...]
    boxes: tuple[Box, ...]
    chosen: dict[str, int]
    """The box that each selector asked for found; a selector that found nothing is absent."""

    @property
    def text(self) -> str:
        """Everything on the page that is text, a line a line: `<title>`, the meta tags, the lines."""
        return "\n".join([self.title, *self.meta.values(), *(line.text for line in self.lines)])

    def with_text(self, text: str) -> Page:
        """The same page with its text replaced line by line; `text` has as many lines as `self.text`."""
        title, *rest = text.split("\n")
        meta = dict(zip(self.meta, rest, strict=False))
        lines = zip(self.lines, rest[len(meta) :], strict=True)
        return replace(self, title=title, meta=meta, lines=tuple(replace(line, text=new) for line, new in lines))


def squeeze(text: str) -> str:
    """Text with its white space as a browser shows it, and none where a source line broke between two Han characters.

    >>> squeeze("　　人民\\n  政协  报 ")
    '人民政协 报'
    """
    return _SPACE.sub(" ", _BROKEN_IN_SOURCE.sub("", text)).strip()


class _Walk:
    """One walk over the tree, writing down lines and boxes."""

    def __init__(self, wanted: Iterable[tuple[str, int]]) -> None:
        self.lines: list[Line] = []
        self.boxes: list[Box] = []
        self.open: list[tuple[int, str, str, int, int]] = []  # number, tag, names, parent, first line
        self.pieces: list[str] = []
        self.linked = 0
        self.wanted = {node: name for name, node in wanted}
        self.chosen: dict[str, int] = {}
        self.preformatted = 0
        """How many of the open boxes show line breaks as they stand in the source."""

    def read_text(self, text: str, *, in_link: bool) -> None:
        """A text node; most are one piece of one line."""
        pieces = text.splitlines() if self.preformatted else [text]
        if "\n" in text and not self.preformatted:
            pieces = _PARAGRAPH_IN_SOURCE.split(text)
        for number, piece in enumerate(pieces):
            if number:
                self.end_line()
            self.pieces.append(piece)
            if in_link:
                self.linked += len(piece.strip())

    def end_line(self) -> None:
        if not self.pieces:
            return
        text = squeeze("".join(self.pieces))
        if text:
            self.lines.append(Line(text, min(self.linked, len(text)), self.open[-1][0] if self.open else 0))
        self.pieces, self.linked = [], 0

    def open_box(self, node: LexborNode, tag: str) -> None:
        self.end_line()
        attributes = node.attributes
        names = f"{attributes.get('id') or ''} {attributes.get('class') or ''}".strip().lower()
        number = len(self.boxes)
        parent = self.open[-1][0] if self.open else 0
        self.boxes.append(Box(tag, names, parent, len(self.lines), len(self.lines)))
        self.open.append((number, tag, names, parent, len(self.lines)))
        if name := self.wanted.get(node.mem_id):
            self.chosen[name] = number

    def close_box(self) -> None:
        self.end_line()
        number, tag, names, parent, first = self.open.pop()
        self.boxes[number] = Box(tag, names, parent, first, len(self.lines))

    def walk(self, root: LexborNode) -> None:
        # An explicit stack: pages nest deeper than Python recurses.
        self.open_box(root, "body")
        stack: list[tuple[LexborNode | None, str, bool]] = [(root.child, "", False)]
        in_link = 0
        while stack:
            node, closing, was_link = stack.pop()
            if closing:
                self.close_box()
                self.preformatted -= closing == "pre"
                continue
            if was_link:
                in_link -= 1
                continue
            if node is None:
                continue
            stack.append((node.next, "", False))
            tag = node.tag or "-"
            if tag == "-text":
                self.read_text(node.text_content or "", in_link=in_link > 0)
            elif tag == "br":
                self.end_line()
            elif tag in _UNSEEN or tag[0] in "-!" or _HIDDEN.search(style := node.attributes.get("style") or ""):
                continue
            elif tag in _BLOCKS or node.mem_id in self.wanted:
                self.open_box(node, tag)
                kind = "pre" if tag == "pre" or _PREFORMATTED.search(style) else "block"
                self.preformatted += kind == "pre"
                stack.append((None, kind, False))
                stack.append((node.child, "", False))
            elif tag == "a":
                in_link += 1
                stack.append((None, "", True))
                stack.append((node.child, "", False))
            else:
                stack.append((node.child, "", False))
        self.close_box()


def read_page(html: str, selectors: dict[str, str] | None = None) -> Page:
    """Parse a page into its lines and boxes. Never raises: every text is a page to an HTML parser.

    `selectors` are CSS selectors by name; the boxes they find first are in `Page.chosen`.

    >>> [line.text for line in read_page("<p>一<br>二<div>三<a href=x>四</a></div><script>no</script>").lines]
    ['一', '二', '三四']
    """
    tree = LexborHTMLParser(html)
    wanted = []
    for name, selector in (selectors or {}).items():
        if node := tree.css_first(selector):
            wanted.append((name, node.mem_id))
    walk = _Walk(wanted)
    if tree.body is not None:
        walk.walk(tree.body)
    meta: dict[str, str] = {}
    for node in tree.css("meta[content]"):
        attributes = node.attributes
        name = (attributes.get("name") or attributes.get("property") or attributes.get("itemprop") or "").lower()
        content = squeeze(attributes.get("content") or "")
        if name and content:
            meta.setdefault(name, content)
    title = tree.css_first("title")
    return Page(
        title=squeeze(title.text()) if title else "",
        meta=meta,
        lines=tuple(walk.lines),
        boxes=tuple(walk.boxes),
        chosen=walk.chosen,
    )
