"""Everybody who is in the demo: name, unit, post, grade and the languages they can meet in."""

from typing import NamedTuple


class Character(NamedTuple):
    """A person: address before the @, name, unit's key, job title, grade, languages (codes), campus."""

    key: str
    name: str
    unit: str
    job: str
    grade: int
    languages: str
    campus: str = ""


TEAM: tuple[Character, ...] = (
    Character(
        "asta.gudmundsdottir", "Ásta Guðmundsdóttir", "io", "Coordinator of staff mentoring", 9, "is en da"
    ),
    Character("tomasz.wojcik", "Tomasz Wójcik", "hr", "Staff development officer", 8, "pl en"),
    Character("nomvula.dlamini-hughes", "Nomvula Dlamini-Hughes", "hr", "Head of Human Resources", 12, "en"),
    Character("niki.papadaki", "Νίκη Παπαδάκη", "io", "Head of the International Office", 12, "el en de"),
    Character("natia.gelashvili", "ნათია გელაშვილი", "ir", "Head of International Relations", 11, "ka en"),
    Character("mai.dang", "Đặng Thị Mai", "guest-programme", "Head of the Guest Programme", 11, "vi en fr"),
    Character(
        "elodie.vandamme", "Élodie Vandamme", "doctoral", "Head of the Doctoral School Office", 11, "fr nl en"
    ),
    Character("raul.ibanez", "Raúl Ibáñez Quintero", "it", "Head of Applications", 10, "es en"),
    Character("sebastian.cardenas", "Sebastián Cárdenas", "admin", "Officer, guest contracts", 6, "es en"),
)

MENTORS: tuple[Character, ...] = (
    Character(
        "tinatin.lomidze", "თინათინ ლომიძე", "welcome", "Head of the Welcome Centre", 11, "ka en", "Harbour"
    ),
    Character("li.wenhua", "李文华", "research", "Manager, international grants", 9, "zh en", "City"),
    Character("hong.nguyen", "Nguyễn Thị Hồng", "io", "Senior Officer, partnerships", 7, "vi en", "City"),
    Character(
        "oleksandr.bondarenko", "Олександр Бондаренко", "ir", "Advisor, scholars at risk", 8, "uk", "North"
    ),
    Character(
        "sofiya.melnyk", "Софія Мельник", "housing", "Senior Officer, guest houses", 8, "uk", "Harbour"
    ),
    Character(
        "yousef.alnajjar", "يوسف النجار", "hr", "Manager, international contracts", 9, "ar fr en", "City"
    ),
    Character("dimitris.alexiou", "Δημήτρης Αλεξίου", "science", "Faculty manager", 9, "el en", "North"),
    Character("miriam.katz", "מרים כץ", "grants", "Head of grants administration", 9, "he en", "Harbour"),
    Character(
        "priya.raghunathan", "प्रिया रघुनाथन", "doctoral", "Doctoral programme officer", 7, "hi en", "City"
    ),
    Character(
        "haruto.nakamura", "中村 陽翔", "library", "Subject librarian, digital services", 7, "ja en", "City"
    ),
    Character(
        "eirikur.palsson",
        "Eiríkur Pálsson",
        "guest-programme",
        "Guest family advisor",
        9,
        "is da en",
        "Harbour",
    ),
    Character("lucia.hruskova", "Lucia Hrušková", "people", "Dual career advisor", 8, "sk cs en", "North"),
    Character(
        "beatriu.ferrer",
        "Beatriu Ferrer i Soler",
        "welcome",
        "Senior Officer, welcome",
        7,
        "ca es en",
        "City",
    ),
    Character(
        "wojciech.zielinski",
        "Wojciech Zieliński",
        "project",
        "Project manager, Erasmus+",
        8,
        "pl de en",
        "North",
    ),
    Character("aurelie.nguessan", "Aurélie N’Guessan", "arts", "Faculty administrator", 7, "fr en", "City"),
    Character("rhys.llewellyn", "Rhys Llewellyn", "people", "Payroll specialist", 9, "cy en", "North"),
    Character(
        "andrei.munteanu", "Andrei Munteanu", "admin", "Manager, legal and permits", 8, "ro it en", "Harbour"
    ),
    Character("mari.tamm", "Mari Tamm", "guests", "Officer, guest services", 7, "et fi en", "North"),
    Character(
        "vytautas.jankauskas", "Vytautas Jankauskas", "research", "Senior Officer, EU projects", 8, "lt en"
    ),
    Character("isabel.delrio", "Isabel del Río", "grants", "Contracts specialist", 7, "es en", "Harbour"),
    Character("christina.vlachou", "Χριστίνα Βλάχου", "arts", "Student mobility officer", 7, "el en", "City"),
    Character(
        "kwabena.oseitutu", "Kwabena Osei-Tutu", "science", "Laboratory administrator", 7, "en", "North"
    ),
    Character("gabriel.oduya", "Gabriel Oduya", "it", "Service desk officer", 5, "en", "City"),
)

