"""With whom people would like to be paired, and with whom they would rather not, in confidence."""
