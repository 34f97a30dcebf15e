"""Checks: what a value of front matter must be beyond its type, said in a way that pydantic understands.

pydantic asks for a schema only when a model is first held to values. So what is known of a telling can be loaded, and
passed around, without pydantic, which takes longer to load than all of our rooms.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema, PydanticCustomError


@dataclass(frozen=True, slots=True)
class Before:
    """A function that takes the value as it was written, and returns what the type is then asked of."""

    check: Callable[[object], object]

    def __get_pydantic_core_schema__(self, source: Any, handler: "GetCoreSchemaHandler") -> "CoreSchema":
        from pydantic_core import core_schema

        return core_schema.no_info_before_validator_function(self.check, handler(source))


@dataclass(frozen=True, slots=True)
class After:
    """A function that takes the value once it has its type, and returns what is kept."""

    check: Callable[[Any], object]

    def __get_pydantic_core_schema__(self, source: Any, handler: "GetCoreSchemaHandler") -> "CoreSchema":
        from pydantic_core import core_schema

        return core_schema.no_info_after_validator_function(self.check, handler(source))


def refusal(code: str, what: str, remedy: str) -> "PydanticCustomError":
    """Return what a check raises: a fault's code, what is wrong with the value, and the remedy."""
    from pydantic_core import PydanticCustomError

    return PydanticCustomError("ours", "{what}", {"what": what, "code": code, "remedy": remedy})
