"""What a public card may not show."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.privacy import mask

HIDDEN = [
    ("我家在3-2-501", "我家在3号楼***"),
    ("2单元501室漏水", "***漏水"),
    ("501室的灯", "***的灯"),
    ("12栋1801没水", "12栋***没水"),
    ("7#402 马桶堵", "7#*** 马桶堵"),
    ("三号楼二单元五零一", "三号楼***"),
    ("3号楼2单元的电梯又停了", "3号楼***的电梯又停了"),
    ("打我电话138 1234 5678", "打我电话***"),
    ("座机0533-6221234", "座机***"),
    ("挡路的是鲁C12345", "挡路的是***"),
    ("身份证370302194801011234", "身份证***"),
    ("２单元５０１室", "***"),
    ("微信号：abc_12345 加我", "*** 加我"),
    ("我住1702，上来吧", "我住***，上来吧"),
    ("18号502的老人", "18号***的老人"),
    ("三楼东户漏水", "***漏水"),
    ("门牌号501", "门牌号***"),
    ("房号1203的", "房号***的"),
    ("3-501漏水", "3号楼***漏水"),
    ("3楼501漏水", "***漏水"),
    ("一楼102没电", "***没电"),
    ("8号院6楼2号", "8号院***"),
    ("打138.1234.5678", "打***"),
    ("电话1 3 8 1 2 3 4 5 6 7 8", "电话***"),
    ("138一二三四5678", "***"),
    ("我是张伟，灯坏了", "我是***，灯坏了"),
    ("我叫李小红家里停水", "我叫***家里停水"),
    ("帮2号楼张大爷报修", "帮2号楼***大爷报修"),
    ("四楼东户漏水", "***漏水"),
    ("我家三楼东，漏水", "我家***，漏水"),
    ("22楼B室漏水", "***漏水"),
    ("房间1203漏水", "房间***漏水"),
    ("501, building 3", "***, building 3"),
    ("6号楼2门\u200b301漏水", "6号楼***漏水"),
    ("我家一楼东门", "我家***"),
    ("顶楼西户漏雨", "***漏雨"),
    ("打138,1234,5678", "打***"),
    ("打138/1234/5678", "打***"),
    ("加我v zhangsan123", "***"),
    ("加微zhangsan123，谢谢", "***，谢谢"),
    ("my wechat is zhangsan123", "my ***"),
    ("身份证 370302 19450302 1234", "身份证 ***"),
    ("卡号6222 0212 3456 7890 123", "卡号***"),
]
KEPT = ["3号楼的灯坏了", "12栋门口有垃圾", "预算3000元", "2026-11-21开大会", "有事打12345", "六号楼停水", "301医院挂号"]
KEPT += ["5号楼西头路灯坏了", "15栋顶楼天台", "2026-11-21 2026-11-22", "一楼110来了", "加v了吗", "第3组5号选手"]
KEPT += ["我是想问个事", "老奶奶要理发", "三楼灯坏了", "10-150元", "我是高兴的", "5楼没水"]


@pytest.mark.parametrize(("said", "shown"), HIDDEN)
def test_what_identifies_a_person_or_a_door_is_hidden(said: str, shown: str) -> None:
    assert mask(said) == shown


@pytest.mark.parametrize("said", KEPT)
def test_a_building_a_price_a_date_and_a_hotline_stay(said: str) -> None:
    assert mask(said) == said


PIECES = st.sampled_from(
    [
        "门牌号",
        "房号",
        "号院",
        "一",
        "我是",
        "张",
        "大爷",
        ".",
        "，",
        "3",
        "-",
        "2",
        "501",
        "号楼",
        "单元",
        "室",
        "栋",
        "#",
        "13812345678",
        " ",
        "***",
        "电",
        "0533",
        "鲁C",
        "三楼",
        "东户",
        "号院",
        "2门",
        "排",
        "Room ",
        "building 3",
    ]
)


@given(st.lists(PIECES, max_size=12).map("".join))
def test_masking_twice_is_masking_once(text: str) -> None:
    assert mask(mask(text)) == mask(text)


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), st.text(alphabet="电话是，找我 ", max_size=6))
def test_no_mobile_number_survives(phone: str, before: str) -> None:
    assert phone not in mask(f"{before}{phone}，谢谢")


def test_a_hostile_text_is_masked_too() -> None:
    assert "13812345678" not in mask("1-" * 4000 + " 13812345678 " + "号楼" * 4000)
