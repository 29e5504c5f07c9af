"""The parts that the program is made of; a process does one of them or all. Standard library only."""

from enum import StrEnum


class Part(StrEnum):
    """What a process does."""

    ALL = "all"
    INGRESS = "ingress"  # 收：Telegram 的更新落到收件里
    WORKER = "worker"  # 办：收件里的更新变成动作
    COURIER = "courier"  # 说：发件里的事实变成消息
    SCHEDULER = "scheduler"  # 到点：到期的事

    @property
    def all_of_it(self) -> tuple["Part", ...]:
        """The single parts that it stands for, in the order in which they are built."""
        every = (Part.COURIER, Part.SCHEDULER, Part.WORKER, Part.INGRESS)
        return every if self is Part.ALL else (self,)
