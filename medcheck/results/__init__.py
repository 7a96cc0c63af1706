"""Laboratory values in a text: what was measured, the value and its unit, and whether it is low or high."""
