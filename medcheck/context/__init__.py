"""Whether a medicine that is named is taken."""
