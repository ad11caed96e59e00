"""On-going support: how pairs fare, what they are reminded of, and where they find help."""
