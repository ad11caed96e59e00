"""Runs of the engine, the proposals they make, and the offers that follow."""
