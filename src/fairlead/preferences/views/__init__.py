"""Pages of wishes: the coordinator's terms, each person's cards."""
