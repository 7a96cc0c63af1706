"""Ordinary English words, from web2 (public domain), carried by the PyPI package english-words."""

from __future__ import annotations

from english_words import get_english_words_set  # type: ignore[import-untyped,import-not-found,unused-ignore]


def load() -> frozenset[str]:
    """The words that web2 writes in lower case; its names of people and places are left out."""
    return frozenset(word for word in get_english_words_set(["web2"]) if word == word.lower())
