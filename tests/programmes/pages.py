"""Addresses and words of the pages of programmes."""

from django.urls import reverse


def text(response):
    return " ".join(response.content.decode().split())


def edit(programme, section):
    return reverse("programmes:edit", args=[programme.pk, section])
