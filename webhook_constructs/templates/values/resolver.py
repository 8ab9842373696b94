"""Templates with some of the values put in that they leave open, and where in the written template the result stands.

What stays open stays as it is written. A list keeps its length: what a function chooses takes the place of the
function, `AWS::NoValue` included, so that the way to a value leads to the same value in what is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from webhook_constructs.core.patterns.pieces import pieces_of
from webhook_constructs.core.values.unresolved import all_of, any_of
from webhook_constructs.core.values.wire import as_mapping

from .choices import Choices
from .loops import LOOP, Bound, Member, bind, put_in
from .open_values import Key, OpenValue, OtherValue, TemplateFacts, as_text

__all__ = ["Resolver"]

_MOST_STACKS = 8  # around each other
_MOST_ROUNDS = 1_000  # of a loop, with those of the loops around it: a stack has at most 500 resources
_MOST_OPEN = 100  # elements of a list in a function that stays open
_MAX_TEXT = 50_000  # characters of a text that is put together; larger ones stay as they are written
_PSEUDO_PLACE = {"AWS::Region": 1, "AWS::AccountId": 0}
_NOTHING_BOUND = Bound()


class Resolver:
    """Puts values into one template.

    Attributes:
        choices: What is chosen for what the templates leave open.
    """

    def __init__(self, facts: Sequence[TemplateFacts], index: int, choices: Choices, depth: int = 0) -> None:
        """Begin.

        Args:
            facts: What the templates of the app say of their values.
            index: The index of the template.
            choices: What is chosen for what they leave open.
            depth: How many templates have asked for another one's values. Default: none has.
        """
        self._all_facts = facts
        self._facts = facts[index]
        self.choices = choices
        self._depth = depth
        self._asked: set[str] = set()
        self._met_circle = False
        self._truths: dict[str, tuple[bool | None, frozenset[Key]]] = {}
        self._chosen_then = 0
        self._functions: dict[Any, Callable[[Any, Any, Bound], Any]] = {
            "Ref": self._ref,
            "Fn::If": self._if,
            "Fn::Sub": self._sub,
            "Fn::Join": self._join,
            "Fn::Select": self._select,
            "Fn::Split": self._split,
            "Fn::FindInMap": self._find_in_map,
            "Fn::GetAtt": self._unchanged,
            "Fn::Transform": self._unchanged,
        }
        """The functions that are worked out; in others, what they are given is."""

    def resolve(self, value: Any, bound: Bound = _NOTHING_BOUND) -> Any:
        """Return a value of the template with the chosen values in it.

        Args:
            value: What is written.
            bound: The variables of the loops around it. Default: there are none.
        """
        try:
            return self._resolved(value, bound)
        except RecursionError:  # a function in a function, many hundred times
            return value

    def members(self, written: Mapping[str, Any], bound: Bound = _NOTHING_BOUND) -> Iterator[Member]:
        """Return the members of an object, with those that a loop stands for.

        Args:
            written: The object.
            bound: The variables of the loops around it. Default: there are none.
        """
        before = 0
        for key, value in written.items():
            rounds = self._rounds(key, value, bound)
            if rounds is None or bound.times * (before + len(rounds)) > _MOST_ROUNDS:
                yield Member(put_in(key, bound) if bound else key, value, bound, (key,))
                continue
            before += len(rounds)
            fragment = as_mapping(value[2])
            for inner in rounds:
                for each in self.members(fragment, inner):
                    yield each._replace(steps=(key, 2, *each.steps))

    def written_steps(
        self, steps: Sequence[str | int], written: Any, bound: Bound = _NOTHING_BOUND
    ) -> tuple[str | int, ...]:
        """Return the way in what is written to what a way in the result leads to.

        Args:
            steps: The way in the result.
            written: What is written.
            bound: The variables of the loops around it. Default: there are none.
        """
        value, found = self._chosen_arm(written)
        for step in steps:
            if isinstance(value, list) and isinstance(step, int) and step < len(value):
                found.append(step)
                value = value[step]
            elif isinstance(value, Mapping):
                member = next((each for each in self.members(value, bound) if each.key == step), None)
                if member is None:
                    break
                found += member.steps
                value, bound = member.value, member.bound
            else:
                break
            value, inside = self._chosen_arm(value)
            found += inside
        return tuple(found)

    def is_so(self, condition: str) -> bool | None:
        """Check whether a condition holds; None where that stays open, and nobody is asked to choose the condition."""
        itself = OpenValue(self._facts.index, condition, (True, False))
        if condition in self._asked:
            self._met_circle = True
            return None
        if condition not in self._facts.conditions:
            return None
        if itself.key in self.choices.chosen:
            return bool(self.choices.pick(itself))
        try:
            return self._kept_truth(condition)
        except RecursionError:  # a condition of a condition, many hundred times
            return None

    def _kept_truth(self, condition: str) -> bool | None:
        """Return whether a condition holds, which is worked out once as long as nothing more is chosen.

        Conditions that name others twice would take twice as long with each step otherwise.
        """
        if len(self.choices.chosen) != self._chosen_then:
            self._chosen_then = len(self.choices.chosen)
            self._truths.clear()
        if condition not in self._truths:
            used, self.choices.used = self.choices.used, set()
            had_met, self._met_circle = self._met_circle, False
            self._asked.add(condition)
            try:
                answer = self._truth(self._facts.conditions[condition])
            finally:
                self._asked.discard(condition)
                its = frozenset(self.choices.used)
                self.choices.used = used | its
                met, self._met_circle = self._met_circle, had_met or self._met_circle
            if met or len(self.choices.chosen) != self._chosen_then:
                return answer
            self._truths[condition] = answer, its
        answer, its = self._truths[condition]
        self.choices.used |= its
        return answer

    def _resolved(self, value: Any, bound: Bound) -> Any:
        if isinstance(value, str):
            return put_in(value, bound) if bound else value
        if isinstance(value, list):
            return [self._resolved(each, bound) for each in value]
        if not isinstance(value, Mapping):
            return value
        if len(value) == 1:
            name, argument = next(iter(value.items()))
            function = self._functions.get(name)
            if function is not None:
                return function(value, argument, bound)
        return {each.key: self._resolved(each.value, each.bound) for each in self.members(value, bound)}

    def _rounds(self, key: str, value: Any, bound: Bound) -> list[Bound] | None:
        """Return the variables of each round of a loop; None where it is none, or is not known how often it runs."""
        if not str(key).startswith(LOOP) or not isinstance(value, list) or len(value) != 3:  # noqa: PLR2004 - variable, list, body
            return None
        name, written, fragment = value
        listed = self._resolved(written, bound)
        if not isinstance(name, str) or not isinstance(listed, (list, tuple)) or not isinstance(fragment, Mapping):
            return None
        texts = [as_text(each) for each in listed]
        times = bound.times * len(texts)
        known = [Bound({**bound, name: each}, times) for each in texts if each is not None]
        return known if len(known) == len(texts) else None

    def _chosen_arm(self, value: Any) -> tuple[Any, list[str | int]]:
        """Follow the functions that choose one of several values."""
        found: list[str | int] = []
        while isinstance(value, Mapping) and len(value) == 1:
            arm = self._arm(value.get("Fn::If"))
            if arm is None:
                break
            found += ["Fn::If", arm]
            value = value["Fn::If"][arm]
        return value, found

    def _arm(self, argument: Any) -> int | None:
        if not isinstance(argument, list) or len(argument) != 3 or not isinstance(argument[0], str):  # noqa: PLR2004 - condition and arms
            return None
        answer = self._condition(argument[0])
        return None if answer is None else 1 if answer else 2

    # Conditions

    def _condition(self, name: str) -> bool | None:
        """Return whether a condition holds. One of which nothing is known can be either."""
        if name not in self._facts.conditions or name in self._asked:
            return None
        answer = self.is_so(name)
        if answer is None:
            answer = self.choices.pick(OpenValue(self._facts.index, name, (True, False)))
        return None if answer is None else bool(answer)

    def _truth(self, written: Any) -> bool | None:
        name, argument = (
            next(iter(written.items())) if isinstance(written, Mapping) and len(written) == 1 else ("", None)
        )
        if name == "Condition" and isinstance(argument, str):
            return self.is_so(argument)
        if not isinstance(argument, list):
            return None
        if name == "Fn::Equals" and len(argument) == 2:  # noqa: PLR2004 - the two sides
            return self._are_equal(*argument)
        if name == "Fn::Not" and len(argument) == 1:
            answer = self._truth(argument[0])
            return None if answer is None else not answer
        if name in {"Fn::And", "Fn::Or"}:
            return (all_of if name == "Fn::And" else any_of)(map(self._truth, argument))
        return None

    def _are_equal(self, one: Any, other: Any) -> bool | None:
        first, second = self._comparable(one), self._comparable(other)
        for some, text in ((first, second), (second, first)):
            if isinstance(some, OtherValue):
                return False if text in some.than else None
        texts = [as_text(each) for each in (first, second)]
        return None if None in texts else texts[0] == texts[1]

    def _comparable(self, written: Any) -> Any:
        name = as_mapping(written).get("Ref")
        if isinstance(name, str):
            known = self._parameter(name)
            return self._place(name) if known is None else known
        return self._resolved(written, _NOTHING_BOUND)

    def _place(self, name: str) -> str | None:
        """Return the account or region that the template is known to be for."""
        return self._facts.template.place[_PSEUDO_PLACE[name]] if name in _PSEUDO_PLACE else None

    # Parameters and functions

    def _parameter(self, name: str) -> Any:
        """Return the value of a parameter; None where it stays open."""
        facts = self._facts
        if name not in facts.parameters or facts.is_hidden(name):
            return None
        written = facts.expressions(name)
        if not written:
            value = facts.open_value(name)
            return None if value is None else self.choices.pick(value)
        if self._depth == _MOST_STACKS:
            return None
        found = [self._of(index).resolve(each) for index, each in written]
        texts = [text for each in found if (text := as_text(each)) is not None]
        if len(texts) < len(found):
            return tuple(found[0]) if len(found) == 1 and facts.is_list(name) and _are_texts(found[0]) else None
        if len(texts) == 1 and as_text(written[0][1]) is None and not facts.is_list(name):
            return texts[0]  # whatever is open of it is open in the template that nests this one
        return self.choices.pick(facts.of_texts(name, texts))

    def _of(self, index: int) -> Resolver:
        """Return what puts the values into a template that nests this one."""
        return Resolver(self._all_facts, index, self.choices, self._depth + 1)

    def _ref(self, value: Any, name: Any, bound: Bound) -> Any:
        if not isinstance(name, str):
            return value
        if name in bound:
            return bound[name]
        found = self._parameter(put_in(name, bound))
        if found is None or isinstance(found, OtherValue) or _is_longer(found, _MOST_ROUNDS):
            return bind(value, bound)
        return list(found) if isinstance(found, tuple) else found

    def _if(self, value: Any, argument: Any, bound: Bound) -> Any:
        arm = self._arm(argument)
        return bind(value, bound) if arm is None else self._resolved(argument[arm], bound)

    def _sub(self, value: Any, _argument: Any, bound: Bound) -> Any:
        return self._composed(bind(value, bound))

    def _join(self, value: Any, argument: Any, bound: Bound) -> Any:
        if not isinstance(argument, list):
            return value
        resolved = self._resolved(argument, bound)
        if resolved == argument:
            return self._composed(value)
        composed = self._composed({"Fn::Join": resolved})
        return composed if isinstance(composed, str) else _unless_long(resolved, composed, bind(value, bound))

    def _composed(self, value: Any) -> Any:
        """Put the pieces of a text together that are known."""
        pieces = pieces_of(value)
        if pieces == [value]:
            return value
        found: list[Any] = []
        for piece in pieces:
            known = piece if isinstance(piece, str) else self._resolved(piece, _NOTHING_BOUND)
            text = as_text(known)
            found += [text] if text is not None else pieces_of(known) if isinstance(known, Mapping) else [piece]
        if sum(len(each) for each in found if isinstance(each, str)) > _MAX_TEXT:
            return value
        if all(isinstance(each, str) for each in found):
            return "".join(found)
        return value if found == pieces else {"Fn::Join": ["", found]}

    def _select(self, value: Any, argument: Any, bound: Bound) -> Any:
        found = self._resolved(argument, bound)
        index, listed = found if isinstance(found, list) and len(found) == 2 else (None, None)  # noqa: PLR2004 - index and list
        text = as_text(index)
        if text is None or not text.isdecimal() or not isinstance(listed, list) or int(text) >= len(listed):
            return value if found == argument else _unless_long(found, {"Fn::Select": found}, bind(value, bound))
        return listed[int(text)]

    def _split(self, value: Any, argument: Any, bound: Bound) -> Any:
        found = self._resolved(argument, bound)
        if isinstance(found, list) and len(found) == 2 and all(isinstance(each, str) and each for each in found):  # noqa: PLR2004 - separator and text
            parts = found[1].split(found[0], _MOST_ROUNDS)
            return value if _is_longer(parts, _MOST_ROUNDS) else parts
        return value if found == argument else {"Fn::Split": found}

    def _find_in_map(self, value: Any, argument: Any, bound: Bound) -> Any:
        if not isinstance(argument, list) or len(argument) not in {3, 4}:
            return value
        options = as_mapping(argument[3] if len(argument) == 4 else None)  # noqa: PLR2004 - with options
        has_default = "DefaultValue" in options
        mapping = as_text(self._resolved(argument[0], bound))
        table = as_mapping(self._facts.mappings.get(mapping or ""))
        row = self._key(argument[1], table, bound, has_others=has_default)
        columns = as_mapping(table.get(row or ""))
        column = self._key(argument[2], columns, bound, has_others=has_default)
        found = columns.get(column or "")
        if found is None and has_default and None not in {mapping, row, column}:
            return self._resolved(options["DefaultValue"], bound)
        return value if found is None or _is_longer(found, _MOST_ROUNDS) else found

    def _key(self, written: Any, table: Mapping[str, Any], bound: Bound, *, has_others: bool) -> str | None:
        """Return the key of a mapping; a pseudo parameter can be any key that there is, or an empty one for others."""
        text = as_text(self._resolved(written, bound))
        name = as_mapping(written).get("Ref")
        if text is None and isinstance(name, str) and name.startswith("AWS::") and table:
            text = self._place(name)
            if text is None:
                keys = tuple(map(str, table))
                others = (OtherValue(keys),) if has_others else ()
                text = self.choices.pick(OpenValue(self._facts.index, name, (*keys, *others)))
        return "" if isinstance(text, OtherValue) else text

    def _unchanged(self, value: Any, _argument: Any, bound: Bound) -> Any:
        return bind(value, bound)


def _is_longer(value: Any, most: int) -> bool:
    return isinstance(value, (list, tuple)) and len(value) > most


def _unless_long(arguments: list[Any], found: Any, value: Any) -> Any:
    """Return a function with what is known in it, or as it is written if that makes a long list of it."""
    return value if any(_is_longer(each, _MOST_OPEN) for each in arguments) else found


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)
