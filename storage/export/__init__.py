"""Ways out of the corpus as files."""
