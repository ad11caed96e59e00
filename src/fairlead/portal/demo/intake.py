"""Who applied to the open round, for what, how long ago, and how far it has come."""

from typing import NamedTuple


class Wish(NamedTuple):
    """An application: person's key, keys of the areas (a mentee's most important first), days since sending.

    `stage` is one of draft, supervisor (waiting for the supervisor), unsupported (the supervisor said no),
    decide, pool, waitlisted, withdrawn, declined. `years` of supporting international academics; `places` is
    a mentor's.
    """

    key: str
    areas: str
    days: int
    hopes: str = ""
    stage: str = "pool"
    years: str = "3.0"
    places: int = 1
    mode: str = "either"


OFFERS: tuple[Wish, ...] = (
    Wish("tinatin.lomidze", "arrival welcome visas", 33, "I had nobody to ask when I began.", years="16.0"),
    Wish(
        "li.wenhua", "funding contracts tax", 31, "To see how smaller partners do it.", years="9.5", places=2
    ),
    Wish(
        "hong.nguyen", "mobility recognition culture", 30, "I was a mentee last year and want to pass it on."
    ),
    Wish(
        "oleksandr.bondarenko",
        "crisis permits housing",
        29,
        "Nobody should do crisis work alone.",
        years="6.0",
    ),
    Wish("sofiya.melnyk", "housing arrival family", 29, "Housing is where trust begins.", years="7.0"),
    Wish(
        "yousef.alnajjar",
        "contracts social health",
        28,
        "To explain contracts once, well.",
        years="12.0",
        places=2,
    ),
    Wish(
        "dimitris.alexiou",
        "funding leadership digital",
        27,
        "Fresh questions.",
        years="11.0",
        mode="in_person",
    ),
    Wish("miriam.katz", "funding contracts", 27, "A colleague to think with.", years="10.0", mode="online"),
    Wish(
        "priya.raghunathan", "recognition arrival leadership", 26, "To keep learning.", years="5.0", places=2
    ),
    Wish("haruto.nakamura", "digital culture", 25, "I enjoyed being a mentee.", years="4.5"),
    Wish("eirikur.palsson", "family dual housing", 24, "Families decide whether people stay.", years="13.0"),
    Wish(
        "lucia.hruskova", "dual family leadership", 23, "Dual career is a promise we can keep.", years="8.0"
    ),
    Wish("beatriu.ferrer", "welcome culture arrival", 22, "Good company.", years="6.5", places=2),
    Wish(
        "wojciech.zielinski", "funding mobility digital", 21, "Ideas for our projects.", years="9.0", places=2
    ),
    Wish("aurelie.nguessan", "crisis culture leadership", 20, "To listen.", years="6.0", mode="in_person"),
    Wish("rhys.llewellyn", "tax social contracts", 19, "Payroll is easier with a face.", years="15.0"),
    Wish("andrei.munteanu", "visas permits tax", 18, "Permits need two heads.", years="10.0", places=2),
    Wish("mari.tamm", "health housing arrival", 16, "To give something back.", years="4.0", mode="in_person"),
    Wish("vytautas.jankauskas", "funding mobility", 6, "Contacts at the Institute.", "decide", "8.0", 2),
    Wish("isabel.delrio", "contracts tax", 4, "A look beyond budgets.", "decide", "5.5"),
    Wish("christina.vlachou", "mobility culture", 1, "Our offices should talk more.", "decide", "4.0"),
    Wish("kwabena.oseitutu", "digital", 0, "", "draft", "4.0"),
    Wish("gabriel.oduya", "digital", 20, "Experience for my next post.", "declined", "0.5"),
)

