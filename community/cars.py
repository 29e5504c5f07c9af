"""Words about a car that stands in the way. Pure, over plain words."""

import re

_OF_A_CAR = re.compile(r"车|通道|堵着|堵住|挡|占[着了用道]|停[在着]|挪")


def of_a_car(words: str) -> bool:
    """Whether they may be about a car: 堵着消防通道, which names none, is."""
    return _OF_A_CAR.search(words) is not None
