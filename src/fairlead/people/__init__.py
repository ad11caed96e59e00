"""Persons, their affiliations, roles and sign-in."""
