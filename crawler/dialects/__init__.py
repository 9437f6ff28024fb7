"""One CMS family a file, all in the same order: recognise, list rows, next page, day from the article's address."""

from __future__ import annotations

from crawler.dialects import cppcc, jpage, trs, vsb
from crawler.dialects.dialect import Dialect

DIALECTS: dict[str, Dialect] = {each.name: each for each in (cppcc.DIALECT, trs.DIALECT, vsb.DIALECT, jpage.DIALECT)}
"""Every family that can be read, by the name a site's block gives."""
