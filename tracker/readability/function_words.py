"""Which small Dutch and English words hold a sentence together without telling anything?"""

from typing import Final


def _set_of(words: str) -> frozenset[str]:
    return frozenset(words.split())


_ARTICLES_AND_PRONOUNS = """
    de het een 't 'n ik jij je u hij zij ze wij we jullie hen hun haar hem mij me ons uw jouw mijn
    zijn onze jou zich zichzelf elkaar elkaars dit dat deze die zulke zulk wie wat welk welke
    wiens men iemand niemand iets niets alles iedereen ieder iedere elk elke alle allen beide
    sommige enkele enige er hier daar waar zelf ander andere anderen eigen zo'n
"""
_PREPOSITIONS = """
    aan achter bij binnen boven buiten door in langs met na naar naast om onder op over per rond
    sinds te ten ter tegen tijdens tot tussen uit van vanaf vanuit via volgens voor vóór voorbij
    zonder behalve ondanks namens wegens jegens omtrent inzake conform krachtens middels
"""
_CONJUNCTIONS = """
    en of maar want dus als dan toen omdat doordat zodat opdat nadat voordat totdat terwijl hoewel
    tenzij indien wanneer aangezien mits alsmede alsof zowel noch dat die waar hoe waarom zodra
    zolang evenals
"""
_AUXILIARIES = """
    ben bent is zijn was waren geweest wees word wordt worden werd werden geworden heb hebt heeft
    hebben had hadden gehad zal zult zullen zou zouden kan kunt kunnen kon konden moet moeten
    moest moesten mag mogen mocht mochten wil wilt willen wilde wilden hoeft hoeven laat laten
    doet doen gaat gaan blijft blijven
"""
_ADVERBS = """
    niet geen wel ook nog al reeds nu dan toch maar alleen slechts zeer heel erg te zo even weer
    eens hoe daar hierbij hiervoor hiermee hierover hierdoor hierin hieraan hiervan hierna hierop
    hieronder daarbij daarvoor daarmee daarover daardoor daarin daaraan daarvan daarna daarop
    daaronder daarnaast daarom daarnaar waarbij waarvoor waarmee waarover waardoor waarin waaraan
    waarvan waarna waarop waaronder waarnaar ervoor ermee erover erdoor erin eraan ervan erop
    erbij meer minder veel weinig altijd nooit soms vaak misschien bijvoorbeeld ongeveer verder
    echter immers namelijk
"""
DUTCH: Final = _set_of(
    _ARTICLES_AND_PRONOUNS + _PREPOSITIONS + _CONJUNCTIONS + _AUXILIARIES + _ADVERBS
)
PREPOSITIONS: Final = _set_of(_PREPOSITIONS)
"""Dutch prepositions: many in a row is the mark of a nominal style."""

SUBORDINATORS: Final = _set_of(
    """
    omdat doordat zodat opdat nadat voordat totdat terwijl hoewel tenzij indien wanneer aangezien
    mits als dat die wie waar waarbij waarvoor waarmee waarover waardoor waarin waaraan waarvan
    waarna waarop waaronder waarnaar hetgeen welke zodra zolang alsof of hoe waarom
"""
)
"""Words that can open a Dutch subordinate clause."""

ADDRESS: Final = _set_of("u uw uzelf wij we ons onze je jij jou jouw jullie")
"""Words by which a Dutch letter speaks to its reader."""

WE: Final = _set_of("wij we ons onze")
"""Words by which a municipality says that it does something itself."""

ENGLISH: Final = _set_of(
    """
    the a an and or but if then than so because as of to in on at by for from with without within
    into about over under after before until between during through per via i you he she it we
    they me him her us them my your his its our their this that these those who whom whose which
    what when where why how is are was were be been being am do does did done have has had having
    will would shall should can could may might must not no nor only also very too more most less
    least any some each every all both few many much other another such same own there here again
    once up down out off just now
"""
)
ENGLISH_WE: Final = _set_of("we us our ours")
ENGLISH_ADDRESS: Final = _set_of("you your yours yourself we our us")
ENGLISH_SUBORDINATORS: Final = _set_of(
    """
    because although though unless until whereas which that who whom whose where when if while
    since
    """
)
