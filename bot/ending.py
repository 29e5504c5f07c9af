"""How the program ends: a code for the shell and one sentence for the person."""

from enum import IntEnum


class Code(IntEnum):
    """Exit codes of `hehuo`."""

    FINE = 0
    BROKEN = 1
    USAGE = 2
    SETTINGS = 3
    FOLDER = 4
    IN_USE = 5
    CORRUPT = 6
    NEWER = 7
    TOKEN = 8
    NETWORK = 9
    DATABASE = 10
    SANDBOX = 11
    LISTEN = 12
    BACKUP = 13
    NOT_RUNNING = 14
    NOT_READY = 15
    MOVE = 16
    LANGUAGE = 17


class Ending(Exception):
    """The program cannot go on."""

    def __init__(self, code: Code, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence
