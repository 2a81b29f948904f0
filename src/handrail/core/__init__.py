"""How time and law are counted: pure Python, no clock, no database, no files."""
