"""What a yearly assessment says, as one document: the same for the page, the print and the files."""
