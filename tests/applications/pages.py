"""Addresses and words of the pages of applicants."""

import html
import re

from django.urls import reverse

from fairlead.programmes.enums import RoundState


def text(response):
    return html.unescape(" ".join(response.content.decode().split()))


def same(response):
    """The page without what differs from one answer to the next anyway."""
    return re.sub(r"[A-Za-z0-9]{64}", "", text(response))


def apply_page(side="mentee"):
    return reverse("applications:apply", args=["harbour", side])


def step_page(application, step):
    return reverse("applications:step", args=[application.pk, step])


def shown(response):
    """The hidden marks of what a page shows."""
    found = re.search(r'name="as_shown" value="([^"]*)"', response.content.decode())
    return html.unescape(found[1]) if found else ""


def close(round):
    round.state = RoundState.CLOSED
    round.save()


def status_of(client, application):
    return text(client.get(reverse("applications:status", args=[application.pk])))
