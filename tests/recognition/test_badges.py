"""Badges, as an independent library verifies them."""

import json
import secrets
from datetime import timedelta

import jwt
import pytest
from django.urls import reverse
from django.utils import timezone
from openbadgeslib.ob3 import OB3VerificationError, OB3Verifier
from openbadgeslib.ob3.did import did_web_from_url

from fairlead.programmes.enums import Side
from fairlead.recognition import badges
from fairlead.recognition.actions import issuing
from fairlead.recognition.models import Certificate
from fairlead.recognition.queries import issuers
from tests import factories
from tests.recognition import ended

pytestmark = pytest.mark.django_db
BASE = "https://mentoring.northport.example"


@pytest.fixture(autouse=True)
def base(settings):
    settings.BASE_URL = BASE


@pytest.fixture
def download(client):
    """Fetch what a verifier asks for from our own public pages, as a stranger."""

    def fetch(url, *_more, **_options):
        assert url.startswith(f"{BASE}/")
        answer = client.get(url.removeprefix(BASE))
        assert answer.status_code == 200
        return answer.content

    return fetch


@pytest.fixture
def one():
    return ended.certificate(ended.pair(), timezone.now() - timedelta(hours=1))


def verified(token, download, **more):
    issuer = jwt.decode(token, options={"verify_signature": False})["iss"]
    verifier = OB3Verifier.for_issuer_did(issuer, download=download)
    return verifier.verify(token, check_status=True, download=download, **more)


def test_badge_is_accepted_by_an_independent_verifier(one, download):
    read = verified(issuers.badge(one), download)
    assert (read.issuer.name, read.achievement.name) == (one.institution_name, "Mentee in Safe Harbour")
    assert read.id == f"{BASE}/verify/{one.code}/"
    assert read.achievement.criteria_narrative == (
        "The pair came to its planned end and held at least 4 meetings."
    )


def test_badge_names_its_holder_only_by_the_fingerprint_of_their_address(one, download):
    [holder] = verified(issuers.badge(one), download).identifiers
    expected = type(holder).create(one.person.email, salt=holder.salt)
    assert holder == expected
    said = json.dumps(jwt.decode(issuers.badge(one), options={"verify_signature": False}))
    assert [word for word in (one.person.email, one.name, "Moana") if word in said] == []


def test_identifier_of_the_issuer_is_where_the_standard_looks_for_it(one):
    page = f"{BASE}{reverse('recognition:did', args=[one.institution_id])}"
    assert issuers.issuer_of(one.institution).did == did_web_from_url(page.removesuffix("did.json"))


def test_did_knows_ports_and_paths():
    assert badges.did("http://localhost:8000/mentoring", "issuers", "x") == (
        "did:web:localhost%3A8000:mentoring:issuers:x"
    )


@pytest.mark.parametrize("act", ["withdraw", "renew"])
def test_badge_of_a_certificate_that_no_longer_holds_is_refused(one, download, act, at):
    token = issuers.badge(one)
    verified(token, download)
    if act == "withdraw":
        issuing.withdraw(one, by=factories.actor(), at=at)
    else:
        type(one.person).objects.filter(pk=one.person_id).update(name="Somebody New")
        issuing.renew(one, by=factories.actor(), at=at)
    with pytest.raises(OB3VerificationError, match="'revocation' is set"):
        verified(token, download)


def test_badge_that_was_changed_is_refused(one, download):
    head, body, sign = issuers.badge(one).split(".")
    other = issuers.badge(ended.certificate(ended.pair(), timezone.now() - timedelta(hours=1), Side.MENTOR))
    with pytest.raises(OB3VerificationError):
        verified(".".join([head, other.split(".")[1], sign]), download)


def test_badge_signed_before_the_keys_changed_still_verifies(one, download, settings):
    old = settings.BADGE_KEYS[0]
    token = issuers.badge(one)
    settings.BADGE_KEYS = [secrets.token_bytes(32), old]
    issuer = issuers.issuer_of(one.institution)
    assert OB3Verifier.for_issuer_did(issuer.did, download=download).verify(token).id.endswith(f"{one.code}/")
    verified(issuers.badge(one), download)
    settings.BADGE_KEYS = settings.BADGE_KEYS[:1]
    with pytest.raises(OB3VerificationError, match="no verificationMethod"):
        OB3Verifier.for_issuer_did(issuer.did, download=download).verify(token)


def test_badge_signed_by_somebody_else_is_refused(one, download, settings):
    kept = settings.BADGE_KEYS
    settings.BADGE_KEYS = [secrets.token_bytes(32)]
    forged = issuers.badge(one)
    settings.BADGE_KEYS = kept
    with pytest.raises(OB3VerificationError):
        verified(forged, download)


def test_list_tells_of_no_other_institution(one, client, at):
    other = ended.pair()
    taken_back = ended.certificate(other, timezone.now())
    issuing.withdraw(taken_back, by=factories.actor(), at=at)
    answer = client.get(reverse("recognition:status", args=[one.institution_id, one.status_list]))
    said = jwt.decode(answer.content.decode(), options={"verify_signature": False})
    empty = badges.status_list(said["id"], [], issuers.issuer_of(one.institution), bytes(32), at=at)
    plain = jwt.decode(empty, options={"verify_signature": False})
    assert said["credentialSubject"] == plain["credentialSubject"]


def test_each_certificate_has_its_own_place_in_the_list(at):
    for _pair in range(3):
        ended.certificate(ended.pair(), at)
    places = set(Certificate.objects.values_list("status_list", "status_index"))
    assert len(places) == 3
    assert {number for number, _index in places} == {0}
