"""Whoever misses training sees what before they sign, and signs only by a step of its own."""

import pytest
from django.urls import reverse

from fairlead.mentorships.models import Signature
from fairlead.mentorships.queries import agreements as queries
from fairlead.training.enums import Need, Track
from tests.mentorships.agreeing import mentee, pair, write
from tests.mentorships.test_agreement_pages import address, seen
from tests.training.learning import module

pytestmark = pytest.mark.django_db


def test_who_misses_training_sees_what_before_signing_and_the_other_does_not(client):
    made = pair()
    each = module(made.round.programme, "Boundaries", track=Track.MENTOR, need=Need.BEFORE_MEETING)
    found = []
    for half in (made.mentor, made.mentee):
        client.force_login(half.person)
        found.append(reverse("training:module", args=[each.pk]) in seen(client, made))
    assert found == [True, False]


def test_who_misses_training_signs_only_by_a_step_of_its_own(client, at):
    one = pair()
    write(one, mentee(one), at)
    each = module(one.round.programme, "Boundaries", track=Track.MENTOR, need=Need.BEFORE_MEETING)
    version = queries.shelf(one).writing
    fields = {"version": str(version.pk), "revision": str(version.revision)}
    client.force_login(one.mentor.person)
    page = seen(client, one)
    assert page.index(reverse("training:module", args=[each.pk])) < page.index("Mentoring agreement</h2>")
    assert ("I agree and sign" in page, "Sign all the same" in page) == (False, True)
    refused = client.post(address(one, "agreement_sign"), fields, follow=True)
    assert ("Nothing is signed yet." in refused.content.decode(), Signature.objects.count()) == (True, 0)
    signed = client.post(address(one, "agreement_sign"), {**fields, "untrained": "1"}, follow=True)
    assert "Signed. Ana Alves has a letter and signs next." in signed.content.decode()
    client.force_login(one.mentee.person)
    assert "I agree and sign" in seen(client, one)
    client.post(address(one, "agreement_sign"), fields)
    assert Signature.objects.count() == 2
