"""The site lists, read strictly: a slip in a block is found when it is made, and not by an empty crawl."""

from __future__ import annotations

import codecs
import re
import tomllib
from dataclasses import dataclass, replace
from datetime import date, datetime
from difflib import get_close_matches
from hashlib import blake2b
from importlib import resources
from typing import TYPE_CHECKING, Any, get_args
from urllib.parse import urlsplit

from crawler.article import Channel, Layout, Level, Site, Twin
from crawler.bounds import number
from crawler.dialects import DIALECTS
from crawler.dialects.listing import MOST_PAGES
from crawler.errors import RegistryError, SettingsError
from crawler.sites.canonical import canonical, origin
from crawler.text.extraction.page import LAYOUT_FIELDS, is_selector
from crawler.web_address import is_web_address

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from importlib.resources.abc import Traversable
    from pathlib import Path


MOST_DELAY = 24 * 3600
MOST_BUDGET = 1_000_000
MOST_OVERLAP = 36_500
"""More than anybody means: the days that an overlap is taken off, and the clocks that wait for a delay, have an end."""
MOST_SHARDS = 10_000
"""More than there are sites."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What a field may hold."""

    allowed: str
    """In the words of the error message."""
    accepts: Callable[[Any], bool]
    required: bool = False


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_web_address(value: object) -> bool:
    return isinstance(value, str) and is_web_address(value)


def _is_pattern(value: object) -> bool:
    if not _is_text(value):
        return False
    try:
        re.compile(str(value))
    except (re.error, ValueError, OverflowError, RecursionError):  # all but the first: a number or a nest too large
        return False
    return True


def _is_codec(value: object) -> bool:
    try:
        return isinstance(value, str) and codecs.lookup(value) is not None
    except (LookupError, ValueError):  # the second for a NUL in the name
        return False


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_selector(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip()) and is_selector(value)


def _is_whole(value: object, least: int, most: int) -> bool:
    return type(value) is int and least <= value <= most


def _fits(value: object) -> bool:
    """Return whether every whole number in a value has the 64 bits of TOML 1.0: Python reads more, and prints less."""
    if isinstance(value, dict | list):
        return all(_fits(each) for each in (value.values() if isinstance(value, dict) else value))
    return not isinstance(value, int) or abs(value) < 2**63


def _is_tables(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(each, dict) for each in value)


def _is_day(value: object) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)


def _matches(pattern: str) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and re.fullmatch(pattern, value) is not None


def _is_one_of(words: Sequence[str]) -> tuple[str, Callable[[Any], bool]]:
    return "one of " + ", ".join(words), lambda value: value in words


SITE: Mapping[str, Rule] = {
    "key": Rule("small letters, digits and _, a letter first", _matches(r"[a-z][a-z0-9_]*"), required=True),
    "name": Rule("a text", _is_text, required=True),
    "level": Rule(*_is_one_of(get_args(Level)), required=True),
    "adcode": Rule("six digits of GB/T 2260 as a text; 000000 is national", _matches(r"[0-9]{6}"), required=True),
    "base_url": Rule("an http or https address", _is_web_address, required=True),
    "dialect": Rule(*_is_one_of(sorted(DIALECTS)), required=True),
    "article_url": Rule("a regular expression", _is_pattern),
    "charset": Rule("a codec Python knows, such as gb18030", _is_codec),
    "confidence": Rule(*_is_one_of(("confirmed", "inferred", "guess", "replica"))),
    "enabled": Rule("true or false", lambda value: isinstance(value, bool)),
    "delay": Rule(f"seconds, 0 to {MOST_DELAY}", lambda value: _is_number(value) and 0 <= value <= MOST_DELAY),
    "tls": Rule(*_is_one_of(("default", "legacy"))),
    "budget": Rule(f"requests a day, 1 to {MOST_BUDGET}", lambda value: _is_whole(value, 1, MOST_BUDGET)),
    "overlap": Rule(f"days, 0 to {MOST_OVERLAP}", lambda value: _is_whole(value, 0, MOST_OVERLAP)),
    "layout": Rule("tables, each begun by [[site.layout]]", _is_tables),
    "twin": Rule("tables, each begun by [[site.twin]]", _is_tables),
    "channel": Rule("tables, each begun by [[site.channel]]", _is_tables),
}
LAYOUT: Mapping[str, Rule] = {
    "valid_from": Rule("a date such as 2019-07-01, without quotes", _is_day),
    "valid_until": Rule("a date such as 2019-07-01, without quotes", _is_day),
    **{field: Rule("a CSS selector", _is_selector) for field in LAYOUT_FIELDS},
}
TWIN: Mapping[str, Rule] = {
    "pattern": Rule("a regular expression", _is_pattern, required=True),
    "replacement": Rule("a text", _is_text, required=True),
    "example": Rule("an http or https address", _is_web_address, required=True),
}
CHANNEL: Mapping[str, Rule] = {
    "name": Rule("a text", _is_text, required=True),
    "url": Rule("an http or https address", _is_web_address, required=True),
    "pages": Rule(f"a whole number, 1 to {MOST_PAGES}", lambda value: _is_whole(value, 1, MOST_PAGES)),
}

