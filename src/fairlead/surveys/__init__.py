"""Surveys: questionnaires, the waves in which they are asked, and answers kept apart from who gave them."""
