r"""What to write instead of what other dialects know and RE2 does not."""

from __future__ import annotations

__all__ = ["advice_on"]

_LOOKAROUND = "RE2 has no lookaround: match what is to be kept out and exclude what matches"
_BACKREFERENCE = (
    "RE2 has no backreferences: write the alternatives out, or match what is to be kept out and exclude what matches"
)
_POSSESSIVE = (
    "RE2 never backtracks and has no atomic groups or possessive repeats: write a plain group and a plain repeat"
)
_ADVICE = (
    (("(?=", "(?!", "(?<=", "(?<!"), _LOOKAROUND),
    (("(?P=", *(f"\\{digit}" for digit in range(1, 10)), "\\k"), _BACKREFERENCE),
    (("(?>", "*+", "++", "?+"), _POSSESSIVE),
    (("(?(",), "RE2 has no conditions: write both cases out, separated by |"),
    (("(?#",), "RE2 has no comments: take the comment out"),
    (("(?",), "RE2 knows the flags i, m, s and U"),
    (("\\Z",), r"RE2 ends a text with \z or $, and neither matches before a last newline"),
    (("\\u", "\\U", "\\N"), r"RE2 writes a character as \x{2014}, with its number in hexadecimal"),
    (("{",), "RE2 counts up to 1000, for repeats in repeats multiplied"),
    (
        ("**", "*"),
        r"there is nothing to repeat, and a pattern is no glob: for any characters write .*, for a star write \*",
    ),
    (("+", "?"), r"there is nothing to repeat: for the character itself write a backslash before it"),
    (("(", "["), "something is opened here and not closed: for the character itself write a backslash before it"),
    ((")",), "something is closed here and not opened: for the character itself write a backslash before it"),
    (("\\p", "\\P"), r"RE2 knows \p with a category or script of Unicode, such as \pL or \p{Greek}"),
    (("\\",), "RE2 has no such escape: for the character itself leave the backslash out"),
)


def advice_on(rest: str) -> str | None:
    """Return what to write instead.

    Args:
        rest: The pattern from the place on that RE2 objects to.

    Returns:
        The advice; None if there is nothing to say beyond RE2's reason.

    Examples:
        >>> advice_on("(?#draft)main")
        'RE2 has no comments: take the comment out'
    """
    if rest == "\\":
        return "nothing follows the backslash: for a backslash itself write two"
    return next((advice for beginnings, advice in _ADVICE if rest.startswith(beginnings)), None)
