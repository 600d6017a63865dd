"""
Vectors of Han characters and pairs of them. What a Chinese text should have as its vector is what the teacher gives the
English original of it. So both languages share one space, and Latin words within Chinese texts keep their vectors.
"""

from collections import Counter

import numpy as np

from distil import distil
from ridge import fit_ridge
from tokens import Vocabulary, han_tokens, mean_matrix

FEWEST_TEXTS_OF_CHARACTER = 2
FEWEST_TEXTS_OF_PAIR = 4


def chinese_tokens(texts: list[str]) -> list[str]:
    """Characters and pairs that enough texts have, in the order of their code points."""
    seen = Counter(token for text in texts for token in set(han_tokens(text)))
    fewest = {1: FEWEST_TEXTS_OF_CHARACTER, 2: FEWEST_TEXTS_OF_PAIR}
    return sorted(token for token, count in seen.items() if count >= fewest[len(token)])


def fit_chinese(
    vocabulary: Vocabulary,
    english: np.ndarray,
    texts: list[str],
    teacher: np.ndarray,
    targets: np.ndarray,
    groups: np.ndarray,
) -> np.ndarray:
    """
    Vectors of all tokens of the vocabulary: the English tokens, whose vectors are given and stay, then the Chinese ones.
    teacher, targets: the teacher's vectors of the originals of the texts, and those in the table's dimensions.
    groups: the source of each text, as a number.
    """
    matrix = mean_matrix([vocabulary.ids(text) for text in texts], len(vocabulary.pieces))
    latin, han = matrix[:, : len(english)].tocsr(), matrix[:, len(english) :].tocsr()
    # What Latin words contribute already, in the scale in which a text has length 1.
    known = latin @ english
    scale = (known * targets).sum() / (known * known).sum()
    start = np.zeros((han.shape[1], english.shape[1]), np.float32)
    fitted = fit_ridge(han, targets - scale * known, start)
    vectors = np.concatenate([english, fitted / scale]).astype(np.float32)
    return distil(matrix, vectors, teacher, groups, first=len(english))
