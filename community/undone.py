"""What neighbours say who have it too and are told that it is done: not with us. Pure."""

import re

_STILL = re.compile(
    r"还(?:是)?(?:没|不|未|黑|坏|漏|堵|停|断|冷|凉|响|臭|堆|那样|这样|老样)|仍|依[然旧]|照样|老样子|没(?:人)?(?:来)?(?:修|好|通|亮|弄|解决|换|办|动|管)"
    r"|又(?:坏|停|黑|不|没|漏|堵|断)|白修|不[亮通热走]"
)
LONGEST = 40


def still_so(words: str) -> bool:
    """Whether something is said to be as it was: 还没好, 我们2单元还是黑的呀."""
    return len(words) <= LONGEST and _STILL.search(words) is not None
