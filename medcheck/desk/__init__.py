"""The web application: a page for people and an API for programs, which answer with the same reviews."""
