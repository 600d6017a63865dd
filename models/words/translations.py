"""Pairs the texts of a Chinese document with those of its English original, heading by heading and block by block."""

import re
from dataclasses import dataclass
from typing import Iterator

from texts import CHINESE, COMMENT, ENGLISH, FENCED_CODE, FRONT_MATTER, HEADING, blocks, chance, plain, question_about


@dataclass
class Section:
    """A heading and the blocks below it. Before the first heading, level 0 and no text."""

    level: int
    heading: str
    blocks: list[str]


def translated_texts(english: str, chinese: str) -> Iterator[tuple[str, str]]:
    """
    English and Chinese texts that say the same. None where the documents have other headings; of a section that has
    more blocks in one language, the heading alone.
    """
    originals, translations = sections_of(english), sections_of(chinese)
    if [section.level for section in originals] != [section.level for section in translations]:
        return
    for original, translation in zip(originals, translations):
        if original.heading and translation.heading:
            yield original.heading, translation.heading
            yield from _questions(original.heading, translation.heading)
        if len(original.blocks) != len(translation.blocks):
            continue
        for block, translated in zip(original.blocks, translation.blocks):
            yield block[: ENGLISH.longest_passage], translated[: CHINESE.longest_passage]


def _questions(english: str, chinese: str) -> Iterator[tuple[str, str]]:
    if chance(english, "ask") < 0.5:
        yield question_about(english, ENGLISH), question_about(chinese, CHINESE, english)


def sections_of(content: str) -> list[Section]:
    sections = [Section(0, "", [])]
    for block in blocks(COMMENT.sub(" ", FENCED_CODE.sub("\n\n", FRONT_MATTER.sub("", content)))):
        if heading := HEADING.match(block):
            text = plain(re.sub(r"^[\d.]+\s|\{#.*\}|#+\s*$", "", heading[2]))
            sections.append(Section(len(heading[1]), text, []))
        elif not re.fullmatch(r"[-:| ]*", text := plain(block)):
            sections[-1].blocks.append(text)
    return sections
