"""Which names and places may the demo choose from? All invented, none belongs to anybody."""

from collections.abc import Mapping
from typing import Final

VILLAGES: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "Havermonde": (
        "9990 HA",
        (
            "Kaaistraat",
            "Molenwerf",
            "Wilgenlaan",
            "Bolwerkstraat",
            "Raadhuisstraat",
            "Zoutkeetstraat",
            "Prins Wulkkade",
            "Touwslagersgang",
            "Walstraat",
            "Meekrapstraat",
        ),
    ),
    "Zilverkreek": (
        "9990 ZK",
        (
            "Kreekzoom",
            "Rietorchisstraat",
            "Veerlaan",
            "Lamsoorlaan",
            "Oeverstraat",
            "Palingstraat",
            "Binnenkreek",
            "Zeekraalstraat",
        ),
    ),
    "Schelpenisse": (
        "9990 SN",
        (
            "Dorpsweg",
            "Kokkelstraat",
            "Duinzoom",
            "Wulkstraat",
            "Boulevard West",
            "Vuurbaakweg",
            "Stuifdijk",
            "Mosselbank",
        ),
    ),
    "Sint-Odulfsdijk": (
        "9990 OD",
        (
            "Odulfusstraat",
            "Kerkring",
            "Smidsweg",
            "Vlasakker",
            "Achterdijk",
            "Korenbloemstraat",
            "Weegbree",
        ),
    ),
    "Oud-Meerkapelle": (
        "9990 MK",
        (
            "Kapelring",
            "Ringstraat",
            "Vroonweg",
            "Boezemkade",
            "Schoollaan",
            "Perenlaan",
            "Hoge Vroon",
        ),
    ),
    "Buitenwulp": (
        "9990 BW",
        ("Wulpendijk", "Slikweg", "Polderstraat", "Kleidijk", "Gorzenweg", "Sluisdijk"),
    ),
}

BEACHES: Final = ("Schelpenisse", "Buitenwulp")
HARBOURS: Final = ("Havermonde", "Zilverkreek")

WOMEN: Final[tuple[str, ...]] = (
    "Marloes", "Anouk", "Sanne", "Fatima", "Esra", "Ilse", "Petra", "Marjolein", "Naima", "Eva",
    "Daphne", "Monique", "Yasmina", "Carolien", "Lotte", "Shanti", "Renske", "Kim", "Wendy",
    "Hanneke", "Zeynep", "Joyce", "Annelies", "Femke", "Lisanne", "Ruth", "Sylvana", "Tineke",
    "Judith", "Mei",
)  # fmt: skip
MEN: Final[tuple[str, ...]] = (
    "Jeroen", "Mark", "Bas", "Hassan", "Wouter", "Sander", "Erik", "Ruben", "Mehmet", "Tom",
    "Pieter", "Rachid", "Martijn", "Stefan", "Joost", "Dennis", "Arjan", "Gijs", "Winston",
    "Thijs", "Marco", "Koen", "Bilal", "Frank", "Remco", "Jurgen", "Lars", "Anil", "Vincent",
    "Leendert",
)  # fmt: skip
OLDER_WOMEN: Final[tuple[str, ...]] = (
    "Johanna", "Adriana", "Neeltje", "Cornelia", "Willemina", "Geertruida", "Maatje", "Pieternella",
    "Hendrika", "Jacoba", "Elisabeth", "Krijna",
)  # fmt: skip
OLDER_MEN: Final[tuple[str, ...]] = (
    "Cornelis", "Adrianus", "Leendert", "Jacobus", "Gerrit", "Hendrik", "Marinus", "Teunis",
    "Johannes", "Arie", "Willem", "Krijn",
)  # fmt: skip
SURNAMES: Final = (
    "van der Wulk", "Goedbloed", "de Kreek", "Meijerink", "van Schelven", "Tanis-Vroom", "Bouali",
    "Yildirim", "Kievit", "van den Gors", "Holleman", "de Zeeuw-Bom", "Polderman", "Vroegindeweij",
    "Struijk", "van Oeveren", "Kreeftmeijer", "El Idrissi", "Ramdhani", "Slikker", "van 't Hof",
    "Buitenhek", "Noordzij", "Hagedoorn", "Witvliet", "de Vroon", "Korsuize", "Aydin",
    "Zandee", "Kortekaas", "van der Boezem", "Lodewijks", "Peeman", "Sluimer", "Baptista",
    "Grootscholte", "Wielhouwer", "Dijkgraaf", "van Wijngaarden", "Santegoeds", "Breeman",
    "Hokke", "de Ronde", "Villerius", "Abdi", "Nijssen", "Tieleman", "van Rossem", "Kamperman",
    "Boerhof", "van der Lely-Smit", "Groeneweg", "Sprokkel", "Huizenga", "van Duyvendrecht",
    "Kaptein", "Zwartbol", "de Wit-Bakker", "Karaca", "Pronk", "Haverkate", "Lugtenburg",
    "Verkruis", "van der Zwet", "Amrani", "Koolwijk", "Berghuis", "Touwslager", "Rietbergen",
    "van Sluisveld", "Hakkert", "Doornhein", "Bos-Jansen", "Krispijn", "Nguyen", "van Brakelen",
    "Zuurmond", "Moerdijker", "Peperkamp", "Osman", "Schippers", "Verolmen", "Wijntuin",
    "de Graaff", "Ouwehoek", "Elzinga", "Veerkamp", "Schuitema",
)  # fmt: skip
CHILDREN: Final = (
    ("Noor", "v"), ("Jip", "m"), ("Saar", "v"), ("Mohamed", "m"), ("Fenna", "v"), ("Boaz", "m"),
    ("Lila", "v"), ("Teun", "m"), ("Ravi", "m"), ("Pien", "v"),
)  # fmt: skip
NEWCOMERS: Final = (
    ("Tesfay Gebremedhin", "m"), ("Rima Haddad", "v"), ("Andrzej Kowalczyk", "m"),
    ("Olena Marchenko", "v"), ("Yusuf Warsame", "m"), ("Samer Alnasser", "m"),
    ("Ewelina Wrona", "v"), ("Dawit Tekle", "m"), ("Nadia Rahimi", "v"), ("Ionel Dragan", "m"),
    ("Huda Mansour", "v"), ("Bereket Haile", "m"), ("Kateryna Bondar", "v"),
    ("Farhad Noori", "m"), ("Marzena Lis", "v"), ("Abel Fikru", "m"),
)  # fmt: skip
ENGLISH_WRITERS: Final = (
    ("Rachel Thornbury", "v"), ("Daniel Ashgrove", "m"), ("Sofia Marques", "v"),
    ("Callum Wetherby", "m"), ("Ingrid Solheim", "v"), ("Nikos Papadakis", "m"),
    ("Hannah Kleinfeld", "v"), ("Matteo Bellandi", "m"), ("Priya Raghavan", "v"),
    ("Oisin Gallagher", "m"), ("Freya Lindqvist", "v"), ("Tomas Novotny", "m"),
    ("Aoife Brannigan", "v"), ("Gareth Llewellyn", "m"),
)  # fmt: skip

ORGANISATIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "strandpaviljoen": (
        "Strandpaviljoen De Wulk",
        "Paviljoen Zeven Zuchten",
        "Strandtent Bries",
        "Beachclub Zoutelucht",
        "Paviljoen Het Laatste Licht",
        "Strandhuis Kokkel",
    ),
    "eetcafe": (
        "Eetcafé De Vergulde Mossel",
        "Brasserie Kaap Wind",
        "Bistro Bij Krijn",
        "Pannenkoekenhuis De Dolle Meeuw",
        "Lunchroom Zilt & Zoet",
        "Visrestaurant De Boeg",
    ),
    "camping": (
        "Camping De Zeekraal",
        "Recreatiepark Lepelaar",
        "Minicamping Hoeve Wulpzicht",
        "Camping Achter 't Duin",
        "Natuurcamping De Gors",
        "Camping Vroonlust",
    ),
    "kraam": (
        "Marktkraam Polderman",
        "De Rollende Toonbank",
        "Van der Wulk op Wielen",
        "Kraam 't Hoekje",
        "De Groene Luifel",
        "Marktwagen Naima",
        "Ome Jo's Wagen",
        "Zon op het Plein",
        "Wagen Margriet",
        "Het Gouden Luikje",
    ),
    "dorpsraad": (
        "Dorpsraad Zilverkreek",
        "Dorpsraad Schelpenisse",
        "Dorpsraad Sint-Odulfsdijk",
        "Dorpsraad Oud-Meerkapelle",
        "Dorpsvereniging Buitenwulp",
        "Wijkvereniging Havermonde-Oost",
        "Stadsraad Havermonde",
    ),
    "winkeliers": (
        "Winkeliersvereniging Hart van Havermonde",
        "Ondernemers Schelpenisse",
        "Stichting Havendag Zilverkreek",
        "Ondernemersclub Meerkapelle",
        "Winkeliers rond de Kerkring",
        "Stichting Schippersmarkt",
        "Vereniging Buitenwulp Onderneemt",
    ),
    "sportvereniging": (
        "Zwemclub De Otters",
        "v.v. Wulpse Boys",
        "Korfbalvereniging Zeester",
        "Tennisclub De Luwte",
        "Gymvereniging Lenig",
        "Roeivereniging De Gors",
        "Handbalclub Havermonde",
        "IJsclub Vroonvorst",
    ),
    "oranjevereniging": (
        "Oranjevereniging Sint-Odulfsdijk",
        "Feestcomité Buitenwulp",
        "Oranjecomité Zilverkreek",
        "Stichting Dorpsfeest Schelpenisse",
        "Oranjevereniging Meerkapelle",
        "Stichting Feest in Havermonde",
    ),
    "muziekvereniging": (
        "Muziekvereniging Zeeklank",
        "Harmonie Crescendo Wulp",
        "Fanfare De Volharding Odulfsdijk",
        "Brassband Kreekgeluid",
        "Dweilorkest De Losse Tros",
        "Fanfare Zuiderlicht",
        "Slagwerkgroep Vroon",
    ),
    "bewindvoerder": (
        "Bewindvoering Helder",
        "Kompas Bewind & Budget",
        "Bewindvoerderskantoor De Brug",
        "Zuidwest Beschermingsbewind",
        "Balans Bewindvoering",
        "De Vaste Hand Bewind",
    ),
    "krant": ("De Wulpbode", "Eilandnieuws Waterrijk", "Weekblad De Deltastroom", "De Dijkwacht"),
}
