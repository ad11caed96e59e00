"""Every letter to somebody outside the team says at its end whom to turn to."""

from tests.house.tree import ROOT

ENDING = '{% include "programmes/letters/ending.txt" %}'
TO_THE_TEAM = {"drafts.txt", "supervisors_late.txt", "suggestion_came.txt", "suggestion_made.txt"}
ABOUT_NO_PROGRAMME = {"sign_in.txt", "password_set.txt"}
# The ending itself, and the letter whose words name the contact already.
OTHERS = {"ending.txt", "declined.txt"}


def test_letters_end_with_the_contact_of_the_programme():
    letters = (ROOT / "src").rglob("templates/*/letters/*.txt")
    without = {path.name for path in letters if ENDING not in path.read_text()}
    assert without - TO_THE_TEAM - ABOUT_NO_PROGRAMME - OTHERS == set()
