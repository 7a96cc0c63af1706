"""The distinct lines of an export and their answers."""