MENTEES: tuple[Character, ...] = (
    Character(
        "yasmin.alkhatib", "ياسمين الخطيب", "doctoral", "Officer, doctoral admissions", 6, "ar en", "City"
    ),
    Character("nino.kvaratskhelia", "ნინო კვარაცხელია", "io", "Assistant, front desk", 4, "ka", "Harbour"),
    Character("tanvir.rahman", "তানভীর রহমান", "library", "Assistant, loans", 4, "bn", "City"),
    Character("hanna.shevchuk", "Ганна Шевчук", "research", "Officer, ethics", 6, "uk", "City"),
    Character("taras.koval", "Тарас Коваль", "project", "Assistant, projects", 5, "uk", "North"),
    Character(
        "iryna.lysenko", "Ірина Лисенко", "guest-programme", "Officer, visiting scholars", 6, "uk", "Harbour"
    ),
    Character(
        "hugo.baptista", "Hugo Baptista", "research", "Officer, research contracts", 6, "pt en", "City"
    ),
    Character("ewa.kaczmarek", "Ewa Kaczmarek", "welcome", "Officer, arrivals", 5, "pl en", "Harbour"),
    Character("meiling.zhang", "张美玲", "io", "Officer, exchange", 6, "zh en", "City"),
    Character("sara.blomqvist", "Sara Blomqvist", "doctoral", "Officer, recognition", 6, "sv en", "City"),
    Character(
        "giorgos.manolakis", "Γιώργος Μανωλάκης", "science", "Assistant, projects", 5, "el en", "North"
    ),
    Character("leila.hosseini", "لیلا حسینی", "project", "Officer, student projects", 6, "fa en", "North"),
    Character("noam.shapira", "נועם שפירא", "grants", "Officer, reporting", 5, "he en", "Harbour"),
    Character("arjun.deshmukh", "अर्जुन देशमुख", "hr", "Assistant, recruitment", 5, "hi en", "City"),
    Character("misaki.tanaka", "田中 美咲", "arts", "Assistant, visiting artists", 5, "ja en", "City"),
    Character(
        "olafur.einarsson",
        "Ólafur Einarsson",
        "admin",
        "Officer, facilities and guests",
        6,
        "is en",
        "Harbour",
    ),
    Character(
        "katerina.ruzickova", "Kateřina Růžičková", "people", "Assistant, onboarding", 6, "cs sk en", "North"
    ),
    Character("inaki.etxeberria", "Iñaki Etxeberria", "ir", "Officer, agreements", 6, "es en", "North"),
    Character(
        "pieter.vanderlinden", "Pieter van der Linden", "guests", "Officer, housing desk", 5, "nl en", "North"
    ),
    Character(
        "marija.petrovska", "Марија Петровска", "housing", "Officer, family flats", 6, "sr en", "Harbour"
    ),
    Character("chidi.ezeh", "Chidi Ezeh", "library", "Officer, open access", 6, "en", "City"),
    Character(
        "quangminh.le", "Lê Quang Minh", "guest-programme", "Assistant, guest house", 4, "vi en", "Harbour"
    ),
    Character(
        "anneli.saarinen", "Anneli Saarinen", "guests", "Officer, health and wellbeing", 6, "fi en", "North"
    ),
    Character("dorin.ciobanu", "Dorin Ciobanu", "people", "Payroll officer", 6, "ro en", "North"),
    Character("maeve.gallagher", "Maeve Gallagher", "arts", "Officer, student support", 6, "en ga", "City"),
    Character("tugba.simsek", "Tuğba Şimşek", "io", "Assistant, summer schools", 4, "tr en", "City"),
    Character(
        "jonas.bjorgvinsson", "Jónas Björgvinsson", "grants", "Assistant, grants", 4, "is en", "Harbour"
    ),
    Character(
        "anastasia.lebedeva", "Анастасия Лебедева", "library", "Officer, acquisitions", 5, "ru en", "City"
    ),
    Character("zsofia.biro", "Zsófia Bíró", "doctoral", "Assistant, doctoral events", 4, "hu en", "City"),
    Character("aroha.terangi", "Aroha Te Rangi", "doctoral", "Officer, doctoral mobility", 6, "en", "City"),
    Character("bogdan.stanescu", "Bogdan Stănescu", "research", "Officer, audits", 5, "ro en", "City"),
    Character(
        "fatima.benali", "فاطمة الزهراء بنعلي", "housing", "Assistant, guest houses", 4, "ar fr", "Harbour"
    ),
    Character("milica.dordevic", "Milica Đorđević", "project", "Officer, finance", 6, "sr en", "North"),
    Character("signe.kjaergaard", "Signe Kjærgaard", "ir", "Assistant, incoming staff", 5, "da en", "North"),
    Character("siyuan.chen", "陈思远", "science", "Officer, joint degrees", 6, "zh en", "North"),
    Character("ruimiguel.antunes", "Rui Miguel Antunes", "admin", "Assistant, travel", 4, "pt en", "Harbour"),
    Character(
        "jeanbaptiste.kouassi", "Jean-Baptiste Kouassi", "people", "Assistant, training", 5, "fr en", "North"
    ),
    Character("hyejin.park", "박혜진", "library", "Assistant, study spaces", 4, "ko en", "City"),
    Character("oisin.macgiolla", "Oisín Mac Giolla", "hr", "Officer, pensions", 6, "ga en", "City"),
    Character("paola.mancuso", "Paola Mancuso", "arts", "Officer, events", 5, "it en", "City"),
    Character("mikkel.thorsen", "Mikkel Thorsen", "housing", "Assistant, keys", 3, "da en", "Harbour"),
)

