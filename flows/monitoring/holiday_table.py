"""Chinese public holidays as the State Council set them, and the days of the lunar calendar they hang on."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

NOTICES: Mapping[int, tuple[str, str]] = {
    # 国务院办公厅关于2024年部分节假日安排的通知, 国办发明电〔2023〕7号
    2024: (
        "0101 0212 0213 0214 0215 0216 0404 0405 0501 0502 0503 0610 0916 0917 1001 1002 1003 1004 1007",
        "0204 0218 0407 0428 0511 0914 0929 1012",
    ),
    # 国务院办公厅关于2025年部分节假日安排的通知, 国办发明电〔2024〕12号
    2025: (
        "0101 0128 0129 0130 0131 0203 0204 0404 0501 0502 0505 0602 1001 1002 1003 1006 1007 1008",
        "0126 0208 0427 0928 1011",
    ),
    # 国务院办公厅关于2026年部分节假日安排的通知, 国办发明电〔2025〕7号
    2026: (
        "0101 0102 0216 0217 0218 0219 0220 0223 0406 0501 0504 0505 0619 0925 1001 1002 1005 1006 1007",
        "0104 0214 0228 0509 0920 1010",
    ),
}
"""By year: the days from Monday to Friday that are off, and the days of weekends that are worked, as month and day.

A year's notice comes out in November of the year before: add a row then. Until it stands here, a year is reckoned by
`LUNAR`, with more days off rather than fewer.
"""

LUNAR: Mapping[int, tuple[date, date, date, date]] = {
    2024: (date(2024, 2, 10), date(2024, 4, 4), date(2024, 6, 10), date(2024, 9, 17)),
    2025: (date(2025, 1, 29), date(2025, 4, 4), date(2025, 5, 31), date(2025, 10, 6)),
    2026: (date(2026, 2, 17), date(2026, 4, 5), date(2026, 6, 19), date(2026, 9, 25)),
    2027: (date(2027, 2, 6), date(2027, 4, 5), date(2027, 6, 9), date(2027, 9, 15)),
    2028: (date(2028, 1, 26), date(2028, 4, 4), date(2028, 5, 28), date(2028, 10, 3)),
    2029: (date(2029, 2, 13), date(2029, 4, 4), date(2029, 6, 16), date(2029, 9, 22)),
    2030: (date(2030, 2, 3), date(2030, 4, 5), date(2030, 6, 5), date(2030, 9, 12)),
    2031: (date(2031, 1, 23), date(2031, 4, 5), date(2031, 6, 24), date(2031, 10, 1)),
    2032: (date(2032, 2, 11), date(2032, 4, 4), date(2032, 6, 12), date(2032, 9, 19)),
    2033: (date(2033, 1, 31), date(2033, 4, 4), date(2033, 6, 1), date(2033, 9, 8)),
    2034: (date(2034, 2, 19), date(2034, 4, 5), date(2034, 6, 20), date(2034, 9, 27)),
    2035: (date(2035, 2, 8), date(2035, 4, 5), date(2035, 6, 10), date(2035, 9, 16)),
}
"""By year: Spring Festival (春节), Qingming (清明), Dragon Boat (端午) and Mid-Autumn (中秋), by astronomy."""

FIXED = "0101 0501 0502 0503 0504 0505 1001 1002 1003 1004 1005 1006 1007"
"""The days off of every year without a notice: New Year, and the weeks of Labour Day and National Day."""
