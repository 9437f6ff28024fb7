"""Articles that come late, and stand below known ones; old ones, pinned to the top of a list, hide none of them."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

from waiting import PATIENCE

from crawler.landing.receipt import read_receipt
from crawler.replica.every_site import every_site
from crawler.replica.registered import registered
from crawler.replica.server import Replica
from crawler.replica.world import build_world
from crawler.spiders.job import Job, Visit

if TYPE_CHECKING:
    from pathlib import Path


def test_what_comes_late_is_found_below_what_is_known(tmp_path: Path) -> None:
    sites = every_site()[:17]  # one of each family
    # Then 25 articles on each site, ten hours from one to the next: ten days fill a page and a half.
    before = build_world(articles=20 * len(sites), sites=sites).publish(25 * len(sites))
    after = before.publish_late(50).pin(20)
    known = tmp_path / "known.txt"
    known.write_text("\n".join(article.url for article in before.articles), encoding="utf-8")
    visits = [
        Visit(site=site.key, channel=channel.name, overlap_from=overlap, ends_before=overlap)
        for site in sites
        for channel in site.channels
        for overlap in [max(each.listed_at for each in before.listed(channel)).date() - timedelta(days=14)]
    ]
    with Replica(after) as replica:
        job = Job(
            sites=tuple(registered(site) for site in sites),
            visits=tuple(visits),
            known=known,
            landing=tmp_path / "crawl.warc.gz",
            receipt=tmp_path / "receipt.jsonl",
            user_agent="cppcc-news-crawler",
            proxy=replica.address,
        )
        (tmp_path / "job.json").write_text(job.to_json(), encoding="utf-8")
        words = [sys.executable, "-W", "error", "-m", "crawler.spiders", str(tmp_path / "job.json")]
        done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=PATIENCE)
    assert (done.returncode, done.stderr) == (0, "")
    receipt = read_receipt(job.receipt)
    assert receipt.failed == ()
    late = Counter(article.url for article in after.articles[len(before.articles) :])
    assert late.total() == 50
    assert Counter(landed.url for landed in receipt.landed if landed.kind == "article") == late
