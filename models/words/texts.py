"""
Takes short texts out of technical documents: headings, questions made of headings, sentences and the beginnings of
passages from Markdown, and doc comments from Go. Code is left out. Every choice depends on the text alone.
"""

import hashlib
import html
import re
from dataclasses import dataclass
from typing import Iterator


@dataclass(frozen=True)
class Language:
    """How texts of a language are told and cut. Lengths are in characters."""

    letter: re.Pattern
    """What most of a text is made of."""
    letters: float
    """Share of a text that is to be such letters."""
    sentence_end: re.Pattern
    shortest_sentence: int
    longest_sentence: int
    longest_passage: int
    questions: list[str]
    """What a developer puts around a heading when asking for what is below it."""

    def is_prose(self, text: str) -> bool:
        return len(text) >= 4 and len(self.letter.findall(text)) >= self.letters * len(text)


ENGLISH = Language(
    re.compile(r"[A-Za-z ]"), 0.7, re.compile(r"(?<=[.!?:])\s+"), 25, 320, 420,
    ["How do I {}?", "how to {}", "What is {}?", "{} example", "how does {} work", "{} not working", "when should I use {}"],
)
CHINESE = Language(
    re.compile(r"[\u4e00-\u9fff]"), 0.3, re.compile(r"(?<=[。！？；：])"), 8, 100, 100,
    ["如何{}？", "怎么{}", "{}是什么？", "{}示例", "{}是怎么工作的", "{}不生效", "什么时候用{}"],
)
LANGUAGES = {"en": ENGLISH, "zh": CHINESE}


def chance(text: str, purpose: str) -> float:
    """A number from 0 to 1 that depends on the text and the purpose alone."""
    return int.from_bytes(hashlib.blake2b(f"{purpose}\0{text}".encode(), digest_size=6).digest()) / 2**48


def sample(texts: list[str], most: int | None) -> list[str]:
    """At most so many of the texts, each as likely, without duplicates."""
    unique = list(dict.fromkeys(texts))
    if most is None or len(unique) <= most:
        return unique
    return sorted(unique, key=lambda text: chance(text, "sample"))[:most]


def texts_of(path: str, content: str, language: Language) -> Iterator[str]:
    """The texts of one file in the language."""
    found = go_texts(content, language) if path.endswith(".go") else markdown_texts(content, language)
    return (text for text in found if language.is_prose(text))


# Markdown

FENCED_CODE = re.compile(r"^ {0,3}(```|~~~).*?(^ {0,3}\1|\Z)", re.S | re.M)
COMMENT = re.compile(r"<!--.*?-->", re.S)
FRONT_MATTER = re.compile(r"\A\s*---\n(.*?)\n---\n", re.S)
HEADING = re.compile(r"\s{0,3}(#{1,6})\s+(.*)")
LIST_ITEM = re.compile(r"\s*(?:[-*+]|\d+\.)\s+(?:\[.\])?")
TABLE_ROW = re.compile(r"\s*\|")


def plain(markdown: str) -> str:
    """A line of Markdown without marks, links, tags, shortcodes and addresses."""
    text = re.sub(r"!\[[^\]]*\]\([^)]*\)", " ", markdown)
    text = re.sub(r"\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])", r"\1", text)
    text = html.unescape(re.sub(r"<[^>]{1,200}>|\{\{[^}]*\}\}|https?://\S+", " ", text))
    text = re.sub(r"(?<!\w)_{1,2}(\S.*?\S|\S)_{1,2}(?!\w)", r"\1", text)
    text = re.sub(r"`|\*+(?=\S)|(?<=\S)\*+|^\s*>\s", "", text)
    return re.sub(r"[\s|]+", " ", text).strip()


