"""Programmes, their rounds, teams, areas of expertise and participations."""
