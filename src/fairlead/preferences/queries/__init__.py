"""Read what a round asks, cards of the other side, and what somebody has said."""
