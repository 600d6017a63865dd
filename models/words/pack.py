"""Writes the table: tokens, their vectors in 8 bits, and their weights. `README.md` has the format."""

from collections import Counter

import numpy as np

from tokens import HAN_RUN

FEWEST_TEXTS = 2
"""A token that fewer texts have has learned nothing."""


def english_tokens(pieces: list[str], texts: list[list[int]]) -> list[int]:
    """The pieces, as numbers, that enough of the English texts have. Han characters are not taken from English texts."""
    seen = Counter(i for ids in texts for i in set(ids))
    return [i for i, piece in enumerate(pieces) if seen[i] >= FEWEST_TEXTS and not HAN_RUN.search(piece)]


def rarity(tokens: int, passages: list[list[int]]) -> np.ndarray:
    """The square root of each token's inverse document frequency as BM25 has it, 1 for a token of no passage."""
    found = Counter(i for ids in passages for i in set(ids))
    count = np.array([found[i] for i in range(tokens)])
    most = np.log(1 + (len(passages) + 0.5) / 0.5)
    return np.sqrt(np.log(1 + (len(passages) - count + 0.5) / (count + 0.5)) / most)


def pack(tokens: list[str], vectors: np.ndarray, weights: np.ndarray) -> bytes:
    """The bytes of the table: a vector and a weight for each token."""
    scale = np.maximum(np.abs(vectors).max(1), 1e-9) / 127
    words = "\n".join(tokens).encode()
    header = np.array([*vectors.shape, len(words)], "<u4")
    quantised = np.round(vectors / scale[:, None]).astype(np.int8)
    return header.tobytes() + (scale * weights).astype("<f4").tobytes() + quantised.tobytes() + words
