"""Why a resident says that done is not solved: the reasons that stand on buttons."""

from enum import StrEnum


class Reason(StrEnum):
    """A ready-made reason."""

    UNDONE = "undone"  # 问题还在
    PARTLY = "partly"  # 只办了一部分
    MANNER = "manner"  # 收费、态度不满意