REQUESTS: tuple[Wish, ...] = (
    Wish(
        "yasmin.alkhatib",
        "contracts social family",
        27,
        "To answer my applicants’ questions about contracts.",
    ),
    Wish(
        "nino.kvaratskhelia",
        "arrival welcome",
        26,
        "I want to understand what happens after the front desk.",
        years="1.5",
    ),
    Wish("tanvir.rahman", "culture digital", 26, "To find my feet.", years="0.5"),
    Wish("hanna.shevchuk", "crisis permits", 25, "Many scholars at risk come to me first.", years="2.0"),
    Wish("taras.koval", "crisis housing", 25, "Better processes for arrivals.", years="1.0"),
    Wish("iryna.lysenko", "housing family", 24, "Families ask me about schools and I guess.", years="4.0"),
    Wish("hugo.baptista", "funding tax", 24, "Tax of stipends, at last.", years="3.5"),
    Wish("ewa.kaczmarek", "visas arrival permits", 23, "Fewer people sent home from the desk.", years="2.5"),
    Wish("meiling.zhang", "mobility recognition", 23, "To lead an agreement myself.", years="5.0"),
    Wish("sara.blomqvist", "recognition leadership", 22, "I may apply for a senior post.", years="6.0"),
    Wish(
        "giorgos.manolakis", "funding digital", 22, "To write a work package.", years="2.0", mode="in_person"
    ),
    Wish("leila.hosseini", "culture crisis", 21, "Calmer difficult conversations.", years="3.0"),
    Wish("noam.shapira", "funding contracts", 21, "The view of a university.", years="2.0", mode="online"),
    Wish("arjun.deshmukh", "contracts tax", 20, "Confidence with cross-border cases.", years="1.5"),
    Wish("misaki.tanaka", "culture welcome", 20, "To welcome artists well.", years="1.0"),
    Wish("olafur.einarsson", "permits housing", 19, "To know whom to ring.", years="4.0"),
    Wish("katerina.ruzickova", "dual family", 18, "Partners of our recruits ask me for jobs.", years="1.5"),
    Wish("inaki.etxeberria", "mobility funding", 18, "Contacts outside my office.", years="4.5"),
    Wish("pieter.vanderlinden", "dual", 17, "Couples with two careers and one flat.", years="2.0"),
    Wish("marija.petrovska", "dual", 17, "I want to do more than hand over keys.", years="5.0"),
    Wish("chidi.ezeh", "digital leadership", 16, "To lead a small team one day.", years="4.0"),
    Wish("quangminh.le", "arrival family", 15, "To be less afraid of the telephone.", years="0.5"),
    Wish("anneli.saarinen", "health housing", 15, "Insurance, explained by somebody who knows.", years="3.0"),
    Wish("dorin.ciobanu", "tax social", 14, "Pensions across borders.", years="3.0"),
    Wish(
        "maeve.gallagher",
        "crisis leadership",
        13,
        "I was asked to build a wellbeing desk.",
        years="5.5",
        mode="in_person",
    ),
    Wish("tugba.simsek", "mobility", 0, "", "draft", "0.5"),
    Wish("jonas.bjorgvinsson", "", 0, "", "draft", ""),
    Wish("anastasia.lebedeva", "digital culture", 0, "I have not decided on my aims yet.", "draft", "3.0"),
    Wish(
        "zsofia.biro",
        "welcome culture",
        6,
        "Our doctoral events should reach everybody.",
        "supervisor",
        "1.0",
    ),
    Wish("aroha.terangi", "mobility leadership", 3, "To build a network.", "supervisor", "6.0"),
    Wish("bogdan.stanescu", "funding tax", 13, "Audits without tears.", "supervisor", "4.0"),
    Wish(
        "fatima.benali", "housing culture", 5, "My French and Arabic should be of use.", "supervisor", "1.0"
    ),
    Wish("milica.dordevic", "funding digital", 1, "Cleaner figures.", "supervisor", "5.0"),
    Wish("signe.kjaergaard", "arrival mobility", 8, "To see the whole journey of a guest.", "decide", "1.5"),
    Wish("siyuan.chen", "recognition mobility", 7, "Joint degrees from the inside.", "decide", "4.0"),
    Wish("ruimiguel.antunes", "tax social", 5, "I book the travel and never see the rest.", "decide", "0.5"),
    Wish("jeanbaptiste.kouassi", "leadership culture", 12, "To train others.", "waitlisted", "2.0"),
    Wish("hyejin.park", "digital", 11, "Study spaces for guests.", "waitlisted", "1.0"),
    Wish("oisin.macgiolla", "social tax", 22, "A change.", "withdrawn", "6.0"),
    Wish("paola.mancuso", "welcome", 19, "New ideas.", "withdrawn", "3.0"),
    Wish("mikkel.thorsen", "housing", 16, "To learn.", "unsupported", "0.5"),
)

# Who should not be paired with whom, as an applicant said.
AVOIDS: dict[str, str] = {"leila.hosseini": "aurelie.nguessan"}
