"""The errors that CodeBuild answers."""

from __future__ import annotations

__all__ = [
    "AlreadyExistsError",
    "InvalidInputError",
    "NotFoundError",
    "OAuthProviderError",
    "ServiceError",
    "ValidationError",
]

_SERVER_ERRORS = {"InternalServerException": 500, "InternalFailure": 500, "ServiceUnavailableException": 503}


class ServiceError(Exception):
    """An error that the service answers.

    Attributes:
        code: Such as ``InvalidInputException``.
        message: The text.
    """

    code = "InternalFailure"

    def __init__(self, message: str, code: str | None = None) -> None:
        """Keep the parts of the answer; the code is the class's own unless it is given."""
        super().__init__(message)
        self.message = message
        if code is not None:
            self.code = code

    @property
    def status(self) -> int:
        """The HTTP status: 400 for everything that the caller can help [doc: CommonErrors]."""
        return _SERVER_ERRORS.get(self.code, 400)


class ValidationError(ServiceError):
    """A value breaks a constraint of the API's model."""

    code = "ValidationException"


class InvalidInputError(ServiceError):
    """The service cannot work with a value."""

    code = "InvalidInputException"


class NotFoundError(ServiceError):
    """There is no such project, or it has no webhook."""

    code = "ResourceNotFoundException"


class AlreadyExistsError(ServiceError):
    """The project has a webhook already."""

    code = "ResourceAlreadyExistsException"


class OAuthProviderError(ServiceError):
    """The git host refuses what CodeBuild asks it for."""

    code = "OAuthProviderException"
