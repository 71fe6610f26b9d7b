"""The set-up on a terminal: says what is done, asks a person, and puts the lines into a file when that is wanted."""

from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from hardware.printer.profile import PrinterProfile
from hardware.printer.setup.config_lines import PrinterLines, put_into
from hardware.printer.setup.hands import Hands
from hardware.printer.setup.interview import advance, begin
from hardware.printer.setup.interview_types import Ask, Findings, GivenUp, Said, Want
from hardware.printer.setup.speech import Speech, lines_of
from program.yes_or_no import yes_or_no


class NobodyAnswers(Exception):
    """The terminal was closed in the middle of a question."""


class Terminal:
    """A person at a terminal."""

    def __init__(self, speech: Speech, said: TextIO, heard: TextIO) -> None:
        self.speech = speech
        self._said = said
        self._heard = heard

    def say(self, line: str) -> None:
        """One line."""
        self._said.write(line + "\n")
        self._said.flush()

    def tell(self, key: str, **fields: object) -> None:
        """One line, by its key."""
        self.say(self.speech.text(key, **fields))

    def ask(self, question: str) -> bool:
        """Yes or no. Raises NobodyAnswers."""
        while True:
            self._said.write(self.speech.text("yes_no", question=question))
            self._said.flush()
            line = self._heard.readline()
            if not line:
                self.say("")
                raise NobodyAnswers
            answer = yes_or_no(line)
            if answer is not None:
                return answer
            self.tell("not_understood")

    def set_up(self, url: str, kinds: Sequence[PrinterProfile], hands: Hands) -> Findings | GivenUp:
        """The whole interview of one printer, its end told. Raises NobodyAnswers, and AddressError first of all."""
        interview = begin(url, kinds)
        self.tell("alone")
        before: Want | None = None
        while True:
            wants = interview.wants
            if isinstance(wants, Findings | GivenUp):
                for line in self.speech.end(wants):
                    self.say(line)
                return wants
            if isinstance(wants, Ask):
                question = self.speech.question(wants, interview.urls[0])
                interview = advance(interview, Said(self.ask(question)))
            else:
                self.say(self.speech.doing(wants, before))
                interview = hands.do(interview)
            before = wants

    def offer(self, findings: Findings, config: Path) -> None:
        """Puts the lines into a file if the person wants that. Raises NobodyAnswers, and ConfigNotChanged."""
        lines: PrinterLines = lines_of(findings)
        if self.ask(self.speech.text("offer", file=config)):
            put_into(config, lines)
            self.tell("written", file=config)
