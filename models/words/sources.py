"""Reads the files of the sources out of Git directories, at the commits of sources.json."""

import json
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Iterator

LIST = Path(__file__).with_name("sources.json")


@dataclass(frozen=True)
class Source:
    """Files of one repository at one commit."""

    repository: str
    commit: str
    include: re.Pattern
    exclude: re.Pattern
    most: int | None
    """Most texts to take; None for all."""
    passages: bool
    """Whether the rarity of tokens is counted over its passages."""
    original: tuple[str, str] | None
    """For translations: what to replace in a path, and by what, for the path of the English original."""

    def includes(self, path: str) -> bool:
        return bool(self.include.search(path)) and not self.exclude.search(path)

    def original_of(self, path: str) -> str:
        return re.sub(self.original[0], self.original[1], path, flags=re.I)


def english_sources() -> list[Source]:
    listed = json.loads(LIST.read_text())
    return [_source(source, f"{listed['exclude']}|{listed['translations']}") for source in listed["sources"]]


def chinese_sources() -> list[Source]:
    listed = json.loads(LIST.read_text())
    return [_source(source, listed["exclude"]) for source in listed["translated"]]


def _source(listed: dict, exclude: str) -> Source:
    original = listed.get("original")
    return Source(
        listed["repository"],
        listed["commit"],
        re.compile(listed["include"], re.I),
        re.compile(exclude, re.I),
        listed.get("most"),
        listed.get("passages", False),
        original and tuple(original),
    )


class Mirrors:
    """
    Git directories of repositories: `<folder>/<owner>+<name>`, or the folder `repo` in it. A commit that is not there is
    fetched from `<origin>/<owner>/<name>`, without its history.
    """

    def __init__(self, folder: Path, origin: str):
        self._folder, self._origin = folder, origin

    def files_of(self, source: Source) -> Iterator[tuple[str, str]]:
        """Path and text of every file that the source includes, and of every original of one."""
        directory = self._directory_of(source)
        listed = ["git", "-C", directory, "ls-tree", "-r", "-z", "--name-only", source.commit]
        tree = subprocess.run(listed, check=True, capture_output=True, text=True).stdout.split("\0")
        included = [path for path in tree if source.includes(path) and "\n" not in path]
        originals = {source.original_of(path) for path in included} if source.original else set()
        wanted = originals.union(included)
        reader = ["git", "-C", directory, "cat-file", "--batch"]
        with subprocess.Popen(reader, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as git:
            for path in tree:
                if path not in wanted:
                    continue
                git.stdin.write(f"{source.commit}:{path}\n".encode())
                git.stdin.flush()
                header = git.stdout.readline().split()
                if len(header) < 3:  # A shallow snapshot can lack the largest files.
                    continue
                content = git.stdout.read(int(header[2]) + 1)[:-1]
                if header[1] == b"blob":
                    yield path, content.decode("utf-8", "replace")
            git.stdin.close()

    def _directory_of(self, source: Source) -> Path:
        folder = self._folder / source.repository.replace("/", "+")
        for directory in (folder / "repo", folder):
            if directory.exists() and _has_commit(directory, source.commit):
                return directory
        folder.mkdir(parents=True, exist_ok=True)
        subprocess.run(["git", "init", "--quiet", "--bare", folder], check=True)
        url = f"{self._origin}/{source.repository}"
        subprocess.run(["git", "-C", folder, "fetch", "--quiet", "--depth", "1", url, source.commit], check=True)
        return folder


def _has_commit(directory: Path, commit: str) -> bool:
    command = ["git", "-C", directory, "cat-file", "-e", f"{commit}^{{commit}}"]
    return subprocess.run(command, capture_output=True).returncode == 0
