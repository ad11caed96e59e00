"""Indicators: each defined once; computed from facts, published where groups are large enough."""
