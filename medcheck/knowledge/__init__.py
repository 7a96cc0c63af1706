"""The curated tables: their rows, the database built from them, and look-ups in it."""
