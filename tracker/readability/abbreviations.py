"""Which Dutch abbreviations end in a dot that does not end the sentence?"""

from typing import Final


def _set_of(words: str) -> frozenset[str]:
    return frozenset(words.split())


NEVER_ENDS: Final = _set_of(
    """
    aanh. afd. afb. afz. alg. apr. art. artt. aug. betr. bijl. bijv. blz. bv. b.v. ca. cf. dd.
    d.d. dec. d.m.v. dhr. div. dr. dra. drs. evt. excl. fam. feb. febr. fig. gebr. gem. geb. get.
    hfdst. hr. i.c.m. i.h.k.v. incl. ing. inz. ir. i.o. i.p.v. i.v.m. jan. jhr. jl. jr. jur. kap.
    lic. m.a.w. m.b.t. m.b.v. m.e.r. m.i.v. m.n. m.u.v. mej. mevr. mgr. mld. mln. mr. mrs. mrt.
    mw. n.a.v. nl. nov. nr. nrs. n.v. o.a. o.b.v. o.g.v. okt. o.l.v. onderd. o.m. p. p.a. par.
    plv. pp. pr. prof. red. ref. resp. sept. sr. st. str. t.a.v. tel. t.b.v. t/m. t.g.v. t.h.v.
    t.n.v. t.o.v. t.w. t.z.t. v. vgl. v.d. vlg. vnl. volgnr. vs. w.b. wnd. zgn. zgr. a.h.v. a.s.
    d.i. d.w.z. e.a. s.v.p. a.u.b. i.z. e.g. i.e. ms. no. approx. dept. ext. vol.
"""
)
"""Abbreviations that are nearly always followed by the rest of their sentence."""

ENDS_ONLY_BEFORE_CAPITAL: Final = _set_of(
    """
    jl. a.s. e.d. e.a. enz. etc. o.i.d. s.v.p. a.u.b. c.q. c.s. m.e.r. n.v.t. p.m. a.m. b.v. n.v.
    bv. nl. w.v.t.t.k. v.chr. n.chr. p.j. p.p. p.w. p.m. i.o. v.v. m.m. no.
"""
)
"""Abbreviations that may close a sentence: they do so where a capital follows."""
