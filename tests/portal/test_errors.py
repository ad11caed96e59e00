"""Pages for what does not work are in the look, and say what to do."""

import pytest
from django.template.loader import render_to_string
from django.test import Client

from tests import factories

pytestmark = pytest.mark.django_db


def test_absent_page_points_home(client):
    answer = client.get("/nothing-here/")
    assert (answer.status_code, "There is nothing here for you" in answer.content.decode()) == (404, True)


def test_answer_without_its_proof_of_origin_is_refused_in_words():
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(factories.person())
    answer = strict.post("/sign-out/")
    assert (answer.status_code, "We could not accept that" in answer.content.decode()) == (403, True)


def test_page_for_our_own_faults_needs_nothing_but_itself(django_assert_num_queries):
    with django_assert_num_queries(0):
        page = render_to_string("500.html")
    assert "Something went wrong on our side" in page
    assert "{" not in page
