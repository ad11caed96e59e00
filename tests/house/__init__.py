"""The house's own rules, each as a check that can fail."""
