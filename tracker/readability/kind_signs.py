"""Which wordings mark a sentence as receipt, promise, decision and so on, in Dutch and English?"""

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Final


class Sign(StrEnum):
    """What one sentence does in a message."""

    AUTOMATIC = "automatic"
    FINAL = "final"  # the municipality decides
    HOLD = "hold"  # not yet: waiting, extending, asking for more, handing over
    DONE = "done"  # a fact that settles the matter: yes, no, repaired
    RECEIPT = "receipt"
    THANKS = "thanks"
    RESTATED = "restated"  # the question in our words
    LATER = "later"  # a promise that the answer itself is still to come
    ROUTED = "routed"
    PROMISE = "promise"  # somebody will look at it
    CONTACT = "contact"
    PROCEDURE = "procedure"
    SYMPATHY = "sympathy"
    SUBSTANCE = "substance"  # none of these: it says something


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{one})" for one in patterns), re.IGNORECASE)


_MESSAGE = (
    r"(?:\w*brief|e-?mail|mail|bericht|\w*vra(?:ag|gen)|\w*-?verzoek|\w*aanvra(?:ag|gen)|\w*melding|klacht"
    r"|bezwaar\w*|zienswijze|reactie|\w*stukken|\w*documenten|idee|formulier|\w*gegevens|ingebrekestelling"
    r"|zaak|dossier|bijdrage|suggestie)"
)
_WE = r"(?:wij|we|ik|hij|zij|ze|die|zij|\w*collega|\w*medewerker|\w*behandelaar|\w*consulent|\w*ambtenaar|\w*coördinator|commissie|college|wethouder|\w*team|afdeling|gemeente|projectleider|projectteam)"
_ANSWER = r"(?:antwoord\w*|beantwoord\w*|reactie|reageer\w*|reager\w*|besluit\w*|beslis\w*|beslissing|conclusie|uitspraak|uitkomst|terugkoppeling)"
_IF_THEN = re.compile(
    r"^(?:als|indien|mocht|is|zijn|heeft|hebt|hebben|missen|mist|duurt|lukt|kunnen|kan|komt|wilt|moet)\b"
    r".*\b(?:dan|mag|mogen|weten|bericht)\b",
    re.IGNORECASE,
)
_ANYBODY = re.compile(r"\bkan\b|\biedereen\b|\banyone\b|\bcan\b", re.IGNORECASE)
_MAY = re.compile(
    r"\b(?:mag|mogen|kan (?:één|een|eenmaal)|kan dat|eventueel|zo nodig)\b", re.IGNORECASE
)

