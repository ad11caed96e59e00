"""The demo's practice card, the names of its scales, and who is invited to be a mentor."""

from decimal import Decimal
from typing import Any

from fairlead.programmes.enums import Change, Importance, Schedule

SCALES: dict[tuple[str, int], str] = {
    ("cost", 1): "Within the running budget",
    ("cost", 2): "Up to 1,000 euro",
    ("cost", 3): "Up to 5,000 euro",
    ("cost", 4): "Up to 20,000 euro",
    ("cost", 5): "More than 20,000 euro",
    ("time", 1): "Within a month",
    ("time", 2): "One to three months",
    ("time", 3): "A term",
    ("time", 4): "A year",
    ("time", 5): "More than a year",
    ("effort", 1): "A few hours",
    ("effort", 2): "A few days",
    ("effort", 3): "A tenth of a post",
    ("effort", 4): "A quarter of a post",
    ("effort", 5): "Half a post or more",
}
HEAD = {
    "goals": "Improved skills and knowledge; colleagues who know each other across units",
    "categories": "Capacity building of support and management staff",
    "target_groups": "Administrative staff",
    "schedule": Schedule.CONTINUOUS,
    "importance": Importance.IMPORTANT,
    "change": Change.MEDIUM,
}
SETUP: dict[str, Any] = {
    "cost_level": 2,
    "time_level": 3,
    "effort_level": 4,
    "money": Decimal("850.00"),
    "weeks": 14,
    "hours": Decimal("96.0"),
    "actors": "International relations office (lead), HR development, data-protection officers of all three",
    "partners": "NUAS and the Coastal Institute: one coordinator each, two planning meetings",
    "indicators": "Arrangement signed by three institutions\nMentor places for each approved mentee (1.2)",
}
DELIVERY: dict[str, Any] = {
    "cost_level": 2,
    "time_level": 3,
    "effort_level": 4,
    "money": Decimal("620.00"),
    "weeks": 26,
    "hours": Decimal("210.0"),
    "actors": "Coordinator (a quarter of a post), trainers from HR development",
    "partners": "Partner coordinators read their applicants and approve pairs of their people",
    "indicators": "Pairs that met within 30 days\nMeetings held of planned\nPairs that would do it again",
}
INVITED: tuple[tuple[str, str], ...] = (
    ("Bronwen Prys-Jones", "bronwen.prys-jones@northport.example"),
    ("Dragana Ilić", "dragana.ilic@northport.example"),
    ("Emeka Nwosu", "emeka.nwosu@northport.example"),
    ("Fionnuala Ó Dálaigh", "fionnuala.odalaigh@nuas.example"),
    ("Gülşen Aydın", "gulsen.aydin@nuas.example"),
    ("Ilze Bērziņa", "ilze.berzina@coastal.example"),
    ("Khadija El Amrani", "khadija.elamrani@coastal.example"),
    ("محمد العلي", "mohammad.alali@northport.example"),
)
