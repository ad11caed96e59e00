"""The kinds of problems a file can hold, each with its title and what it means, in the order they are
shown.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Kind:
    """A kind of problem; `weight` is "choose" (asks), "out" (rows left out), "mended" or "noted"."""

    key: str
    weight: str
    title: str | Promise
    meaning: str | Promise


KINDS: tuple[Kind, ...] = (
    Kind(
        "same_person",
        "choose",
        _("One person under two spellings"),
        _("These rows look like the same person. As one person, the newest complete answer counts."),
    ),
    Kind(
        "two_forms",
        "choose",
        _("One form as mentor, another as mentee"),
        _("The newest answers of a person count; but somebody may have meant both."),
    ),
    Kind(
        "consent_later",
        "choose",
        _("Agreed in one row, not in another"),
        _("The same person seems to have agreed to the privacy notice in one row and not in another."),
    ),
    Kind(
        "address_broken",
        "choose",
        _("Broken e-mail address"),
        _("No letter would reach this address. Without a working one the row is left out."),
    ),
    Kind(
        "name_lost",
        "choose",
        _("Letters lost by the export"),
        _("The export wrote “?” for a letter it could not write. Choose the spelling, or type it."),
    ),
    Kind("name_missing", "choose", _("No name"), _("The row has an address but no name.")),
    Kind("role_unknown", "choose", _("Mentor or mentee?"), _("The cell says neither.")),
    Kind(
        "institution_unknown",
        "choose",
        _("Unknown institution"),
        _("No institution has this name. Choose the one that is meant, or let it be created."),
    ),
    Kind(
        "area_unknown",
        "choose",
        _("Unknown area"),
        _("The programme has no area of this name. Choose the one that is meant, or let it be created."),
    ),
    Kind(
        "language_unknown",
        "choose",
        _("Unknown language"),
        _("Choose the language that is meant, or leave it out."),
    ),
    Kind(
        "manager_self",
        "choose",
        _("Named as their own line manager"),
        _("A line manager is never paired with their own staff, so it matters who it is."),
    ),
    Kind(
        "manager_broken",
        "choose",
        _("Line manager’s address missing or broken"),
        _("Without it a supervisor cannot be asked for approval."),
    ),
    Kind(
        "avoid_unclear",
        "choose",
        _("Should not be paired with whom?"),
        _("The name fits several people, or one that is spelled a little differently."),
    ),
    Kind(
        "consent_missing",
        "out",
        _("Left out: did not agree"),
        _("Without agreement to the privacy notice a row is always left out."),
    ),
    Kind(
        "institution_left",
        "out",
        _("Left out: the institution has left the programme"),
        _("Its people take part no more. They can be brought in once it takes part again."),
    ),
    Kind("test_row", "out", _("Left out: test rows"), _("Somebody tried out the form.")),
    Kind(
        "resubmission",
        "out",
        _("Left out: older answers of the same person"),
        _("The newest complete answer of a person counts."),
    ),
    Kind("unit_new", "mended", _("New units"), _("These units are created, once each.")),
    Kind("number_unreadable", "mended", _("Number not understood or out of range"), _("It stays empty.")),
    Kind(
        "places_missing",
        "mended",
        _("Mentors without a number of places"),
        _("They get the number chosen here."),
    ),
    Kind(
        "other_side",
        "mended",
        _("Areas for the side they did not apply for"),
        _("Mentors offer areas, mentees want them. What does not fit the role is not brought in."),
    ),
    Kind("number_word", "mended", _("Number written as a word"), _("It is read as the number.")),
    Kind("decimal_comma", "mended", _("Decimal comma"), _("It is read as a decimal point.")),
    Kind(
        "address_tidied",
        "mended",
        _("Address tidied"),
        _("Capital letters and spaces do not belong in an address."),
    ),
    Kind("twice", "mended", _("Named twice in one list"), _("It counts once.")),
    Kind("too_long", "mended", _("Too long"), _("The text is cut to the length that fits.")),
    Kind(
        "important_elsewhere",
        "mended",
        _("Most important area was not chosen"),
        _("It is added to those wanted."),
    ),
    Kind(
        "date_unreadable",
        "mended",
        _("Date missing or not understood"),
        _("The time of the upload is taken."),
    ),
    Kind("mode_unknown", "mended", _("How to meet is missing or not understood"), _("“Either” is taken.")),
    Kind(
        "mentor_no_areas",
        "noted",
        _("Mentor without areas"),
        _("They can be matched only by other criteria."),
    ),
    Kind(
        "mentee_no_areas",
        "noted",
        _("Mentee without areas"),
        _("They can be matched only by other criteria."),
    ),
    Kind("languages_missing", "noted", _("No language"), _("Without a language nobody can be paired.")),
    Kind("manager_missing", "noted", _("No line manager"), _("Nobody can be kept apart from them.")),
    Kind(
        "formula",
        "noted",
        _("Formula in a cell"),
        _("It is kept as plain text and never comes alive in an export."),
    ),
    Kind(
        "date_order", "noted", _("How dates were read"), _("Dates in this column could be read in two ways.")
    ),
    Kind("avoid_found", "noted", _("Should not be paired: person found"), _("They will not be paired.")),
    Kind(
        "avoid_unknown",
        "noted",
        _("Should not be paired: nobody found"),
        _("It is kept as text for you to read."),
    ),
    Kind("name_kept", "noted", _("Known under another name"), _("The name we have stays.")),
    Kind("closed", "noted", _("Already decided"), _("What was decided here is not changed by a file.")),
)
BY_KEY: dict[str, Kind] = {kind.key: kind for kind in KINDS}
