"""What QML sees of the first screen, and where its touches go. It holds no rule: `screen.enrol_flow` does."""

from __future__ import annotations

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from program.language import languages
from program.texts import Catalog
from screen.enrol_flow import (
    Compared,
    EnrolFlow,
    Entered,
    Erased,
    LanguageChosen,
    Step,
    Trouble,
    Typed,
    WentBack,
)
from wire.enrolment import CODE_LETTERS

QML_IMPORT_NAME = "ScreenTypes"
QML_IMPORT_MAJOR_VERSION = 1
_BUSY = {Step.LOOKING, Step.REDEEMING}


@QmlElement
@QmlUncreatable("the program makes its one view-model")
class EnrolView(QObject):  # type: ignore[operator]  # the stubs of PySide6 6.11 do not know the decorator
    """The flow as it is shown, and what people do."""

    changed = Signal()
    did = Signal(object)
    """An event of the flow."""

    def __init__(self, flow: EnrolFlow, catalog: Catalog, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._flow = flow
        self._catalog = catalog

    def show(self, flow: EnrolFlow) -> None:
        self._flow = flow
        self.changed.emit()

    # What people do, called by QML

    @Slot(str)
    def type(self, text: str) -> None:
        self.did.emit(Typed(text))

    @Slot()
    def erase(self) -> None:
        self.did.emit(Erased())

    @Slot()
    def enter(self) -> None:
        self.did.emit(Entered())

    @Slot()
    def go_back(self) -> None:
        self.did.emit(WentBack())

    @Slot(bool)
    def compare(self, same: bool) -> None:
        self.did.emit(Compared(same))

    @Slot(str)
    def choose_language(self, language: str) -> None:
        self.did.emit(LanguageChosen(language))

    # What is shown

    @Property(str, notify=changed)
    def step(self) -> str:
        """address, looking, code, compare, redeeming or done."""
        return self._flow.step.value

    @Property(bool, notify=changed)
    def busy(self) -> bool:
        return self._flow.step in _BUSY

    @Property(str, notify=changed)
    def language(self) -> str:
        return self._flow.language

    @Property("QVariantMap", notify=changed)  # type: ignore[arg-type]  # the stubs forget names of types
    def texts(self) -> dict[str, str]:
        """Every fixed text of the present language by its key."""
        return self._catalog.all(self._flow.language)

    @Property("QVariantList", constant=True)  # type: ignore[arg-type]
    def languages(self) -> list[dict[str, str]]:
        """Each language's tag, and its name in its own words."""
        return [{"tag": tag, "name": languages()[tag].style.name} for tag in self._catalog.languages]

    @Property(str, notify=changed)
    def heading(self) -> str:
        """What this computer is to be."""
        return self._say("first_heading", kind=self._kind())

    @Property(str, notify=changed)
    def title(self) -> str:
        if self._flow.step is Step.DONE and self._flow.credentials is not None:
            return self._say("first_done", kind=self._kind(), name=self._flow.credentials.name)
        return self._say(f"first_{self._flow.step}")

    @Property(str, notify=changed)
    def hint(self) -> str:
        return self._say(f"first_{self._flow.step}_hint")

    @Property(str, notify=changed)
    def address(self) -> str:
        return self._flow.address

    @Property(str, notify=changed)
    def code(self) -> str:
        """As people read it: KTRW-MPAE, with a line for every letter that is missing."""
        letters = self._flow.code.ljust(CODE_LETTERS, "_")
        return f"{letters[:4]}-{letters[4:]}"

    @Property(bool, notify=changed)
    def whole(self) -> bool:
        """Whether what is typed is enough to go on."""
        if self._flow.step is Step.ADDRESS:
            return self._flow.address != ""
        return self._flow.credentials is not None or len(self._flow.code) == CODE_LETTERS

    @Property(str, notify=changed)
    def fingerprint(self) -> str:
        return "" if self._flow.found is None else self._flow.found.fingerprint

    @Property(str, notify=changed)
    def trouble(self) -> str:
        """What went wrong last, and what to do; empty when nothing did."""
        wrong = self._flow.trouble
        return "" if wrong is None else self._trouble(wrong)

    def _trouble(self, wrong: Trouble) -> str:
        fields: dict[str, dict[str, object]] = {
            "bad_address": {"address": self._flow.address},
            "why_locked": {"minutes": wrong.minutes},
            "why_wrong_kind": {"kind": self._kind()},
            "not_kept": {"detail": wrong.detail},
            "unusable": {"detail": wrong.detail},
        }
        return self._say(wrong.key, **fields.get(wrong.key, {}))

    def _kind(self) -> str:
        return self._say(f"kind_{self._flow.kind}")

    def _say(self, key: str, **fields: object) -> str:
        return self._catalog.text(self._flow.language, key, **fields)
