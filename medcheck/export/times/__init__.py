"""When a row of an export counts: the day its cells hold, how long a supply lasts, and what ends it."""
