"""A page as its reader sees it: lines of text, and the boxes they stand in.

One walk over the tree writes the lines down in reading order, as columns. A box (a block element) covers a run of
lines, so that everything later is arithmetic on line numbers; the tree is only asked again for the few attributes
that somebody wants: names of boxes, addresses of links and pictures.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from crawler.article import Layout

_BLOCKS = (
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure"
    " footer form h1 h2 h3 h4 h5 h6 header hgroup hr html li main menu nav ol p pre section summary table tbody td"
    " tfoot th thead tr ul"
).split()
_UNSEEN = (
    "script style noscript template iframe object embed svg canvas select option button textarea input audio video"
    " area map frame frameset noframes datalist"
).split()
_BROKEN_IN_SOURCE = re.compile(
    r"(?<=[\u2e80-\u9fff\uff00-\uffef])[ \t]*[\r\n][ \t\r\n]*(?=[\u2e80-\u9fff\uff00-\uffef])"
)
# Where a source line break is a paragraph's end although no tag says so: a blank line, or an indent after it.
_PARAGRAPH_IN_SOURCE = re.compile(r"(?<=\S)[ \t]*\r?\n(?:[ \t\u3000]*\r?\n\s*|(?=\u3000\u3000))(?=\s*\S)")
_PREFORMATTED = re.compile(r"white-space\s*:\s*(?:pre|break-spaces)", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])", re.IGNORECASE)
_KEPT_BREAK = "\x0b"
"""A line break of preformatted text while its line is being read; HTML has no use for the character."""
LAYOUT_FIELDS = ("body", "title", "published_at", "source", "author", "editor")
"""The fields that a layout can name."""

_TEXT, _BLOCK, _INLINE, _LINK, _BREAK, _PICTURE, _SKIPPED, _META, _TITLE = range(9)


def _tag_ids() -> tuple[dict[int, int], dict[int, str]]:
    """What the walk does with a tag, and the names of block tags, both by the number the parser has for the tag."""
    parser = LexborHTMLParser("<!--c-->x")
    ids = {
        name: parser.create_node(name).tag_id
        for name in (*_BLOCKS, *_UNSEEN, "br", "a", "img", "meta", "title", "base")
    }
    kinds = {
        **{ids[name]: _BLOCK for name in _BLOCKS},
        **{ids[name]: _SKIPPED for name in _UNSEEN},
        ids["br"]: _BREAK,
        ids["a"]: _LINK,
        ids["img"]: _PICTURE,
        ids["meta"]: _META,
        ids["base"]: _META,
        ids["title"]: _TITLE,
    }
    nodes = list(LexborHTMLParser("<body>x<!--c-->").root.traverse(include_text=True))  # type: ignore[union-attr]
    kinds |= {node.tag_id: _TEXT for node in nodes if node.is_text_node}
    kinds |= {node.tag_id: _SKIPPED for node in nodes if node.is_comment_node}
    return kinds, {ids[name]: name for name in _BLOCKS}


_KINDS, _BLOCK_NAMES = _tag_ids()


@dataclass(frozen=True, slots=True)
class Link:
    """A link or a picture, and the line at which it stands."""

    line: int
    address: str
    node: LexborNode = field(repr=False)

    @property
    def text(self) -> str:
        """The link's text, the picture's `title` or `alt`."""
        attributes = self.node.attributes
        return squeeze(self.node.text() or attributes.get("title") or attributes.get("alt") or "")


_Numbered = tuple[tuple[int, LexborNode], ...]
"""Nodes with the line each stands at, in the order of the lines."""


def _line_of(numbered: tuple[int, LexborNode]) -> int:
    return numbered[0]


def _between(nodes: _Numbered, first: int, end: int) -> _Numbered:
    """Those of some nodes that stand in a run of lines."""
    return nodes[bisect_left(nodes, first, key=_line_of) : bisect_left(nodes, end, key=_line_of)]


@dataclass(frozen=True, slots=True)
class Page:
    """What there is to know of a page once it has been parsed."""

    title: str
    """The text of its `<title>`."""
    meta: dict[str, str]
    """Its `<meta>` tags, names in lower case."""
    base: str
    """What its `<base>` tag says that its addresses begin at; empty for most."""
    lines: tuple[str, ...]
    """Its text, a line a line as the page shows it."""
    linked: tuple[int, ...]
    """How many characters of each line are links' text."""
    inside: tuple[int, ...]
    """The innermost box each line stands in."""
    tags: tuple[str, ...]
    """The boxes' tags, in the order the boxes begin; box 0 is the whole page."""
    parents: tuple[int, ...]
    """The box around each box, always of a smaller number; box 0 is its own."""
    firsts: tuple[int, ...]
    """The first line of each box."""
    ends: tuple[int, ...]
    """The line after each box's last; equal to its first where it holds no line."""
    chosen: dict[str, int]
    """The boxes of the fields that the site's layout names, where they are on the page."""
    box_nodes: tuple[LexborNode, ...] = field(repr=False)
    link_nodes: _Numbered = field(repr=False)
    picture_nodes: _Numbered = field(repr=False)

    def is_linked(self, line: int) -> bool:
        """Whether a line is links for the most part."""
        return 2 * self.linked[line] > len(self.lines[line])

    def field(self, name: str) -> str | None:
        """The text of the box that the site's layout names for a field, or None."""
        box = self.chosen.get(name)
        return None if box is None else " ".join(self.lines[self.firsts[box] : self.ends[box]]) or None

    def names(self, box: int) -> str:
        """A box's id and classes, lower case."""
        attributes = self.box_nodes[box].attributes
        return f"{attributes.get('id') or ''} {attributes.get('class') or ''}".strip().lower()

    def links(self, first: int, end: int) -> Iterator[Link]:
        """The links that begin in a run of lines."""
        for line, node in _between(self.link_nodes, first, end):
            yield Link(line, node.attributes.get("href") or "", node)

    def pictures(self, first: int, end: int) -> Iterator[Link]:
        """The pictures that stand in a run of lines, each at the line that follows it."""
        for line, node in _between(self.picture_nodes, first, end):
            attributes = node.attributes
            address = next((attributes[name] for name in _PICTURE_ADDRESS if attributes.get(name)), None)
            yield Link(line, address or "", node)

    def holds(self, box: int, link: Link) -> bool:
        """Whether a link or a picture stands inside a box."""
        wanted = self.box_nodes[box].mem_id
        node: LexborNode | None = link.node
        while node is not None and node.mem_id != wanted:
            node = node.parent
        return node is not None

    def head(self) -> str:
        """`<title>` and the meta tags, a line each."""
        return "\n".join((self.title, *self.meta.values()))

    def with_text(self, head: str, first: int, lines: list[str]) -> Page:
        """The same page with what `head()` gave replaced, and as many of its lines from `first` on as are given."""
        title, *meta = head.split("\n")
        return replace(
            self,
            title=title,
            meta=dict(zip(self.meta, meta, strict=True)),
            lines=(*self.lines[:first], *lines, *self.lines[first + len(lines) :]),
        )


