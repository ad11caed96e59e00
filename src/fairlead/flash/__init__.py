"""Flash meetings: many short ones, and nobody meets the same person twice."""
