"""A believable demo: who is in it, what they applied for, what became of it."""

from typing import NamedTuple


class SignIn(NamedTuple):
    """Somebody one can sign in as: the part they play, name, address, password."""

    role: str
    name: str
    email: str
    password: str

    @property
    def address_parts(self) -> tuple[str, str]:
        """The address in two parts, so that a narrow page can break it after the @."""
        mailbox, _at, domain = self.email.partition("@")
        return f"{mailbox}@", domain


PASSWORD = "fair-harbour"  # nosec B105: the demo's own, printed wherever it is needed

SIGN_INS: tuple[SignIn, ...] = tuple(
    SignIn(role, name, email, PASSWORD)
    for role, name, email in (
        ("Coordinator", "Ásta Guðmundsdóttir", "asta.gudmundsdottir@northport.example"),
        ("Coordinator of the broader programme’s part", "Tomasz Wójcik", "tomasz.wojcik@northport.example"),
        ("Partner coordinator", "ნათია გელაშვილი", "natia.gelashvili@nuas.example"),
        ("Coordinator of the third institution", "Đặng Thị Mai", "mai.dang@coastal.example"),
        ("HR lead", "Nomvula Dlamini-Hughes", "nomvula.dlamini-hughes@northport.example"),
        ("International relations lead", "Νίκη Παπαδάκη", "niki.papadaki@northport.example"),
        ("Mentor with an offer", "يوسف النجار", "yousef.alnajjar@northport.example"),
        ("Mentee with an offer", "ياسمين الخطيب", "yasmin.alkhatib@northport.example"),
        ("Mentee of a running pair", "Thandeka Mokoena", "thandeka.mokoena@nuas.example"),
        ("Mentor of a running pair", "Jürg Aebischer", "jurg.aebischer@northport.example"),
        ("Mentor with certificates", "Ingeborg Solheim", "ingeborg.solheim@northport.example"),
        ("Mentee who waits for a mentor", "Pieter van der Linden", "pieter.vanderlinden@nuas.example"),
        ("Applicant waiting for her supervisor", "Zsófia Bíró", "zsofia.biro@northport.example"),
        ("Supervisor", "Élodie Vandamme", "elodie.vandamme@northport.example"),
        ("Somebody new", "Sebastián Cárdenas", "sebastian.cardenas@coastal.example"),
        ("IT administrator", "Raúl Ibáñez Quintero", "raul.ibanez@northport.example"),
    )
)
