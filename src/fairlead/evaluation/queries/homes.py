"""Where people work: said in the application that became their participation."""

from django.db.models import OuterRef, Subquery, UUIDField

from fairlead.applications.models import Application


def home_of(participation: str, field: str) -> Subquery:
    """A key in the application that became a participation: the institution or the unit."""
    taken = Application.objects.filter(participation=OuterRef(participation)).order_by()
    return Subquery(taken.values(field)[:1], output_field=UUIDField())


def applied_at(participation: str) -> Subquery:
    """When the application that became a participation was sent."""
    taken = Application.objects.filter(participation=OuterRef(participation)).order_by()
    return Subquery(taken.values("submitted_at")[:1])