_DUTCH: Final[Sequence[tuple[Sign, re.Pattern[str]]]] = (
    (
        Sign.AUTOMATIC,
        _any(
            r"automatisch (?:verstuurd|gegenereerd|verzonden|antwoord|bericht|e-?mail)",
            r"automatische (?:reactie|e-?mail|bevestiging)",
            r"niet (?:op deze e-?mail )?(?:beantwoorden|reageren|antwoorden) op (?:deze|dit)",
            r"kantoor is gesloten",
        ),
    ),
    (
        Sign.FINAL,
        _any(
            rf"\b(?:wij|we) (?:wijzen|kennen|verlenen|verklaren|weigeren|trekken|honoreren|besluiten (?:om|dat|u)|willigen)\b",
            r"\b(?:wijzen|kennen|verlenen|weigeren|nemen) (?:wij|we)\b.*\b(?:af|toe|vergunning|niet in behandeling)\b",
            r"\bniet in behandeling\b",
            rf"\b(?:{_MESSAGE}|vergunning|subsidie|uitkering|kaart|toeslag) (?:is|wordt|zijn|hebben wij|hebben we)(?: \w+)? "
            r"(?:afgewezen|toegewezen|toegekend|goedgekeurd|verleend|geweigerd|gegrond|ongegrond|niet-ontvankelijk|ingewilligd)",
            r"\b(?:wij|we) hebben(?: \w+){0,3} besloten\b",
            r"\b(?:kunnen|kan|gaan|willen)\b.*\bniet (?:inwilligen|toewijzen|toekennen|honoreren|verlenen|akkoord)\b",
            r"\b(?:maken|geven|verstrekken)\b.*\b(?:openbaar|vrij)\b.*",
            r"\b(?:u kunt|kunt u|u kan)\b.*\b(?:bezwaar (?:maken|indienen)|in beroep gaan|beroep instellen)\b",
            r"\bvergoeden (?:wij|we) (?:niet|wel|u)\b|\bvergoeding van € ?\d",
            r"\bantwoord(?:t|en)? als volgt\b",
        ),
    ),
    (
        Sign.HOLD,
        _any(
            r"\bnog niet\b(?!.*\b(?:bouwen|beginnen|begint)\b)",
            r"^(?:dat|dit) (?:is (?:ons )?niet ge)?lukt (?:ons )?(?:helaas )?niet\b|\bniet gelukt\b",
            r"\b(?:verdagen|verlengen|verdaag|verleng) (?:wij|we|ik)\b|\b(?:wij|we) (?:verdagen|verlengen)\b",
            r"\bstel(?:len)? (?:wij|we|ik)\b.*\buit\b|\b(?:wij|we) stellen\b.*\buit\b|\bis (?:verdaagd|verlengd|uitgesteld)\b",
            r"\b(?:meer|extra) tijd\b",
            r"\bwacht(?:en)? (?:wij|we|ik|nog|op)\b|\b(?:wij|we|ik) wacht(?:en)?\b|\bin afwachting\b",
            r"\bontbre(?:ekt|ken)\b",
            r"\b(?:hebben|heb) (?:wij|we|ik)\b.*\bnodig\b|\b(?:wij|we|ik) heb(?:ben)?\b.*\bnodig\b",
            r"\b(?:moeten|willen|wil) (?:wij|we|ik) (?:eerst |nog )?(?:weten|vaststellen|van u)\b",
            r"^(?:stuur|mail|upload|lever|geef|vul|wilt u)\b.*\b(?:vóór|voor|binnen|uiterlijk|doorgeven|aanleveren|opsturen|sturen|mailen)\b",
            r"\bontvangen (?:wij|we)\b.*\bgraag\b|\b(?:wij|we) ontvangen\b.*\bgraag\b",
            r"\bstaat de (?:beslis)?termijn stil\b|\b(?:beslis)?termijn (?:loopt|staat)\b.*\b(?:niet|stil)\b|\bloopt de (?:beslis)?termijn niet\b|\bopgeschort\b|\bschort(?:en)?\b.*\bop\b",
            r"\bduurt langer dan (?:gepland|verwacht|gedacht|wij)\b",
            r"\b(?:tweede|derde|nieuw|aanvullend|nader) (?:onderzoek|controle|advies)\b",
            r"\bworden nu\b|\bpas (?:daarna|dan)\b|\bdaarna gaan (?:wij|we) verder\b|\bvoordat (?:wij|we|ik) verder\b",
            r"\b(?:doorgezonden|doorgestuurd|door(?:gegeven)?) (?:naar|aan) .*\b(?:provincie|waterschap|rijk\w*|ministerie|gedeputeerde|politie|andere (?:gemeente|overheid|instantie))\b",
            r"\bnemen de behandeling\b.*\bover\b",
            r"\b(?:eerst|nu)\b.*\b(?:zienswijze|mening) (?:vragen|te geven|geven)\b|\bom een zienswijze vragen\b",
            r"\bhoort u nog\b|\b(?:wij|we) u na\b|\boverige vragen\b|\bnog geen (?:reactie|antwoord|besluit|uitsluitsel)\b",
            r"\bnemen (?:wij|we) (?:nog )?geen besluit\b|\bpak(?:ken)? (?:wij|we)\b.*\bop na\b|\bheb de zaak overgenomen\b",
        ),
    ),
    (
        Sign.DONE,
        _any(
            r"^(?:\d[.)] )?(?:nee|ja|jawel|klopt|inderdaad|helaas (?:niet|wel))\b",
            r"^(?:dat|dit) (?:kan|mag|klopt|hoeft|is)(?: helaas| ook| zo)?(?: niet| wel)?\.?$",
            r"\b(?:u|je) hebt? gelijk\b|\bu heeft gelijk\b",
            r"\b(?:is|zijn|hebben|heb|heeft|wordt morgen|worden morgen)\b.*\b(?:gerepareerd|hersteld|verwijderd|opgehaald|vervangen|geplaatst"
            r"|teruggezet|overgemaakt|uitbetaald|schoongemaakt|opgelost|aangepast|gesnoeid|geleegd|weggehaald|vernieuwd|gestort|rechtgelegd)\b",
            r"\b(?:is|zijn) (?:inmiddels |al |nu )?afgehandeld\b",
            r"\bexcuses\b|\bhad(?:den)? niet mogen\b",
            r"\b(?:on)?gegrond\b",
            r"\bligt (?:voor u )?klaar\b",
            r"\b(?:wij|we) (?:plaatsen|kappen|vergoeden|storten|betalen)\b",
            r"^(?:toch|daarom) \b.*\b(?:niet|wel)\b",
        ),
    ),
    (
        Sign.LATER,
        _any(
            rf"\b(?:u|je) (?:krijgt|ontvangt|hoort|kunt)\b.*\b{_ANSWER}\b",
            rf"\b(?:krijgt|ontvangt|hoort) (?:u|je)\b.*\b{_ANSWER}\b",
            rf"\b(?:geeft|geven|geef|sturen|stuurt|nemen|neemt|neem)\b.*\b{_ANSWER}\b",
            rf"\b(?:beslissen|beslist|reageren|reageert|reageer|beantwoorden|beantwoordt|antwoorden)\b",
            r"\bom te beslissen\b|\b(?:op uw \w+ te beslissen)\b|\binhoudelijk\w*\b",
            r"\bbinnen\b.*\b(?:werkdagen|weken|dagen|uur)\b.*\b(?:bericht|terug|op)\b",
            rf"\bkrijgt (?:u|je)\b.*\b(?:bericht|brief|e-?mail|uitnodiging)\b|\b(?:u|je) (?:krijgt|ontvangt)\b.*\b(?:bericht|brief met|e-?mail met|nota)\b",
            r"\bhoort (?:u|je)\b|\b(?:u|je) hoort\b",
            r"\bop (?:terug|de hoogte)\b|\bkom(?:en|t)?\b.*\bop terug\b",
        ),
    ),
    (
        Sign.RECEIPT,
        _any(
            r"\bontvangst\w*\b|\bontvingen\b|\bontving\b",
            rf"\b(?:hebben|heb|heeft|is|zijn|zijn bij ons|goed)\b.*\b(?:ontvangen|binnengekomen|aangekomen|binnen|ingediend|geregistreerd|ingeschreven|kennis ?genomen)\b",
            rf"\b(?:wij|we) hebben (?:uw|je) {_MESSAGE}\b.*\b(?:ontvangen|gezien)\b",
            r"\bkregen (?:wij|we)\b|\bbekend onder\b|\bgeregistreerd\b|\bingeschreven onder\b|\btoegevoegd aan\b",
        ),
    ),
    (
        Sign.THANKS,
        _any(
            r"^(?:hartelijk |heel erg |veel )?(?:bedankt|dank(?: ?(?:u|je))?(?: ?wel)?)\b|\bdanken u\b",
            r"^(?:wat )?(?:fijn|goed|leuk) dat (?:u|je)\b",
        ),
    ),
    (
        Sign.RESTATED,
        _any(
            r"^(?:u|je) (?:vraagt|vroeg|schrijft|schreef|meldt|meldde|klaagt|wilt weten|maakt u zorgen)\b",
            r"^(?:u|je) (?:heeft|hebt) (?:ons |mij |via onze website |om )?.*\b(?:gevraagd|geschreven|gemeld|verzocht)\b",
            r"^(?:in|met) uw (?:brief|e-?mail|bericht)\b|^uw (?:brief|e-?mail|vraag) gaat over\b",
            r"^.{0,40}\b(?:schreef|vroeg|meldde) u\b",
        ),
    ),
    (
        Sign.ROUTED,
        _any(
            r"\bdoor(?:gestuurd|gezonden|gezet|gegeven|geleid)\b|\bneergelegd bij\b|\bvoorgelegd\b|\b(?:verstuurd|gestuurd) naar\b",
            r"\b(?:geven|geef|sturen|stuur|zetten|zet)\b.*\b(?:door|naar het juiste|naar de juiste)\b",
        ),
    ),
    (
        Sign.PROMISE,
        _any(
            rf"\b{_WE}\b.*\b(?:kijkt|kijken|bekijk\w*|beoordeel\w*|beoordel\w*|onderzoek\w*|zoek\w*|behandel\w*|leest|lezen|plan\w*|controleer\w*|verwerk\w*)\b",
            rf"\b(?:bekijk\w*|beoordel\w*|onderzoek\w*|zoeken|behandelen|lezen|plannen|verwerken|nemen|pakken|handelen)\b.*\b(?:wij|we|ik)\b",
            r"\bneem(?:t|en)?\b.*\b(?:contact|in behandeling|mee)\b|\b(?:contact met u op)\b",
            r"\b(?:laat|laten)\b.*\bweten\b|\b(?:belt|bellen|bel|mailt|mailen|mail) (?:ik |wij |we |hij |zij )?(?:u|je)\b",
            r"\b(?:wordt|worden)\b.*\b(?:behandeld|afgehandeld|beoordeeld|voorbereid|gebundeld|opgepakt|beantwoord|verwerkt|gepubliceerd|bekeken|onderzocht|besproken)\b",
            r"\b(?:aan de slag|zo snel mogelijk|zo spoedig mogelijk|streven|streeft|reken op|volle aandacht|in de loop van)\b",
            r"\bbehandelen (?:wij|we)\b|\bzodra\b|\bvragen (?:wij|we) u\b|\bpraat hij\b|\bstelt\b.*\bvast\b",
            r"\bduurt (?:het|dat|hooguit|meestal|ongeveer)\b|\b(?:dat|dit) duurt\b|\bbeantwoorden langer\b|\btot die tijd\b",
            r"\bwat er(?:mee)? gebeur\w*\b",
        ),
    ),
    (
        Sign.CONTACT,
        _any(
            r"\b(?:bel|bellen|mail|mailen)\b.*\b(?:14 ?0|@|gerust|ons|mij|met)\b|\b14 0\d+",
            r"\bcontact (?:op|met)\b|\bcontact opne\w+\b|\bcontactpersoon\b|\bcontactgegevens\b",
            r"\bmeer informatie\b|\bkijk(?:en)? op\b|\bop onze website\b|\bvragen\?$|\bkenmerk\b|\bzaaknummer\b",
            r"\bhieronder staa(?:t|n)\b|\bin(?:ge)?vuld\b",
        ),
    ),
    (
        Sign.PROCEDURE,
        _any(
            r"\bartikel \d|\bop grond van\b|\bprocedure\b|\btermijn\w*\b|\bhoofdstuk \d|\bleges\b|\bgemeenteblad\b",
            r"\bbegin nog niet\b|\bwettelijk\w*\b|\balgemene wet\b",
        ),
    ),
    (
        Sign.SYMPATHY,
        _any(
            r"\bvervelend\b|\b(?:begrijpen|snappen|begrijp|snap) dat\b|\bserieus\b|\bspijt\b|\bbetreur\w*\b|\bgevoel\b",
            r"\b(?:veel|meer) (?:buurt)?bewoners\b",
        ),
    ),
)

