"""What `hehuo doctor` says of the groups, and of the people that a street needs."""

from collections.abc import Sequence

from bot.texts.doctor import Finding, State


def hears_all() -> Finding:
    """Privacy mode is off, or does not matter."""
    return Finding("privacy", State.FINE, "群里的话都听得到")


def hears_little(groups: Sequence[str]) -> Finding:
    """Privacy mode is on, and in these groups the bot is no administrator."""
    return Finding(
        "privacy", State.WRONG, f"隐私模式开着，这些群里听不到大家说话：{named(groups)}",
        "在群里把机器人设成管理员；或到 @BotFather：/setprivacy → Disable，再把它移出、拉回群。",
    )  # fmt: skip


def groups_fine(count: int) -> Finding:
    """Administrator with the rights it needs, everywhere there is."""
    if not count:
        return Finding("groups", State.NOTE, "还没有登记过群", "把机器人拉进群，私聊它发 /setup。")
    return Finding("groups", State.FINE, f"{count} 个群里都是管理员，权限够用")


def groups_gone(groups: Sequence[str]) -> Finding:
    """The bot is not in these."""
    return Finding(
        "groups_gone", State.WRONG, f"机器人不在这些群里：{named(groups)}", "把它重新拉进群；不用的群不用管。"
    )


def groups_not_admin(groups: Sequence[str]) -> Finding:
    """No administrator in these."""
    return Finding(
        "groups_admin", State.WRONG, f"这些群里还不是管理员：{named(groups)}", "群设置 → 管理员 → 添加机器人。"
    )


def groups_few_rights(groups: Sequence[str]) -> Finding:
    """Rights missing in these."""
    return Finding(
        "groups_rights", State.NOTE, f"这些群里缺删消息或置顶的权限：{named(groups)}", "在管理员设置里打开这两项。"
    )


def unbound(groups: Sequence[str]) -> Finding:
    """Groups that belong to no grid."""
    return Finding(
        "groups_unbound", State.NOTE, f"这些群还没登记，机器人在里面不出声：{named(groups)}", "私聊机器人发 /setup。"
    )


def no_desk() -> Finding:
    """No staff chat."""
    return Finding(
        "desk", State.WRONG, "没有值班台：需要人办的事没人看得到", "把机器人拉进工作人员的群，私聊发 /setup 登记。"
    )


def no_staff() -> Finding:
    """Nobody is staff."""
    return Finding(
        "staff",
        State.WRONG,
        "还没有工作人员",
        "重新运行 hehuo，让社区负责人在 30 分钟内点开它打出的一次性链接（装成服务的在 journalctl -u hehuo 里）。",
    )


def no_partners() -> Finding:
    """Nobody to claim orders."""
    return Finding("partners", State.NOTE, "还没有合伙人，订单只能由工作人员办", "私聊机器人发 /setup，点“加合伙人”。")


def named(groups: Sequence[str]) -> str:
    """The first few by name."""
    return "、".join(groups[:5]) + (f" 等 {len(groups)} 个" if len(groups) > 5 else "")
