"""Plain words that stand for a command, for those who never write a slash."""

HELP = frozenset({"帮助", "怎么用", "使用帮助", "使用说明"})
MINE = frozenset({"我的", "我的事项", "我的诉求", "进度", "查进度"})
