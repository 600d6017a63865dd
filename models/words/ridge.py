"""First estimate of the token vectors: least squares, drawn towards a start, such as the teacher's own vectors."""

import numpy as np
import scipy.sparse as sparse

STRENGTH = 0.3
"""How strongly a token is drawn towards its start; one that few texts have stays close to it."""
STEPS = 15
RARITY = 1e-3
"""Share of all tokens at which a token counts half: smooth inverse frequency, Arora et al. 2017."""


def teachers_tokens(matrix: sparse.csr_matrix, targets: np.ndarray, pieces: np.ndarray) -> np.ndarray:
    """The teacher's vector of each token, weighted by rarity, in the scale that fits the texts' targets best."""
    frequency = np.asarray(matrix.sum(0)).ravel()
    frequency /= frequency.sum()
    weighted = pieces * (RARITY / (RARITY + frequency))[:, None]
    fitted = matrix @ weighted
    return (weighted * ((fitted * targets).sum() / (fitted * fitted).sum())).astype(np.float32)


def fit_ridge(matrix: sparse.csr_matrix, targets: np.ndarray, start: np.ndarray) -> np.ndarray:
    """
    The vectors W of the tokens that minimise |matrix W - targets|² + STRENGTH |W - start|², by conjugate gradients, all
    dimensions side by side. matrix: shares of the tokens in each text.
    """
    transposed = matrix.T.tocsr()
    change = np.zeros_like(start)
    residual = transposed @ (targets - matrix @ start)
    direction = residual.copy()
    square = (residual * residual).sum(0)
    for _ in range(STEPS):
        applied = transposed @ (matrix @ direction) + STRENGTH * direction
        step = square / np.maximum((direction * applied).sum(0), 1e-12)
        change += step * direction
        residual -= step * applied
        previous, square = square, (residual * residual).sum(0)
        direction = residual + square / np.maximum(previous, 1e-12) * direction
    return (start + change).astype(np.float32)
