"""Application registration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class QuestionsConfig(AppConfig):
    """Questions, their rounds, teams, areas of expertise and participations."""

    name = "fairlead.questions"
    label = "questions"
    verbose_name = _("questions")