PROVINCES = (
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82".split()
)
"""The first two digits of an adcode: provinces, autonomous regions, municipalities."""
ENDINGS: Mapping[str, tuple[str, str]] = {
    "provincial": ("a provincial one ends in 0000", r"..0000"),
    "sub-provincial": ("a city's ends in 00, and not in 0000", r"..(?!00)..00"),
    "prefecture": ("a prefecture's ends in 00, and not in 0000", r"..(?!00)..00"),
    "county": ("a county's does not end in 00", r"....(?!00).."),
}
"""How the adcodes of a level end: in words, and as a regular expression."""


def _check(block: Mapping[str, Any], rules: Mapping[str, Rule], place: str) -> None:
    for field, value in block.items():
        if field not in rules:
            raise RegistryError(f"{place}: {field} is not a field; the fields are {', '.join(rules)}")
        if not rules[field].accepts(value):
            raise RegistryError(f"{place}: {field} is {value!r} and must be {rules[field].allowed}")
    for field, rule in rules.items():
        if rule.required and field not in block:
            raise RegistryError(f"{place}: {field} is missing; it must be {rule.allowed}")


def _check_adcode(adcode: str, level: str, place: str) -> None:
    found = f"{place}: adcode is {adcode!r} at level {level}"
    if (level == "national") != (adcode == "000000"):
        raise RegistryError(f"{found}; only national is 000000")
    if level == "national":
        return
    if adcode[:2] not in PROVINCES:
        raise RegistryError(f"{found}; no province has the number {adcode[:2]}")
    words, ending = ENDINGS[level]
    if not re.fullmatch(ending, adcode):
        raise RegistryError(f"{found}; {words}")


def _check_enabled(block: Mapping[str, Any], place: str) -> None:
    if not block.get("enabled", True):
        return
    if not block.get("channel"):
        raise RegistryError(f"{place}: channel is missing; an enabled site needs at least one [[site.channel]]")
    if "article_url" not in block:
        raise RegistryError(f"{place}: article_url is missing; an enabled site needs one")
    if block.get("confidence") in {"inferred", "guess"}:
        raise RegistryError(
            f"{place}: confidence is {block['confidence']!r}; an enabled site needs its list and an article seen"
        )


def _check_hosts(article_url: str, addresses: Sequence[str], place: str) -> None:
    hosts = {(urlsplit(address).hostname or "").removeprefix("www.") for address in addresses}
    written = re.sub(r"[\\\[\]]", "", article_url)  # \. and [.] as the dots they match
    if not any(host in written for host in hosts):
        raise RegistryError(
            f"{place}: article_url names none of {', '.join(sorted(hosts))}; articles elsewhere are never asked for"
        )


def _made(twin: Mapping[str, Any], site: Site, place: str) -> str:
    """What a twin makes of its example."""
    example = canonical(twin["example"], replace(site, twins=()))
    found = re.fullmatch(twin["pattern"], example)
    if found is None:
        raise RegistryError(f"{place}: pattern does not match the example, which is asked for as {example}")
    try:
        return found.expand(twin["replacement"])
    except (re.error, IndexError) as error:
        raise RegistryError(f"{place}: replacement does not fit the pattern: {error}") from error


def _check_twins(twins: Sequence[Mapping[str, Any]], site: Site, place: str) -> None:
    """That each twin's example leads to an article of the site, and no further."""
    places = [f"{place}, twin {position}" for position in range(1, len(twins) + 1)]
    made = [_made(twin, site, here) for twin, here in zip(twins, places, strict=True)]
    own = {origin(url) for url in (site.base_url, *(channel.url for channel in site.channels))}
    for url, here in zip(made, places, strict=True):
        if (then := canonical(url, site)) != url:
            raise RegistryError(f"{here}: replacement makes {url}, which is not final: it becomes {then}")
        if not is_web_address(url) or origin(url) not in own:
            raise RegistryError(f"{here}: replacement makes {url}, which is on no host of the site")
        if site.article_url and not re.fullmatch(site.article_url, url):
            raise RegistryError(f"{here}: replacement makes {url}, which article_url does not match")


