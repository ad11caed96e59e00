"""Where pairs come from that a problem does not list: exact best pairs, prices and scores of everybody."""
