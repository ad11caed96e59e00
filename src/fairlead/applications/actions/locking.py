"""Hold an application while it is changed."""

from fairlead.applications.models import Application

TOLD = ("person", "programme", "round", "form_version", "approval", "participation")


def locked(application: Application) -> Application:
    """The application as it stands now, locked until the transaction ends.

    It is locked first and read afterwards: a query that does both at once, and has to wait, sees in
    PostgreSQL the new row beside what the old one was joined to.
    """
    Application.objects.select_for_update().only("pk").get(pk=application.pk)
    return Application.objects.select_related(*TOLD).get(pk=application.pk)
