"""Findings with the place where people can mend them, in a template or in an account, and what could not be read."""

from __future__ import annotations

from dataclasses import dataclass

from webhook_constructs.lint.wording.languages import Language

from .finding import WRONG_SHAPE, Finding

__all__ = ["LintReport", "LiveLocation", "LocatedFinding", "Skipped", "TemplateLocation", "WorkflowLocation"]

_MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class TemplateLocation:
    """A place in a template.

    Attributes:
        file: The path of the file.
        logical_id: The logical id of the resource.
        construct_path: The path of the construct, where the CDK has written it down. Default: not known.
        property_path: The way from the resource to the property, such as `Properties.FilterGroups[0][1]`. Default: the
            resource itself.
        line: The line, counted from 1. Default: not known.
        column: The column in that line, counted in characters from 1. Default: not known.
    """

    file: str
    logical_id: str
    construct_path: str | None = None
    property_path: str = ""
    line: int | None = None
    column: int | None = None

    @property
    def name(self) -> str:
        """What the resource is known by, whatever line it is on."""
        return self.construct_path or f"{self.file}/{self.logical_id}"


@dataclass(frozen=True, slots=True)
class LiveLocation:
    """A project in an account.

    Attributes:
        account: The number of the account.
        region: The region.
        project: The name of the project.
    """

    account: str
    region: str
    project: str

    @property
    def name(self) -> str:
        """What the project is known by."""
        return f"{self.account}/{self.region}/{self.project}"


@dataclass(frozen=True, slots=True)
class WorkflowLocation:
    """A job in a workflow file.

    Attributes:
        file: The path of the file.
        job: The job.
        line: The line, counted from 1. Default: not known.
        column: The column in that line, counted in characters from 1. Default: not known.
    """

    file: str
    job: str
    line: int | None = None
    column: int | None = None

    @property
    def name(self) -> str:
        """What the job is known by, whatever line it is on."""
        return f"{self.file}/{self.job}"


@dataclass(frozen=True, slots=True)
class LocatedFinding:
    """A finding and its place.

    Attributes:
        finding: The finding.
        subject: What names the webhook in a text, such as the path of its construct or the name of its project.
        place: Where it is.
        language: What the webhook is written in. Default: Python.
    """

    finding: Finding
    subject: str
    place: TemplateLocation | LiveLocation | WorkflowLocation
    language: Language = Language.PYTHON

    @property
    def setting(self) -> str:
        """The place in the settings, with the names that people write there."""
        location = self.finding.location
        if self.finding.id == WRONG_SHAPE.id and location.member is not None:
            return self.language.written_place(location.member)
        return location.named_in(self.language)


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something that was asked for and could not be read, or not in full.

    Attributes:
        what: The file, or the account and region.
        why: Why not, and the way out.
        line: The line of a file, counted from 1. Default: not known.
        column: The column in that line, counted in characters from 1. Default: not known.
        is_file: Whether it is a file. Default: it is.
        names: What of an account it is, each by its name. Default: `what` says it all.
    """

    what: str
    why: str
    line: int | None = None
    column: int | None = None
    is_file: bool = True
    names: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Return it on one line, with some of the names."""
        place = ":".join([self.what, *(str(each) for each in (self.line, self.column) if each)])
        more = len(self.names) - _MOST_NAMED
        some = ", ".join(self.names[:_MOST_NAMED]) + (f" and {more:,} more" if more > 0 else "")
        return f"{place} ({some}): {self.why}" if some else f"{place}: {self.why}"


@dataclass(frozen=True, slots=True)
class LintReport:
    """All that is to be said of what was asked for.

    Attributes:
        findings: The findings, in the order of the files and resources.
        unread: What could not be read. Default: nothing.
        webhooks: How many webhooks were read. Default: none.
        suppressed: How many findings were left out because somebody has said why. Default: none.
        undecided: The webhooks of which a part is known only on deployment, and not judged. Default: none.
        notes: What is to be said of reasons that leave nothing out. Default: nothing.
        is_blind: Whether nothing at all could be read. Default: something was, or there is nothing.
    """

    findings: tuple[LocatedFinding, ...]
    unread: tuple[Skipped, ...] = ()
    webhooks: int = 0
    suppressed: int = 0
    undecided: tuple[Skipped, ...] = ()
    notes: tuple[str, ...] = ()
    is_blind: bool = False
