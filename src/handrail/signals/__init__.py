"""How a text came about: from keystrokes to signals, which describe one piece of writing and nobody's condition."""
