"""The three institutions of the demo's region, their units, and who heads each unit."""

from typing import NamedTuple


class Place(NamedTuple):
    """An institution: key, name, short name, city, and the domain of its addresses."""

    key: str
    name: str
    short_name: str
    city: str
    domain: str


class Office(NamedTuple):
    """A unit: key, its institution's key, name, and its head's name and address before the @."""

    key: str
    place: str
    name: str
    head: str
    head_address: str


PLACES: tuple[Place, ...] = (
    Place("northport", "University of Northport", "Northport", "Northport", "northport.example"),
    Place("nuas", "Northport University of Applied Sciences", "NUAS", "Northport", "nuas.example"),
    Place("coastal", "Institute for Coastal Research", "Coastal Research", "Saltmouth", "coastal.example"),
)

OFFICES: tuple[Office, ...] = (
    Office("research", "northport", "Research Support Office", "Σταύρος Καραγιάννης", "stavros.karagiannis"),
    Office("welcome", "northport", "Welcome Centre", "თინათინ ლომიძე", "tinatin.lomidze"),
    Office("doctoral", "northport", "Doctoral School", "Élodie Vandamme", "elodie.vandamme"),
    Office("library", "northport", "Library Services", "Gwenllian Prydderch", "gwenllian.prydderch"),
    Office("housing", "northport", "Housing Office", "Мирослав Јовановић", "miroslav.jovanovic"),
    Office("hr", "northport", "Human Resources", "Nomvula Dlamini-Hughes", "nomvula.dlamini-hughes"),
    Office("io", "northport", "International Office", "Νίκη Παπαδάκη", "niki.papadaki"),
    Office(
        "arts", "northport", "Faculty of Arts – Administration", "Bartholomew Achebe", "bartholomew.achebe"
    ),
    Office("science", "northport", "Faculty of Science – Dean's Office", "渡辺 真理子", "mariko.watanabe"),
    Office("it", "northport", "IT Services", "Raúl Ibáñez Quintero", "raul.ibanez"),
    Office("project", "nuas", "Project Office", "Дарина Коваленко", "daryna.kovalenko"),
    Office("people", "nuas", "People and Culture", "Sigríður Jónsdóttir", "sigridur.jonsdottir"),
    Office("ir", "nuas", "International Relations", "ნათია გელაშვილი", "natia.gelashvili"),
    Office("guests", "nuas", "Student and Guest Services", "Ömer Faruk Aksoy", "omer.aksoy"),
    Office("admin", "coastal", "Administration", "Maëlle Le Goff", "maelle.legoff"),
    Office("guest-programme", "coastal", "HR and Guest Programme", "Đặng Thị Mai", "mai.dang"),
    Office("grants", "coastal", "Grants Office", "רחל בן־דוד", "rachel.bendavid"),
)
