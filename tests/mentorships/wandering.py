"""Following each link from home, and each address that takes the id of a pair, its round or its programme."""

import re
from collections import Counter
from contextlib import suppress

from django.urls import NoReverseMatch, Resolver404, resolve, reverse

from tests import doors

LINK = re.compile(r'(?:href|action|hx-get)="(/[^"]*)"')


def addresses(client, pair):
    """Everything one is led to from home, and every address that takes one id: body by address."""
    to_visit = ["/", *typed([pair.pk, pair.round_id, pair.round.programme_id])]
    found, kinds = {}, Counter()
    while to_visit:
        address = to_visit.pop(0).replace("&amp;", "&")
        kind = kind_of(address)
        if address in found or kind is None or kinds[kind] >= 12:
            continue
        kinds[kind] += 1
        answer = client.get(address, follow=True)
        body = answer.getvalue() if answer.streaming else answer.content
        found[address] = body.decode(errors="replace")
        if answer.status_code == 200 and answer.headers.get("Content-Type", "").startswith("text/html"):
            to_visit += LINK.findall(found[address])
    return found


def typed(ids):
    for name in doors.names():
        for pk in ids:
            with suppress(NoReverseMatch):
                yield reverse(name, args=[pk])


def kind_of(address):
    if address.startswith("/static/"):
        return None
    try:
        return resolve(address.partition("?")[0].partition("#")[0]).view_name
    except Resolver404:
        return None
