"""Cuts texts into tokens exactly as the reader in TypeScript does, with the vocabulary of the teacher."""

import re
import unicodedata
from functools import lru_cache

import numpy as np
import scipy.sparse as sparse

CAMEL_CASE = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
HAN = r"\u4e00-\u9fff"
HAN_RUN = re.compile(rf"[{HAN}]+")
PARTS = re.compile(rf"[{HAN}]+|[^\W_{HAN}]+|[^\s\w]|_")
LONGEST_WORD = 100


def split_camel_case(text: str) -> str:
    return CAMEL_CASE.sub(" ", text)


def han_tokens(text: str) -> list[str]:
    """Every Han character of a text, and every pair of neighbours."""
    runs = HAN_RUN.findall(text)
    return [run[at : at + size] for run in runs for size in (1, 2) for at in range(len(run) - size + 1)]


class Vocabulary:
    """
    WordPiece: the longest piece first; `##` begins a piece that continues a word. Of a run of Han characters, every
    character and every pair of neighbours.
    """

    def __init__(self, pieces: list[str]):
        self.pieces = pieces
        self._ids = {piece: i for i, piece in enumerate(pieces)}
        self._of_word = lru_cache(maxsize=None)(self._cut)

    def ids(self, text: str) -> list[int]:
        """The tokens of a text. A word that the pieces do not cover has none."""
        folded = unicodedata.normalize("NFD", split_camel_case(text).lower())
        folded = "".join(c for c in folded if unicodedata.category(c) != "Mn")
        return [i for word in PARTS.findall(folded) for i in self._of_word(word)]

    def _cut(self, word: str) -> tuple[int, ...]:
        if HAN_RUN.match(word):
            return tuple(self._ids[token] for token in han_tokens(word) if token in self._ids)
        ids: list[int] = []
        at = 0
        while at < len(word):
            if len(word) > LONGEST_WORD:
                return ()
            for end in range(len(word), at, -1):
                found = self._ids.get(("##" if at else "") + word[at:end])
                if found is not None:
                    break
            else:
                return ()
            ids.append(found)
            at = end
        return tuple(ids)


def mean_matrix(texts: list[list[int]], tokens: int) -> sparse.csr_matrix:
    """A row a text: the share of each token in it. So the product with token vectors is the mean of each text."""
    lengths = np.array([len(ids) for ids in texts])
    columns = np.fromiter((i for ids in texts for i in ids), np.int32, lengths.sum())
    shares = np.repeat(1 / np.maximum(lengths, 1), lengths).astype(np.float32)
    matrix = sparse.csr_matrix((shares, columns, np.concatenate([[0], lengths.cumsum()])), (len(texts), tokens))
    matrix.sum_duplicates()
    return matrix


def unit(vectors: np.ndarray) -> np.ndarray:
    """The vectors with length 1; a zero vector stays."""
    return vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9)
