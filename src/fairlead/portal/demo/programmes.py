"""The demo's two programmes: their texts, areas, teams and rounds."""

from typing import NamedTuple

# Key and name of each area of expertise; the keys are used in the other tables.
AREAS: dict[str, str] = {
    "visas": "Entry and visas",
    "permits": "Work and residence permits",
    "contracts": "Contracts and payroll",
    "social": "Social security and pensions",
    "tax": "Taxation",
    "health": "Health insurance and care",
    "housing": "Accommodation",
    "family": "Family, childcare and schools",
    "dual": "Dual career",
    "culture": "Language and intercultural skills",
    "recognition": "Recognition of qualifications",
    "arrival": "Arrival, registration and banking",
    "welcome": "Welcome events and community",
    "mobility": "Mobility programmes and agreements",
    "funding": "Project and funding support",
    "crisis": "Crisis and wellbeing support",
    "digital": "Data, digital tools and process improvement",
    "leadership": "Leadership, career and networking",
}


class Member(NamedTuple):
    """A member of a programme's team: address before the @, role, what they answer for, a partner's key."""

    key: str
    role: str
    responsible_for: str
    place: str = ""


SAFE_HARBOUR = {
    "name": "Safe Harbour: mentoring across the region",
    "slug": "safe-harbour",
    "aim": (
        "Colleagues who support international academics learn most from one another, yet rarely meet "
        "outside their own office. Safe Harbour pairs staff of our three institutions for six months, so "
        "that knowledge of permits, contracts, families and funding travels between offices, and so that "
        "nobody does this work alone.\n"
        "\n"
        "We want an inclusive culture in which experience counts wherever it was gathered, and a network "
        "across the region that still holds when a case is urgent."
    ),
    "goal_kinds": ["job_knowledge", "professional_skills", "networking"],
    "own_goals": "Every mentee leaves with two colleagues at another institution whom they can ring.",
    "format": "formal",
    "length_months": 6,
    "meetings_expected": 6,
    "meeting_minutes": 75,
    "outcomes": (
        "A plan with two or three goals of the mentee’s own\n"
        "Surer handling of at least one kind of case that used to be passed on\n"
        "One visit to the other’s office\n"
        "A short reflection at the end, kept by the pair"
    ),
    "mentor_requirements": (
        "Four years or more of supporting international academics, in whatever office\n"
        "You know the mission and the values of your institution and can explain how decisions are made\n"
        "You listen, keep confidences, and have ninety minutes a month\n"
        "A two-hour preparation before the first meeting"
    ),
    "mentee_requirements": (
        "You work in administration or services and support international academics in part of your time\n"
        "Your supervisor approves in writing: about nine working hours over six months\n"
        "You bring questions of your own"
    ),
    "incentives": (
        "A certificate of the three institutions for mentors and mentees, counted in the yearly appraisal "
        "as service to the institution; mentors are thanked by the vice-rectors at the summer reception."
    ),
    "supervisor_approval": True,
    "privacy_notice": (
        "The coordinators and the partner coordinator of your institution read your application. A "
        "proposed partner sees your name, unit, areas and languages, and nothing else. What a pair writes "
        "stays with the pair. Applications are kept for two years. You can withdraw at any time."
    ),
    "contact_name": "Ásta Guðmundsdóttir",
    "contact_email": "asta.gudmundsdottir@northport.example",
    "words_received": (
        "Every Thursday at noon there is coffee for all who applied, in the boat house and online. Bring a "
        "question about a case; you will not be the only one."
    ),
    "letter_ending": "Fair winds from the harbour",
}

GROW = {
    "name": "Grow at Northport: international support",
    "slug": "grow-international",
    "part_of": "Grow at Northport, the university’s mentoring programme for all staff",
    "part_of_link": "https://www.northport.example/grow",
    "aim": (
        "The part of our staff mentoring programme for those who work with international colleagues and "
        "guests. Informal: two people agree what they want to talk about, and begin."
    ),
    "goal_kinds": ["professional_skills", "networking"],
    "own_goals": "",
    "format": "informal",
    "length_months": 9,
    "meetings_expected": 5,
    "meeting_minutes": 60,
    "outcomes": "A conversation partner outside your own unit\nOne new habit or tool a term",
    "mentor_requirements": "Two years or more at the university, and curiosity about other offices",
    "mentee_requirements": "Any member of the administrative staff; no approval is needed",
    "incentives": "Time spent as a mentor counts as staff development.",
    "supervisor_approval": False,
    "privacy_notice": (
        "The coordinator reads your application; a proposed partner sees your name, unit and areas."
    ),
    "contact_name": "Tomasz Wójcik",
    "contact_email": "tomasz.wojcik@northport.example",
}

GROW_AREAS = ("culture", "welcome", "mobility", "digital", "leadership", "crisis")

SAFE_HARBOUR_TEAM = (
    Member("asta.gudmundsdottir", "coordinator", "Applications, matching, everyday questions"),
    Member("nomvula.dlamini-hughes", "hr_lead", "Recognition, appraisal, budget"),
    Member("niki.papadaki", "iro_lead", "Partners and the yearly assessment"),
    Member("natia.gelashvili", "partner_coordinator", "Applicants of NUAS", "nuas"),
    Member("mai.dang", "partner_coordinator", "Applicants of the Institute", "coastal"),
)
GROW_TEAM = (
    Member("tomasz.wojcik", "coordinator", "The whole of it"),
    Member("nomvula.dlamini-hughes", "hr_lead", "Link to Grow at Northport"),
)