def markdown_texts(content: str, language: Language) -> Iterator[str]:
    title = ""
    if matter := FRONT_MATTER.match(content):
        fields = dict(re.findall(r"""^(title|description):\s*["']?(.*?)["']?\s*$""", matter[1], re.M))
        title = plain(fields.get("title", ""))
        if len(fields.get("description", "")) > 20:
            yield plain(fields["description"])
        content = content[matter.end():]
    above = [title] if title else []
    first = True
    for block in blocks(COMMENT.sub(" ", FENCED_CODE.sub("\n\n", content))):
        if heading := HEADING.match(block):
            text = plain(re.sub(r"^[\d.]+\s|\{#.*\}|#+\s*$", "", heading[2]))
            if not text:
                continue
            title = title or text
            above = [title] if text == title else [title, text]
            first = True
            yield text
            if chance(text, "ask") < 0.5:
                yield question_about(text, language)
            continue
        text = plain(block)
        if len(text) < language.shortest_sentence or re.fullmatch(r"[-: ]+", text):
            continue
        if first or chance(text, "passage") < 0.3:
            yield ". ".join([*above, text])[: language.longest_passage]
        else:
            yield from sentences_of(text, language)
        first = False


def blocks(markdown: str) -> Iterator[str]:
    """Headings, paragraphs, list items and table rows, in their order, each in one line."""
    lines: list[str] = []
    for line in [*markdown.split("\n"), ""]:
        alone = HEADING.match(line) or TABLE_ROW.match(line)
        if lines and (alone or not line.strip() or LIST_ITEM.match(line)):
            yield " ".join(lines)
            lines = []
        if alone:
            yield line
        elif line.strip():
            lines.append(LIST_ITEM.sub("", line, count=1))


def sentences_of(text: str, language: Language) -> Iterator[str]:
    for sentence in language.sentence_end.split(text):
        if language.shortest_sentence <= len(sentence) <= language.longest_sentence:
            yield sentence


def question_about(heading: str, language: Language, original: str | None = None) -> str:
    """original: the heading that this one translates; the question is then the same in both languages."""
    name = re.match(r"[A-Z][a-z]*[A-Z]|[A-Z]{2}", heading)
    subject = heading if name else heading[0].lower() + heading[1:]
    return language.questions[int(chance(original or heading, "question") * len(language.questions))].format(subject)


# Go

DECLARATION = re.compile(
    r"((?:^//.*\n)+)^(?:func (?:\(\w* ?\*?(\w+)[^)]*\) )?([A-Z]\w*)|type ([A-Z]\w*)|(?:const|var) ([A-Z]\w*))", re.M
)


def go_texts(content: str, language: Language) -> Iterator[str]:
    """The doc comment of every exported declaration behind its name, and the sentences of long ones."""
    for match in DECLARATION.finditer(content):
        comment, receiver, *names = match.groups()
        lines = [re.sub(r"^//\s?", "", line) for line in comment.split("\n")]
        # A line that is indented is code; one such as `go:build` speaks to the compiler.
        text = " ".join(line for line in lines if not re.match(r"\s|\w+:\w", line)).strip()
        if len(text) < language.shortest_sentence:
            continue
        name = next(name for name in names if name)
        yield f"{receiver + '.' if receiver else ''}{name}. {text}"[: language.longest_passage]
        if len(language.sentence_end.split(text)) > 2:
            yield from sentences_of(text, language)


# Passages as they are searched, code and all: what the rarity of a token is counted over

SECTION = re.compile(r"^(?=#{1,6}\s)", re.M)
GO_DECLARATION = re.compile(r"^(?=//.*\n(?!//)|func |type )", re.M)


def passages_of(path: str, content: str, language: Language) -> list[str]:
    """
    The sections of a Markdown file or the declarations of a Go file, each behind the words of the path. Of a repository
    that holds several languages, the files of this one.
    """
    if len(language.letter.findall(content)) < language.letters / 3 * len(content):
        return []
    parts = (GO_DECLARATION if path.endswith(".go") else SECTION).split(content)
    return [f"{path.replace('/', ' ')}\n{part}" for part in parts if len(part) > 40]
