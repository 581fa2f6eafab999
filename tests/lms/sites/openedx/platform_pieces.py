# mypy: disable-error-code="import-not-found,misc"
"""What the SCORM XBlock takes from the Open edX platform and the workbench lacks.

Three things: the learner's name and id under the platform's attribute names, a usage key
with a `block_id`, and a handler address for package files without a query string (the
block appends the file's path to it).
"""

from types import SimpleNamespace
from typing import Any

from xblock.reference.user_service import UserService as Base
from xblock.reference.user_service import XBlockUser


class UserService(Base):
    """The current user, as `edx-platform` describes users to blocks."""

    def __init__(self) -> None:
        super().__init__(user=None)

    def get_current_user(self) -> Any:
        """The learner named in the request."""
        learner = self.runtime.user_id
        user = XBlockUser(is_current_user=True, full_name=learner)
        user.opt_attrs["edx-platform.user_id"] = learner
        user.opt_attrs["edx-platform.username"] = learner
        return user


def give_location(_runtime: Any, block: Any) -> None:
    """Give the block a usage key like the platform's."""
    block.location = SimpleNamespace(block_id=block.scope_ids.usage_id)


def install() -> None:
    """Put the pieces into the workbench's runtime."""
    from workbench.runtime import WorkbenchRuntime

    handler_url = WorkbenchRuntime.handler_url

    def without_query(runtime: Any, block: Any, handler_name: str, *args: Any, **kwargs: Any) -> str:
        url: str = handler_url(runtime, block, handler_name, *args, **kwargs)
        return url.partition("?")[0] if handler_name == "assets_proxy" else url

    WorkbenchRuntime._patch_xblock = give_location
    WorkbenchRuntime.handler_url = without_query
