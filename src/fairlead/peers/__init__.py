"""Pairs of equals inside one side of a round: prepared, proposed, told, and what becomes of them."""
