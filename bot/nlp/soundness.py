"""Whether weights are fit for what they are to be used for, asked once, before anything is weighed with them."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.nlp.learning import KINDS
from bot.nlp.linear import META, Linear, ModelError

_CURVED = ("concern", "urgency1", "urgency2", "urgency3")
_PLAIN = ("local", *KINDS)
_MOST = 1e6  # no setting is anywhere near


def check_talk(model: Linear, codes: Sequence[str]) -> None:
    """Whether a listener can go by it: the outputs that it asks for are there, the last are the categories, and what is
    a probability has a curve. Raises ModelError."""
    outputs, settings = model.outputs, model.settings
    for name in (*_CURVED, *_PLAIN):
        if name not in outputs:
            raise ModelError(f"{META}: outputs 缺少 {name}")
    if list(outputs[-len(codes) :]) != list(codes):
        raise ModelError(f"{META}: outputs 末尾应是分类的 {len(codes)} 类，次序相同")
    _number(settings, "gate")
    curves = settings.get("calibration")
    if not isinstance(curves, dict):
        raise ModelError(f"{META}: settings 的 calibration 应为对象")
    _number(curves, "category", above=0.0)
    for name in (*_CURVED, *codes):
        curve = curves.get(name)
        if not isinstance(curve, list | tuple) or len(curve) != 2 or not all(map(_is_number, curve)):
            raise ModelError(f"{META}: calibration 的 {name} 应为两个数")


def check_labels(flags: Mapping[str, Sequence[int]], settings: Mapping[str, Any]) -> None:
    """Whether a labeller can go by them. Raises ModelError."""
    if settings.get("purpose") != "labels":
        raise ModelError(f"{META}: 不是 nlp train --data 训练出的模型")
    curve = settings.get("curve")
    if not isinstance(curve, list | tuple) or len(curve) != 2 or not all(map(_is_number, curve)) or curve[0] <= 0:
        raise ModelError(f"{META}: settings 的 curve 应为两个数，第一个大于 0；旧版训练的要重新训练")
    if "bias" not in flags:
        raise ModelError(f"{META}: flags 缺少 bias")


def _number(settings: Mapping[str, Any], name: str, above: float = -_MOST) -> None:
    if not _is_number(settings.get(name)) or settings[name] <= above:
        raise ModelError(f"{META}: settings 的 {name} 应为{'大于 0 的' if above == 0 else ''}数")


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and -_MOST < value < _MOST
