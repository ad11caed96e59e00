"""A data set for research in which nobody can be made out: generalised, suppressed, checked; pure."""
