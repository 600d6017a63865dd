"""From the teacher's 384 dimensions to those of the table: principal components of its centred vectors."""

import numpy as np

from tokens import unit

MOST_VECTORS = 20000
"""Vectors from which the components are computed."""


class Projection:
    """
    vectors: the teacher's, of the texts. Centring takes out what all texts share, the largest part of any two's likeness.
    """

    def __init__(self, vectors: np.ndarray, dimensions: int):
        self._centre = vectors.mean(0)
        some = np.random.default_rng(0).permutation(len(vectors))[:MOST_VECTORS]
        _, _, components = np.linalg.svd(vectors[some] - self._centre, full_matrices=False)
        self._components = components[:dimensions].T

    def of_texts(self, vectors: np.ndarray) -> np.ndarray:
        """What the table's vector of each text should be, with length 1."""
        return unit((vectors - self._centre) @ self._components).astype(np.float32)

    def of_pieces(self, vectors: np.ndarray) -> np.ndarray:
        """The teacher's vectors of single tokens, centred by themselves: a token alone is unlike a text."""
        return ((vectors - vectors.mean(0)) @ self._components).astype(np.float32)
