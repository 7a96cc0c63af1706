"""The days that are assumed where nothing says when a row ends."""

# Days for which a row counts that nothing ends: a quarter is the most that is usually handed over at once (90 days in
# the United States, 84 in Britain), so that a medicine that is fetched regularly is missed in no export.
ASSUMED_DAYS = 90
