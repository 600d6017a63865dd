"""
Trains the token vectors until texts are as far apart as the teacher has them. The loss of a batch is how far the
likenesses of its texts are from the teacher's (relational distillation). Where the vectors lie is free.
"""

import numpy as np
import scipy.sparse as sparse

EPOCHS = 5
BATCH = 512
RUN = 128
"""Texts of one source in a row that the teacher finds alike, so that a batch has near neighbours to tell apart."""
LEARNING_RATE = 1e-2
TEMPERATURE = 0.05


def distil(
    matrix: sparse.csr_matrix,
    vectors: np.ndarray,
    teacher: np.ndarray,
    groups: np.ndarray,
    first: int = 0,
) -> np.ndarray:
    """
    Better token vectors.
    matrix: shares of the tokens in each text. teacher: its vectors of the texts. groups: the source of each text, as a
    number. first: the tokens before it keep their vectors.
    """
    used = np.flatnonzero(np.bincount(matrix.indices, minlength=len(vectors)))
    shares, weights = matrix[:, used].tocsr(), vectors[used].astype(np.float32)
    fixed = int((used < first).sum())
    optimiser = SparseAdam(weights, EPOCHS * (len(teacher) // BATCH))
    random = np.random.default_rng(1)
    for epoch in range(EPOCHS):
        order = _order(teacher, groups, random)
        losses = []
        for at in range(0, len(order) - BATCH + 1, BATCH):
            rows = order[at : at + BATCH]
            loss, gradient, tokens = _loss(shares[rows], weights, teacher[rows])
            losses.append(loss)
            optimiser.step(gradient[tokens >= fixed], tokens[tokens >= fixed])
        print(f"epoch {epoch + 1}: loss {np.mean(losses):.4f}", flush=True)
    result = vectors.copy()
    result[used] = weights
    return result


def _order(teacher: np.ndarray, groups: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """All texts in runs of neighbours, the runs in any order. Neighbours: next to each other on a random line."""
    runs = []
    for group in np.unique(groups):
        members = random.permutation(np.flatnonzero(groups == group))
        line = random.normal(size=teacher.shape[1]).astype(np.float32)
        members = members[np.argsort(teacher[members] @ line, kind="stable")]
        runs += [members[at : at + RUN] for at in range(0, len(members), RUN)]
    return np.concatenate([runs[i] for i in random.permutation(len(runs))])


def _loss(
    shares: sparse.csr_matrix, weights: np.ndarray, teacher: np.ndarray
) -> tuple[float, np.ndarray, np.ndarray]:
    """The loss of a batch, its gradient by the vectors of the tokens that occur in it, and those tokens."""
    size = len(teacher)
    sums = shares @ weights
    length = np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-6)
    student = sums / length
    wanted, given = _likeness(teacher), _likeness(student)
    divergence = (wanted * (np.log(wanted + 1e-9) - np.log(given + 1e-9))).sum() / size

    by_likeness = (given - wanted) / (TEMPERATURE * size)
    by_student = (by_likeness + by_likeness.T) @ student
    by_sums = (by_student - student * (student * by_student).sum(1, keepdims=True)) / length
    tokens = np.unique(shares.indices)
    return divergence, (shares[:, tokens].T @ by_sums).astype(np.float32), tokens


def _likeness(vectors: np.ndarray) -> np.ndarray:
    """For each text of the batch, how the others share its likeness: the softmax of their cosines."""
    cosines = vectors @ vectors.T / TEMPERATURE
    np.fill_diagonal(cosines, -1e4)
    powers = np.exp(cosines - cosines.max(1, keepdims=True))
    return powers / powers.sum(1, keepdims=True)


class SparseAdam:
    """Adam (Kingma and Ba 2015) on the rows that a batch has, with a rate that falls to zero; no bias correction."""

    def __init__(self, weights: np.ndarray, steps: int):
        self._weights = weights
        self._mean, self._square = np.zeros_like(weights), np.zeros_like(weights)
        self._steps, self._done = steps, 0

    def step(self, gradient: np.ndarray, rows: np.ndarray) -> None:
        self._done += 1
        self._mean[rows] = 0.9 * self._mean[rows] + 0.1 * gradient
        self._square[rows] = 0.99 * self._square[rows] + 0.01 * gradient * gradient
        rate = LEARNING_RATE * (1 - self._done / (self._steps + 1))
        self._weights[rows] -= rate * self._mean[rows] / (np.sqrt(self._square[rows]) + 1e-8)
