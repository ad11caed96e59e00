"""Settings, environment and web entry points."""