FORMER: tuple[Character, ...] = (
    Character("ingeborg.solheim", "Ingeborg Solheim", "io", "Advisor, mobility", 8, "no en"),
    Character("ahmad.zadeh", "احمد زاده", "research", "Senior Officer, contracts", 8, "fa en"),
    Character("clement.dubois", "Clément Dubois-Haïk", "grants", "Manager, budgets", 9, "fr en"),
    Character("kateryna.zhuk", "Катерина Жук", "people", "Advisor, families", 8, "uk en"),
    Character("emanuele.conti", "Emanuele Conti", "arts", "Faculty manager", 9, "it en"),
    Character("seojun.park", "박서준", "science", "Manager, joint programmes", 9, "ko en"),
    Character("bronislava.hajkova", "Bronislava Hájková", "admin", "Lawyer", 10, "cs sk en"),
    Character("olivia.brandt", "Olivia Brandt", "hr", "Manager, recruitment", 9, "de en"),
    Character("suleyman.demirtas", "Süleyman Demirtaş", "project", "Project manager", 8, "tr en"),
    Character("rut.levi", "רות לוי", "doctoral", "Manager, doctoral training", 9, "he en"),
    Character("ximena.ortega", "Ximena Ortega", "library", "Head of user services", 9, "es en"),
    Character("gunnar.holmstrom", "Gunnar Holmström", "guests", "Senior Officer, guests", 8, "sv fi en"),
    Character("nana.kobayashi", "小林 奈々", "guest-programme", "Advisor, long stays", 8, "ja en"),
    Character("desta.tesfaye", "ደስታ ተስፋዬ", "ir", "Advisor, agreements", 8, "en"),
    Character("petra.kolarova", "Petra Kolářová", "arts", "Officer, timetables", 6, "cs en"),
    Character("vikram.joshi", "विक्रम जोशी", "io", "Officer, scholarships", 6, "hi en"),
    Character("emeka.obi", "Chukwuemeka Obi", "welcome", "Officer, welcome", 6, "en"),
    Character("solveig.dahl", "Solveig Dahl", "grants", "Officer, grants", 6, "no en"),
    Character("amina.belkacem", "أمينة بلقاسم", "people", "Officer, training", 6, "ar fr en"),
    Character("tomas.urbonas", "Tomas Urbonas", "guests", "Officer, events", 5, "lt en"),
    Character("grace.mwangi", "Grace Wanjiru Mwangi", "science", "Officer, degrees", 6, "en"),
    Character("luis.figueira", "Luís Figueira", "project", "Officer, reporting", 6, "pt en"),
    Character("jiayi.xu", "徐佳怡", "library", "Officer, research data", 6, "zh en"),
    Character("danilo.peric", "Данило Перић", "admin", "Officer, travel", 5, "sr en"),
    Character("ana.kapanadze", "ანა კაპანაძე", "research", "Officer, proposals", 6, "ka en"),
    Character("elin.bergqvist", "Elin Bergqvist", "ir", "Officer, staff weeks", 6, "sv en"),
    Character("huda.mansour", "هدى منصور", "housing", "Officer, leases", 6, "ar en"),
    Character("bence.farkas", "Bence Farkas", "guest-programme", "Officer, guests", 5, "hu en"),
)