def _site(block: Mapping[str, Any], place: str) -> Site:
    _check(block, SITE, place)
    channels = block.get("channel", [])
    for position, channel in enumerate(channels, start=1):
        _check(channel, CHANNEL, f"{place}, channel {channel.get('name', position)}")
    layouts = block.get("layout", [])
    for position, layout in enumerate(layouts, start=1):
        _check(layout, LAYOUT, f"{place}, layout {position}")
    twins = block.get("twin", [])
    for position, twin in enumerate(twins, start=1):
        _check(twin, TWIN, f"{place}, twin {position}")
    _check_adcode(block["adcode"], block["level"], place)
    _check_enabled(block, place)
    if "article_url" in block:
        _check_hosts(block["article_url"], [block["base_url"], *(channel["url"] for channel in channels)], place)
    names = [channel["name"] for channel in channels]
    if len(set(names)) < len(names):
        raise RegistryError(f"{place}: two channels have the same name; the receipt tells channels apart by it")
    rest = {field: value for field, value in block.items() if field not in {"channel", "layout", "twin"}}
    site = Site(
        **{"article_url": "", **rest},
        channels=tuple(Channel(**each) for each in channels),
        layouts=tuple(Layout(**each) for each in layouts),
        twins=tuple(Twin(pattern=each["pattern"], replacement=each["replacement"]) for each in twins),
    )
    _check_twins(twins, site, place)
    return site


def _sites(file: Traversable) -> list[Site]:
    try:
        document = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:  # the last for brackets within brackets
        raise RegistryError(f"{file.name} cannot be read as TOML: {error}") from error
    if not _fits(document):
        raise RegistryError(f"{file.name} cannot be read as TOML: a whole number has more than 64 bits")
    blocks = document.pop("site", [])
    if document or not _is_tables(blocks):
        raise RegistryError(
            f"{file.name}: {', '.join(document) or 'site'} is not allowed here; begin each site by [[site]]"
        )
    return [_site(block, f"{file.name}, site {block.get('key', position)}") for position, block in enumerate(blocks, 1)]


def load_registry(folder: Traversable | Path | None = None) -> list[Site]:
    """Every site of every `*.toml` in a folder (by default this one), files by name and sites in their order.

    Raises RegistryError naming file, site and field, and what is allowed there.

    >>> next(site.name for site in load_registry() if site.key == "nx")
    '宁夏回族自治区政协'
    """
    files = sorted((resources.files(__package__) if folder is None else folder).iterdir(), key=lambda file: file.name)
    found: dict[str, str] = {}
    twins: dict[tuple[str, frozenset[str]], str] = {}
    sites = []
    for file in files:
        for site in _sites(file) if file.name.endswith(".toml") else ():
            place = f"{file.name}, site {site.key}"
            if site.key in found:
                raise RegistryError(f"{place}: key is used already in {found[site.key]}")
            found[site.key] = file.name
            twin = twins.setdefault((site.base_url, frozenset(each.url for each in site.channels)), site.key)
            if twin != site.key:
                raise RegistryError(f"{place}: base_url and channels are those of site {twin} in {found[twin]}")
            sites.append(site)
    return sites


def select(sites: Sequence[Site], words: Sequence[str]) -> list[Site]:
    """The sites that words name, in registry order: `replica`, `all` (every enabled real one), or keys.

    A key names its site even where it is not enabled, so that it can be tried before it is. Raises RegistryError for an
    unknown key, naming those near it, and for a site without channels or without the form of its articles.
    """
    keys = {site.key for site in sites}
    for word in words:
        if word not in keys | {"all", "replica"}:
            near = get_close_matches(word, ["all", "replica", *sorted(keys)], n=3) or ["all", "replica"]
            raise RegistryError(f"no site has the key {word!r}; did you mean {' or '.join(near)}?")
    chosen = [
        site
        for site in sites
        if site.key in words or (site.enabled and ("replica" if site.confidence == "replica" else "all") in words)
    ]
    for site in chosen:
        if not site.channels:
            raise RegistryError(f"site {site.key} has no channel yet; add a [[site.channel]] to its block")
        if not site.article_url:
            raise RegistryError(f"site {site.key} has no article_url yet; add the form of its articles' addresses")
    return chosen


def sharded(sites: Sequence[Site], shard: str | None) -> list[Site]:
    """The sites of one shard, in their order: `2/4` is the second of four; None is all of them.

    A site's shard comes from its key alone: each is in exactly one of the four, whatever other sites there are. Raises
    SettingsError for other words.

    >>> [site.key for site in sharded(select(load_registry(), ["replica"]), "1/2")]
    ['replica_xuzhou', 'replica_stz']
    """
    if shard is None:
        return list(sites)
    found = re.fullmatch(r"([1-9][0-9]*)/([1-9][0-9]*)", shard)
    which, shards = (number(each, MOST_SHARDS) for each in found.groups()) if found else (None, None)
    if which is None or shards is None or which > shards:
        raise SettingsError(f"{shard!r} is no shard: 2/4 is the second of four")
    return [site for site in sites if _hash(site.key) % shards == which - 1]


def _hash(key: str) -> int:
    """A number that is the same for a key on every machine and in every version of Python."""
    return int.from_bytes(blake2b(key.encode("ascii"), digest_size=8).digest(), "big")
