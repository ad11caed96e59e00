"""Measures the matching engine beside the libraries a user would else take. No part of the product."""
