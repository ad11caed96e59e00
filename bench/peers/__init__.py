"""Adapters to other libraries. Each runs in an environment of its own, with numpy and that library alone."""
