"""Pages that join contexts: home, dashboards."""
