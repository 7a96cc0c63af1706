"""Which medicine a written name stands for: exact names, abbreviations, truncations, slips."""