_PICTURE_ADDRESS = ("data-original", "data-src", "data-url", "src")
"""Where a picture's address stands; pages that load pictures late put a placeholder into `src`."""


def squeeze(text: str) -> str:
    """Text with its white space as a browser shows it, and none where a source line broke between two Han characters.

    >>> squeeze("　　人民\\n  政协  报 ")
    '人民政协 报'
    """
    if "\n" in text or "\r" in text:
        text = _BROKEN_IN_SOURCE.sub("", text)
    return " ".join(text.split())


def _choose(tree: LexborHTMLParser, layouts: Iterable[Layout]) -> dict[int, str]:
    """The elements that the first layout names whose body is on the page: their fields by the parser's numbers."""
    for layout in layouts:
        selectors = {name: css for name in LAYOUT_FIELDS if (css := getattr(layout, name))}
        found = {node.mem_id: name for name, css in selectors.items() if (node := tree.css_first(css))}
        if layout.body is None or "body" in found.values():
            return found
    return {}


def is_selector(css: str) -> bool:
    """Whether a text is a CSS selector that the parser understands.

    >>> is_selector(".cnt_box h3"), is_selector(".cnt_box h3[")
    (True, False)
    """
    try:
        LexborHTMLParser("").css_first(css)
    except SelectolaxError:
        return False
    return True


