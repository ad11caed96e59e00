"""What every context stands on: ids, actors, states, refusals, jobs."""
