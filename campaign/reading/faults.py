"""What is wrong with a campaign file: where, what, and what to do about it, in both languages."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from campaign.definition import Both
from campaign.locale.plain_texts import plain
from campaign.locale.translated import translated
from campaign.reading.places import Path, Place
from campaign.texts import Language


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault. `place` is the way down to it, lists counted from 1.

    Lines count from 1; 0 means the file as a whole.
    """

    place: str
    line: int
    message: Both
    remedy: Both


class CampaignFaults(Exception):
    """A campaign file that cannot be used; holds every fault that was found, by line."""

    def __init__(self, source: str, faults: tuple[Fault, ...]) -> None:
        super().__init__(source, faults)
        self.source = source
        self.faults = faults

    def __str__(self) -> str:
        return render_faults(self, "en")


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault before it has a line: the path in the file, what kind, and the words for it."""

    path: Path
    kind: str
    words: Mapping[str, object] = field(default_factory=dict)


def as_faults(findings: Iterable[Finding], placed: Mapping[Path, Place]) -> tuple[Fault, ...]:
    """The findings with their lines and their words, in the order of the file, none twice."""
    faults = [
        fault_of(
            finding.kind, finding.words, show_path(finding.path), line_of(finding.path, placed)
        )
        for finding in findings
    ]
    return tuple(dict.fromkeys(sorted(faults, key=lambda fault: (fault.line, fault.place))))


def fault_of(kind: str, words: Mapping[str, object], place: str, line: int) -> Fault:
    """A fault in words."""
    return Fault(
        place=place,
        line=line,
        message=translated(f"campaign_fault.{kind}", **words),
        remedy=translated(f"campaign_fault.{kind}_remedy", **words),
    )


def line_of(path: Path, placed: Mapping[Path, Place]) -> int:
    """The line of the value, or of the nearest thing around it that the file does have."""
    while path and path not in placed:
        path = path[:-1]
    return placed[path].line if path else 1


def show_path(path: Path) -> str:
    """`("phases", 1, "opens")` as `phases[2].opens`."""
    shown = ""
    for step in path:
        shown += f"[{step + 1}]" if isinstance(step, int) else f".{step}"
    return shown.removeprefix(".")


def render_faults(faults: CampaignFaults, language: str) -> str:
    """All faults as lines for a terminal, in Chinese (`zh`) or English (`en`)."""
    spoken = Language.EN if language == "en" else Language.ZH
    count = len(faults.faults)
    title = "campaign_file.one_fault" if count == 1 else "campaign_file.faults"
    lines = [plain(title, spoken, source=faults.source, count=count)]
    for fault in faults.faults:
        where = plain("campaign_file.line", spoken, line=fault.line)
        lines += ["", *([f"{where}  {fault.place}".rstrip()] if fault.line else [])]
        lines += [
            f"  {fault.message.in_language(spoken)}",
            f"  → {fault.remedy.in_language(spoken)}",
        ]
    return "\n".join(lines)
