"""Keep curricula, complete modules, remind those who miss some."""
