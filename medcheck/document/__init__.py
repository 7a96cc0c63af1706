"""How lists and prescriptions are written: words, lines, directions, whether a medicine is taken."""
