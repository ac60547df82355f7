"""Which weekdays a royal decree equated with a holiday, and which decree it was.

Atw 3 lid 3. The table follows the decrees, not a pattern: the Monday before a holiday on Tuesday
is sometimes in, sometimes not. A year outside ``DECREED_YEARS`` has no decree that we know of.
"""

from datetime import date

_KB_2010 = "KB 7 juni 2010"
_KB_2013 = "KB 17 juni 2013"
_KB_2016 = "BWBR0038666 (wetten.overheid.nl)"
_KB_2019 = "KB voor 2020-2022, niet zelf gezien: alleen de vrijdag na Hemelvaart is opgenomen"
_KB_2022 = "KB 8 maart 2022, Stcrt. 2022, 7812"
_KB_2025 = "KB, Stcrt. 2025, 24713"

DECREE_DAYS: dict[date, str] = {
    date(2011, 5, 6): _KB_2010,
    date(2011, 6, 3): _KB_2010,
    date(2012, 5, 18): _KB_2010,
    date(2012, 12, 24): _KB_2010,
    date(2012, 12, 31): _KB_2010,
    date(2013, 4, 29): _KB_2010,
    date(2013, 5, 10): _KB_2010,
    date(2013, 12, 27): _KB_2010,
    date(2014, 5, 30): _KB_2013,
    date(2015, 1, 2): _KB_2013,
    date(2015, 5, 4): _KB_2013,
    date(2015, 5, 15): _KB_2013,
    date(2016, 5, 6): _KB_2013,
    date(2017, 4, 28): _KB_2016,
    date(2017, 5, 26): _KB_2016,
    date(2018, 5, 11): _KB_2016,
    date(2018, 12, 24): _KB_2016,
    date(2018, 12, 31): _KB_2016,
    date(2019, 5, 31): _KB_2016,
    date(2019, 12, 27): _KB_2016,
    date(2020, 5, 22): _KB_2019,
    date(2021, 5, 14): _KB_2019,
    date(2022, 5, 27): _KB_2019,
    date(2023, 4, 28): _KB_2022,
    date(2023, 5, 19): _KB_2022,
    date(2024, 5, 10): _KB_2022,
    date(2024, 12, 27): _KB_2022,
    date(2025, 5, 30): _KB_2022,
    date(2026, 1, 2): _KB_2025,
    date(2026, 5, 15): _KB_2025,
    date(2027, 5, 7): _KB_2025,
    date(2028, 4, 28): _KB_2025,
    date(2028, 5, 26): _KB_2025,
}

DECREED_YEARS = frozenset(range(2011, 2029))
