"""Prescription sequence symmetry: whether a marker medicine is begun more often after an index medicine than before."""
