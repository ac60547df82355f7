"""Where in the law each rule is written, and where a reader can look it up."""

from typing import NamedTuple

_WETTEN = "https://wetten.overheid.nl/"


class Article(NamedTuple):
    """One article as people cite it, with the page where it can be read."""

    name: str
    link: str


def _dutch(short: str, bwb: str, article: str, paragraph: str = "") -> Article:
    name = f"{short} {article} lid {paragraph}" if paragraph else f"{short} {article}"
    return Article(name, f"{_WETTEN}jci1.3:c:{bwb}&artikel={article}")


def awb(article: str, paragraph: str = "") -> Article:
    """Cite the Algemene wet bestuursrecht."""
    return _dutch("Awb", "BWBR0005537", article, paragraph)


def atw(article: str, paragraph: str = "") -> Article:
    """Cite the Algemene termijnenwet."""
    return _dutch("Atw", "BWBR0002448", article, paragraph)


def woo(article: str, paragraph: str = "") -> Article:
    """Cite the Wet open overheid."""
    return _dutch("Woo", "BWBR0045754", article, paragraph)


def omgevingswet(article: str, paragraph: str = "") -> Article:
    """Cite the Omgevingswet."""
    return _dutch("Omgevingswet", "BWBR0037885", article, paragraph)


def wmo(article: str, paragraph: str = "") -> Article:
    """Cite the Wet maatschappelijke ondersteuning 2015."""
    return _dutch("Wmo 2015", "BWBR0035362", article, paragraph)


def brp(article: str, paragraph: str = "") -> Article:
    """Cite the Wet basisregistratie personen."""
    return _dutch("Wet BRP", "BWBR0033715", article, paragraph)


def hergebruik(article: str, paragraph: str = "") -> Article:
    """Cite the Wet hergebruik van overheidsinformatie."""
    return _dutch("Who", "BWBR0036795", article, paragraph)


def woz(article: str, paragraph: str = "") -> Article:
    """Cite the Wet waardering onroerende zaken."""
    return _dutch("Wet WOZ", "BWBR0007119", article, paragraph)


def gemeentewet(article: str, paragraph: str = "") -> Article:
    """Cite the Gemeentewet."""
    return _dutch("Gemeentewet", "BWBR0005416", article, paragraph)


def uavg(article: str) -> Article:
    """Cite the Uitvoeringswet AVG."""
    return _dutch("UAVG", "BWBR0040940", article)


def avg(article: str, paragraph: str = "") -> Article:
    """Cite the General Data Protection Regulation by its Dutch name."""
    name = f"AVG {article} lid {paragraph}" if paragraph else f"AVG {article}"
    return Article(name, "https://eur-lex.europa.eu/eli/reg/2016/679/oj")


def eu_terms(article: str) -> Article:
    """Cite Regulation 1182/71, which says how terms in Union law are counted."""
    return Article(
        f"Verordening 1182/71 art. {article}", "https://eur-lex.europa.eu/eli/reg/1971/1182/oj"
    )


def regulation(bwb: str) -> Article:
    """Cite a whole regulation by its number at wetten.overheid.nl."""
    return Article(bwb, f"{_WETTEN}{bwb}")


def staatscourant(year: str, number: str) -> Article:
    """Cite an issue of the Staatscourant."""
    link = f"https://zoek.officielebekendmakingen.nl/stcrt-{year}-{number}.html"
    return Article(f"Stcrt. {year}, {number}", link)


SERVICE_NORM = Article("Servicenorm", "")

ELECTRONIC_RECEIPT = awb("2:17", "1")
"""Asks for an acknowledgement of an electronic official message; not of one on paper."""
