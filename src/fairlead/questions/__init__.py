"""Forms that a team builds itself: versions, sections, questions, and how answers are read and checked."""
