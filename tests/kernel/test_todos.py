"""What waits for somebody, in order."""

from fairlead.kernel.todos import Todo, Urgency, in_order


def test_most_urgent_comes_first_then_what_stands_for_more_then_what_was_given_first():
    late = Todo(title="Late", url="/", urgency=Urgency.OVERDUE)
    many = Todo(title="Many", url="/", urgency=Urgency.TODAY, count=9)
    few = Todo(title="A few", url="/", urgency=Urgency.TODAY, count=2)
    also = Todo(title="Also", url="/", urgency=Urgency.TODAY, count=2)
    assert in_order([also, few, many, late]) == [late, many, also, few]
