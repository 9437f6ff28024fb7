from __future__ import annotations

import gzip
import http.client
import re
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from email.message import Message
from urllib.parse import urljoin, urlsplit

import pytest

from crawler.errors import ServerError
from crawler.replica.families import FAMILIES
from crawler.replica.misbehaviour import Misbehaviour
from crawler.replica.server import Replica
from crawler.replica.site_table import SITES, ReplicaChannel, ReplicaSite
from crawler.replica.world import World, build_world

_CHANNELS = [pytest.param(site, channel, id=channel.url) for site in SITES for channel in site.channels]


@pytest.fixture(scope="module")
def world() -> World:
    return build_world(articles=300)


@pytest.fixture(scope="module")
def replica(world: World) -> Iterator[Replica]:
    with Replica(world) as replica:
        yield replica


def _get(replica: Replica, url: str, *, method: str = "GET", **headers: str) -> tuple[int, Message, bytes]:
    """Ask through the replica as proxy, as any client would."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({"http": replica.address}))
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(url, headers=named, method=method)  # noqa: S310 - always http
    try:
        with opener.open(request) as response:
            return response.status, response.headers, response.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers, error.read()


def test_every_article_decodes_to_what_is_served(replica: Replica, world: World) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", replica.port)
    with closing(connection):  # one kept-alive connection for all of them
        for article in world.articles:
            connection.request("GET", article.url)
            response = connection.getresponse()
            assert response.status == 200
            assert response.read().decode(article.site.codec) == world.page(article.url)


# What a reader of the list looks for: the rows, and the way to the next page. Written apart from `crawler.dialects`.
_ROWS = {
    "cppcc": r"new title_array\('([^']+)'",
    "trs": r'<li>(?:<em.*?</em>)?<a href="(\./[^"]+)"',
    "vsb": r'<li id="line_u8_\d+"><a href="([^"]+)"',
    "jpage": r'<record><!\[CDATA\[<li><a href="([^"]+)"',
}


def _next(site: ReplicaSite, url: str, text: str, seen: int) -> str | None:
    if site.dialect == "trs":
        page, last = (int(re.findall(rf"var {name} = (\d+)", text)[0]) for name in ("currentPage", "countPage"))
        return urljoin(url, f"index_{page + 1}.html") if page + 1 < last else None
    if site.dialect == "jpage":
        total = int(re.findall(r"<totalrecord>(\d+)<", text)[0])
        proxy = re.findall(r'proxyUrl:"([^"]+)"', text)
        query = proxy[0] if proxy else re.sub(r"(start|end)record=\d+&|perpage=\d+&", "", url)
        block = f"startrecord={seen + 1}&endrecord={seen + 45}&perpage=15&"
        return urljoin(url, query.replace("?", f"?{block}")) if seen < total else None
    found = re.findall(r'<a href="([^"]+)">(?:下一页|下页)</a>', text)
    return urljoin(url, found[0]) if found else None


@pytest.mark.parametrize(("site", "channel"), _CHANNELS)
def test_walking_a_list_meets_every_article_once(
    replica: Replica, world: World, site: ReplicaSite, channel: ReplicaChannel
) -> None:
    met: list[str] = []
    url: str | None = channel.url
    pages = 0
    while url is not None:
        status, _, body = _get(replica, url)
        assert status == 200
        text = body.decode(site.codec)
        met += [urljoin(url, row) for row in re.findall(_ROWS[site.dialect], text)]
        url, pages = _next(site, url, text, len(met)), pages + 1
    assert Counter(met) == Counter(article.url for article in world.listed(channel))
    assert pages == len(FAMILIES[site.dialect].list_addresses(channel, len(met)))


@pytest.mark.parametrize(
    ("host", "status", "content"),
    [
        pytest.param("www.national.replica.test", 200, "Disallow: /admin/", id="rules"),
        pytest.param("www.xuzhou.replica.test", 404, "<html>", id="missing"),
        pytest.param("www.stz.replica.test", 200, "<html>", id="a page instead"),
        pytest.param("www.taizhou.replica.test", 200, "", id="empty"),
    ],
)
def test_robots(replica: Replica, host: str, status: int, content: str) -> None:
    answer = _get(replica, f"http://{host}/robots.txt")
    assert answer[0] == status
    assert content in answer[2].decode("gb18030")


@pytest.mark.parametrize(
    ("host", "declared"),
    [
        pytest.param("www.national.replica.test", "text/html; charset=utf-8", id="true"),
        pytest.param("www.xuzhou.replica.test", "text/html", id="nothing"),
        pytest.param("www.stz.replica.test", "text/html", id="meta alone"),
        pytest.param("www.taizhou.replica.test", "text/html; charset=gb2312", id="a lie"),
    ],
)
def test_content_type(replica: Replica, host: str, declared: str) -> None:
    assert _get(replica, f"http://{host}/")[1]["Content-Type"] == declared


def test_conditional_requests(replica: Replica, world: World) -> None:
    for url in (world.articles[1].url, world.sites[0].channels[0].url):
        _, headers, _ = _get(replica, url)
        assert _get(replica, url, If_None_Match=headers["ETag"])[0] == 304
        assert _get(replica, url, If_None_Match='"other"')[0] == 200
        assert _get(replica, url, If_Modified_Since=headers["Last-Modified"])[0] == 304
        assert _get(replica, url, If_Modified_Since="Mon, 01 Jan 2018 00:00:00 GMT")[0] == 200


def test_gzip_for_those_who_accept_it(replica: Replica, world: World) -> None:
    url = world.articles[2].url
    plain = _get(replica, url)
    packed = _get(replica, url, Accept_Encoding="gzip, deflate")
    assert plain[1]["Content-Encoding"] is None
    assert packed[1]["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed[2]) == plain[2]


def test_head_sends_no_body(replica: Replica, world: World) -> None:
    status, headers, body = _get(replica, world.articles[0].url, method="HEAD")
    assert (status, body) == (200, b"")
    assert int(headers["Content-Length"]) == len(_get(replica, world.articles[0].url)[2])


def test_by_host_header(replica: Replica, world: World) -> None:
    article = world.articles[1]
    parts = urlsplit(article.url)
    with closing(http.client.HTTPConnection("127.0.0.1", replica.port)) as connection:
        connection.request("GET", parts.path, headers={"Host": parts.netloc})
        assert connection.getresponse().read().decode("gbk") == world.page(article.url)


@pytest.mark.parametrize(
    ("url", "status"),
    [
        pytest.param("http://www.national.replica.test/", 200, id="home page"),
        pytest.param("http://www.xuzhou.replica.test/zxyw/index.html", 200, id="first page by name"),
        pytest.param("http://www.xuzhou.replica.test/zxyw/index_99.html", 404, id="no such page"),
        pytest.param("http://www.stz.replica.test/info/1001/9.htm", 404, id="no such article"),
        pytest.param("http://nowhere.test/", 502, id="no such site"),
    ],
)
def test_statuses(replica: Replica, url: str, status: int) -> None:
    assert _get(replica, url)[0] == status


def test_the_bare_address_lists_the_sites(replica: Replica, world: World) -> None:
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(replica.address) as response:
        text = response.read().decode()
    assert all(site.name in text and site.host in text for site in world.sites)


def test_more_is_published_while_it_runs() -> None:
    with Replica(build_world(articles=8)) as replica:
        channel = replica.world.sites[0].channels[0]
        _, headers, before = _get(replica, channel.url)
        replica.world = replica.world.publish(12)
        status, _, after = _get(replica, channel.url, If_None_Match=headers["ETag"])
        assert status == 200
        assert after.count(b"new title_array") > before.count(b"new title_array")
        assert replica.requests == (("GET", channel.url, 200), ("GET", channel.url, 200))


def test_misbehaviour() -> None:
    world = build_world(articles=0)
    refused, slow, short, fine, _ = (article.url for article in world.articles)
    misbehave = {
        refused: Misbehaviour(kind="status", value=521),
        slow: Misbehaviour(kind="slow", value=60),
        short: Misbehaviour(kind="wrong_length", value=10),
    }
    with Replica(world, misbehave=misbehave) as replica:
        assert _get(replica, refused)[0] == 521
        with closing(http.client.HTTPConnection("127.0.0.1", replica.port, timeout=0.1)) as impatient:
            impatient.request("GET", slow)
            with pytest.raises(TimeoutError):
                impatient.getresponse()
        with pytest.raises(http.client.IncompleteRead):
            _get(replica, short)
        assert _get(replica, fine)[0] == 200


def test_many_at_once(replica: Replica, world: World) -> None:
    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(lambda article: _get(replica, article.url)[0], world.articles[:60]))
    assert statuses == [200] * 60


def test_a_taken_port_is_explained(replica: Replica, world: World) -> None:
    with pytest.raises(ServerError, match="choose another"):
        Replica(world, port=replica.port)
