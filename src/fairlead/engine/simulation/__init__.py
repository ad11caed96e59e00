"""A year of rolling intake played through with the engine itself, before anybody decides on it."""
