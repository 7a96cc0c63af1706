"""FHIR: medicines, allergies and laboratory values out of a resource, and what was found of them back as resources."""
