"""How far a programme's ties reach: figures of a graph, and its picture; pure, no database."""