_ENGLISH: Final[Sequence[tuple[Sign, re.Pattern[str]]]] = (
    (
        Sign.AUTOMATIC,
        _any(
            r"\bautomatic (?:reply|message|e-?mail)\b|\bdo not reply\b|\bout of (?:the )?office\b"
        ),
    ),
    (
        Sign.FINAL,
        _any(
            r"\b(?:is|was|has been|have been|been) (?:refused|granted|approved|rejected|denied|upheld|dismissed|awarded)\b",
            r"\bwe (?:refuse|grant|approve|reject|have decided|decided|award|cannot grant)\b",
            r"\byou (?:can|may) (?:object|appeal|lodge an objection)\b",
        ),
    ),
    (
        Sign.HOLD,
        _any(
            r"\b(?:cannot|can't|could not|unable to) (?:\w+ ){0,3}yet\b|\bnot yet\b|\bstill waiting\b|\bwaiting for\b",
            r"\b(?:need|needs|require) (?:more|further|additional|some|a copy|the following)\b|\bmore time\b",
            r"\bplease (?:send|provide|upload|submit|supply)\b|\bsuspended\b|\b(?:extend|extended|postpone)\w*\b",
            r"\bis missing\b|\bare missing\b|\btakes? longer than\b",
        ),
    ),
    (
        Sign.DONE,
        _any(
            r"^(?:no|yes|unfortunately not|correct)\b",
            r"\b(?:has been|have been|was|were|is now) (?:repaired|fixed|removed|replaced|paid|solved|emptied|installed)\b",
            r"\byou are right\b|\bwe apologi[sz]e\b|\bis ready\b",
        ),
    ),
    (
        Sign.LATER,
        _any(
            r"\b(?:you will|you'll|you can expect to) (?:hear|receive|get)\b|\bget back to you\b|\bkeep you (?:informed|posted)\b",
            r"\b(?:aim|try|hope|expect|strive) to (?:respond|reply|answer|decide)\b|\bwe (?:will|shall) (?:respond|reply|answer|decide)\b",
            r"\b(?:give|send) you (?:our|an|a) (?:decision|answer|reply)\b",
        ),
    ),
    (
        Sign.RECEIPT,
        _any(
            r"\b(?:have|has been|was|were|is) (?:\w+ )?(?:received|registered|logged)\b|\breceipt\b|\bwe received\b|\breached us\b",
        ),
    ),
    (Sign.THANKS, _any(r"^(?:many )?thank(?:s| you)\b")),
    (
        Sign.RESTATED,
        _any(
            r"^you (?:ask|asked|write|wrote|report|reported|want to know)\b|^in your (?:letter|e-?mail)\b"
        ),
    ),
    (Sign.ROUTED, _any(r"\b(?:passed|forwarded|sent)\b.*\bto (?:the|our|a)\b")),
    (
        Sign.PROMISE,
        _any(
            r"\b(?:will|shall|is going to|are going to) (?:look|contact|be in touch|call|review|assess|handle|investigate|examine|deal)\b",
            r"\bas soon as possible\b|\bwithin \w+ (?:working )?(?:days|weeks)\b|\b(?:is|are) being (?:processed|handled|reviewed)\b",
            r"\bworking on (?:it|your)\b",
        ),
    ),
    (
        Sign.CONTACT,
        _any(r"\bcall\b.*\d|\bcontact us\b|\bquestions\?$|\bour website\b|\breference number\b"),
    ),
    (
        Sign.PROCEDURE,
        _any(r"\b(?:article|section) \d|\bprocedure\b|\bstatutory\b|\bunder the\b.*\bact\b"),
    ),
    (
        Sign.SYMPATHY,
        _any(
            r"\bunderstand (?:that|how)\b|\bsorry to hear\b|\btake (?:this|it|your)\b.*\bseriously\b"
        ),
    ),
)

_SIGNS: Final[Mapping[str, Sequence[tuple[Sign, re.Pattern[str]]]]] = {"nl": _DUTCH, "en": _ENGLISH}
_LONGEST_LOOKED_AT: Final = 400  # characters; enough for any sentence, and quick for a wall of text


def sign_of(sentence: str, language: str) -> Sign:
    """Say what a sentence does; the first sign that fits, in the order of how much it decides."""
    looked_at = " ".join(sentence[:_LONGEST_LOOKED_AT].split())
    general = bool(_IF_THEN.search(looked_at) or _MAY.search(looked_at))
    for sign, pattern in _SIGNS[language]:
        if sign is Sign.HOLD and general:
            continue
        if sign is Sign.LATER and _ANYBODY.search(looked_at):
            continue  # what may happen to any request is no message about this one
        if pattern.search(looked_at):
            return sign
    return Sign.SUBSTANCE