class _Walk:
    """One walk over a tree, writing down lines and boxes as columns."""

    def __init__(self, tree: LexborHTMLParser, layouts: Iterable[Layout], *, unhide: bool) -> None:
        self.chosen: dict[str, int] = {}
        self.lines: list[str] = []
        self.linked: list[int] = []
        self.inside: list[int] = []
        self.box_nodes: list[LexborNode] = []
        self.tags: list[str] = []
        self.parents: list[int] = []
        self.firsts: list[int] = []
        self.links: list[tuple[int, LexborNode]] = []
        self.pictures: list[tuple[int, LexborNode]] = []
        self.meta: dict[str, str] = {}
        self.title = ""
        self.base = ""
        self.wanted = _choose(tree, layouts)
        self.marked: dict[int, int] = dict.fromkeys(self.wanted, _BLOCK)
        """Elements that are not treated as their tag says: kinds by the number the parser has for the element."""
        self.preformatted: set[int] = set()
        self.unhide = unhide
        for node in tree.css("[style],[hidden],pre"):
            self.read_style(node)

    def read_style(self, node: LexborNode) -> None:
        """Note whether an element is hidden, and whether it keeps line breaks."""
        attributes = node.attributes
        style = (attributes.get("style") or "").lower()
        # A word is found faster than a pattern, and most styles hold none of these.
        may_hide = "none" in style or "hidden" in style or "font-size" in style
        if "hidden" in attributes or (may_hide and _HIDDEN.search(style)):
            if not self.unhide:
                self.marked[node.mem_id] = _SKIPPED
        elif ("white-space" in style and _PREFORMATTED.search(style)) or node.tag == "pre":
            self.preformatted.add(node.mem_id)

    def end_line(self, text: str, linked: int, box: int) -> None:
        """Write down what was read since the last line ended; it may be several lines, or none."""
        if "\n" not in text and _KEPT_BREAK not in text:
            if line := " ".join(text.split()):
                self.lines.append(line)
                self.linked.append(linked)
                self.inside.append(box)
            return
        for part in text.split(_KEPT_BREAK) if _KEPT_BREAK in text else _PARAGRAPH_IN_SOURCE.split(text):
            if line := squeeze(part):
                self.lines.append(line)
                self.linked.append(min(linked, len(line)))
                self.inside.append(box)

    def read_head(self, node: LexborNode, kind: int) -> None:
        if kind == _TITLE:
            self.title = self.title or squeeze(node.text())
            return
        attributes = node.attributes
        self.base = self.base or attributes.get("href") or ""
        name = (attributes.get("name") or attributes.get("property") or attributes.get("itemprop") or "").lower()
        content = squeeze(attributes.get("content") or "")
        if name and content:
            self.meta.setdefault(name, content)

    def walk(self, root: LexborNode) -> None:  # noqa: PLR0912, PLR0915 - the hot loop: a call a node would double it
        """Read the tree below `root`.

        `states` tells for every element seen what its children inherit: the number of the box they stand in, times
        four, plus one inside a link, plus two where line breaks count; or -1 where nothing is seen.
        """
        lines, box_nodes, tags, parents, firsts = self.lines, self.box_nodes, self.tags, self.parents, self.firsts
        marked, preformatted, kinds, links = self.marked, self.preformatted, _KINDS, self.links
        end_line = self.end_line
        box_nodes.append(root)
        tags.append("html")
        parents.append(0)
        firsts.append(0)
        states = {root.mem_id: 0}
        pieces: list[str] = []
        linked = current = 0
        nodes = list(root.traverse(include_text=True, skip_empty=True))[1:]
        # Columns of what is asked of every node: a comprehension asks three times as fast as the loop would.
        ups = [node.parent.mem_id for node in nodes]  # type: ignore[union-attr]  # only the root has no parent
        ids = [node.mem_id for node in nodes]
        tag_ids = [node.tag_id for node in nodes]
        for node, up, element, tag in zip(nodes, ups, ids, tag_ids, strict=True):
            state = states[up]
            kind = kinds.get(tag, _INLINE)
            if kind == _TEXT:
                if state < 0:
                    continue
                if state >> 2 != current:
                    if pieces:
                        end_line("".join(pieces), linked, current)
                        pieces = []
                        linked = 0
                    current = state >> 2
                text = node.text_content or ""
                if state & 3:
                    if state & 1:
                        linked += len(text.strip())
                    if state & 2:
                        text = text.replace("\n", _KEPT_BREAK)
                pieces.append(text)
                continue
            if element in marked:
                kind = marked[element]
            if state < 0 and kind < _META:
                states[element] = -1
            elif kind == _BLOCK:
                if pieces:
                    end_line("".join(pieces), linked, current)
                    pieces = []
                    linked = 0
                parents.append(state >> 2)
                current = len(box_nodes)
                states[element] = current << 2 | (2 if element in preformatted else state & 2) | state & 1
                box_nodes.append(node)
                tags.append(_BLOCK_NAMES.get(tag, "span"))
                firsts.append(len(lines))
            elif kind <= _LINK:
                # White space between two inline elements is a text node that the traversal skips.
                if pieces and (before := node.prev) and before.is_empty_text_node:
                    pieces.append(" ")
                if kind == _LINK:
                    links.append((len(lines), node))
                    states[element] = state | 1
                else:
                    states[element] = state
            elif kind == _BREAK:
                if pieces:
                    end_line("".join(pieces), linked, current)
                    pieces = []
                    linked = 0
            elif kind == _PICTURE:
                self.pictures.append((len(lines), node))
            else:
                states[element] = -1
                if kind != _SKIPPED:
                    self.read_head(node, kind)
        if pieces:
            end_line("".join(pieces), linked, current)
        if self.wanted:
            numbers = {node.mem_id: number for number, node in enumerate(box_nodes)}
            self.chosen = {name: numbers[node] for node, name in self.wanted.items() if node in numbers}

    def ends(self) -> list[int]:
        """The line after each box's last; known only when all lines are."""
        ends = self.firsts.copy()
        for line, box in enumerate(self.inside, 1):
            ends[box] = line
        for box in range(len(ends) - 1, 0, -1):
            ends[self.parents[box]] = max(ends[self.parents[box]], ends[box])
        return ends


def read_page(html: str, layouts: Iterable[Layout] = (), *, unhide: bool = False) -> Page:
    """Parse a page into its lines and boxes. Never raises: every text is a page to an HTML parser.

    The boxes that the first fitting layout names are in `Page.chosen`. `unhide` shows what the page hides until a
    script shows it.

    >>> read_page("<p>一<br>二<div>三<a href=x>四</a></div><script>no</script>").lines
    ('一', '二', '三四')
    """
    tree = LexborHTMLParser(html, scripting=True)
    walk = _Walk(tree, layouts, unhide=unhide)
    if tree.root is not None:
        walk.walk(tree.root)
    return Page(
        title=walk.title,
        meta=walk.meta,
        base=walk.base,
        lines=tuple(walk.lines),
        linked=tuple(walk.linked),
        inside=tuple(walk.inside),
        tags=tuple(walk.tags),
        parents=tuple(walk.parents),
        firsts=tuple(walk.firsts),
        ends=tuple(walk.ends()),
        chosen=walk.chosen,
        box_nodes=tuple(walk.box_nodes),
        link_nodes=tuple(walk.links),
        picture_nodes=tuple(walk.pictures),
    )