PRESENT: tuple[Character, ...] = (
    Character("jurg.aebischer", "Jürg Aebischer", "housing", "Manager, guest housing", 9, "de fr en"),
    Character("marit.vandoorn", "Marit van Doorn", "research", "Manager, research support", 9, "nl en"),
    Character("nikos.stathopoulos", "Νίκος Σταθόπουλος", "ir", "Senior Officer", 8, "el en"),
    Character("fiadh.brennan", "Fiadh Brennan", "hr", "Manager, relocation", 9, "ga en"),
    Character("kemal.arslan", "Kemal Arslan", "grants", "Senior Officer, finance", 8, "tr en"),
    Character("zainab.bello", "Zainab Bello", "doctoral", "Senior Officer, funding", 8, "en"),
    Character("otso.laine", "Otso Laine", "library", "Head of systems", 9, "fi en"),
    Character("rosa.gimenez", "Rosa Giménez Pla", "guest-programme", "Senior advisor", 8, "es ca en"),
    Character("svetlana.petrova", "Светлана Петрова", "people", "Advisor, wellbeing", 8, "bg ru en"),
    Character("thandeka.mokoena", "Thandeka Mokoena", "project", "Officer, partnerships", 6, "en"),
    Character("linnea.aas", "Linnea Aas", "io", "Officer, incoming students", 5, "no en"),
    Character("davit.sargsyan", "Դավիթ Սարգսյան", "science", "Officer, laboratories", 6, "hy ru en"),
    Character("uyen.pham", "Phạm Thu Uyên", "guests", "Officer, guest desk", 5, "vi en"),
    Character("milo.vukovic", "Milo Vuković", "admin", "Officer, purchasing", 5, "hr en"),
    Character("camille.roussel", "Camille Roussel", "arts", "Officer, research leave", 6, "fr en"),
    Character("rania.saleh", "رانيا صالح", "ir", "Officer, scholarships", 6, "ar en"),
    Character("joao.pinto", "João Pinto", "welcome", "Officer, arrivals", 5, "pt en"),
    Character("kiri.walker", "Kiri Walker", "hr", "Officer, induction", 5, "en"),
    Character("silvia.bartosova", "Silvia Bartošová", "grants", "Officer, audits", 6, "sk en"),
)

CAST: tuple[Character, ...] = TEAM + MENTORS + MENTEES + FORMER + PRESENT

# Whose line manager is not the head of their own unit.
LENT_TO: dict[str, str] = {"nino.kvaratskhelia": "welcome"}
