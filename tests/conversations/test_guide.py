"""The 办事指南: kept by staff, asked by residents in their own words; what it can't answer goes to people."""

from base64 import b64encode
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook

from tests.conversations.people import Someone, labels, text_of

ENTRY = """问：居住证怎么办理，要带什么材料？
答：带身份证和租房合同到社区一楼 1 号窗口登记。
出处：新安派出所户籍窗口
电话：0533-5180110
有效期：2027-06-30"""
ASKED = "请问我在这租房，居住证去哪儿办，都要啥手续？"
UNKNOWN = "请问医保卡丢了去哪里补办？"


@pytest.fixture
def own(clerk: Someone) -> Someone:
    """网格员小赵, in private with the bot."""
    return Someone(clerk.world, clerk.id, clerk.name, None)


async def written(own: Someone, entry: str = ENTRY) -> None:
    """An entry in use."""
    await own.tells_bot("/guide")
    await own.taps("加一条")
    await own.sees("居民会怎么问")
    await own.tells_bot(entry)
    await own.taps("启用")
    await own.sees("在用")


async def test_an_entry_written_in_one_message_answers_who_asks_in_other_words(
    aunt: Someone, own: Someone, clerk: Someone
) -> None:
    await written(own)
    asked = await aunt.says(ASKED)
    answer = await aunt.sees("1 号窗口", where="group")
    assert answer["reply_to_message"]["message_id"] == asked
    for part in ("新安派出所户籍窗口", "0533-5180110", "2026-11-26", "有效到 2027-06-30"):
        assert part in text_of(answer)
    assert not [message for message in await clerk.from_bot("group") if "咨询" in text_of(message)]


async def test_an_entry_written_step_by_step(aunt: Someone, own: Someone) -> None:
    await own.tells_bot("/guide")
    await own.taps("加一条")
    for asked, said in (
        ("居民会怎么问", "老年公交卡怎么办"),
        ("怎么答", "满 65 岁，带身份证到社区 2 号窗口，免费办。"),
        ("出处", "街道民政办"),
        ("打哪个电话", "0533-5180203"),
    ):
        await own.sees(asked)
        await own.tells_bot(said)
    await own.sees("有效到哪一天")
    await own.tells_bot("后天吧")
    await own.sees("日期没看懂")
    await own.taps("就这样")
    await own.sees("在用", "老年公交卡怎么办", "街道民政办")
    await aunt.tells_bot("请问老年公交卡怎么办理？")
    await aunt.taps("般阳社区")
    await aunt.sees("2 号窗口", "街道民政办", "0533-5180203", where="private")


async def test_what_the_guide_is_not_sure_of_goes_to_staff_and_their_reply_becomes_an_entry(
    aunt: Someone, uncle: Someone, clerk: Someone, own: Someone
) -> None:
    await written(own)
    await aunt.says(UNKNOWN)
    card = await clerk.sees("咨询", "等工作人员答复", where="group")
    await clerk.says("先打 12333 挂失，再带身份证到 5 号窗口补。", reply_to=card["message_id"])
    await aunt.sees("12333", where="private")
    await clerk.sees("12333", "已答复", where="group")
    assert "已存入" in await clerk.taps("存入办事指南", "group")
    await clerk.has_no_button("存入办事指南", "group")
    await own.sees("医保卡丢了", "在用")
    await uncle.says("医保卡丢了，补办去哪个窗口啊？")
    await uncle.sees("12333", "出处", where="group")


async def test_who_is_not_helped_gets_a_person(aunt: Someone, uncle: Someone, clerk: Someone, own: Someone) -> None:
    await written(own)
    await aunt.says(ASKED)
    answer = await aunt.has_button("没答上", "group")
    assert "别人的" in await uncle.taps_on(answer, labels(answer)[0])
    assert "工作人员" in await aunt.taps("没答上", "group")
    await aunt.sees("咨询已记下", where="group")
    await clerk.sees("没答上", "居住证怎么办理", where="group")
    await clerk.taps("答复", "group")
    await own.sees("请写答复")
    await own.tells_bot("合同要原件，找房东签字。")
    await aunt.sees("合同要原件", where="private")


async def test_neither_a_retired_nor_an_expired_entry_answers(aunt: Someone, own: Someone, clerk: Someone) -> None:
    await written(own)
    assert "已停用" in await own.taps("停用")
    await aunt.says(ASKED)
    await clerk.sees("等工作人员答复", where="group")
    await own.taps("启用")
    await own.sees("在用")
    await own.taps("改有效期")
    await own.sees("有效到哪一天")
    await own.tells_bot("2026-11-25")
    await own.sees("过期了")
    await aunt.says("请问居住证要带什么材料？")
    await clerk.sees("居住证要带什么材料", "等工作人员答复", where="group")
    assert not [message for message in await aunt.from_bot("group") if "1 号窗口" in text_of(message)]


async def test_the_guide_is_staffs_own(aunt: Someone, clerk: Someone, own: Someone) -> None:
    await aunt.tells_bot("/guide")
    await aunt.sees("工作人员来做", where="private")
    await clerk.says("/guide")
    await clerk.sees("办事指南在私聊里", where="group")
    listed = await own.has_button("加一条")
    forged = Someone(aunt.world, aunt.id, aunt.name, None)
    await forged.tells_bot("帮助")
    old = await forged.sees("怎么用")
    data = listed["reply_markup"]["inline_keyboard"][-1][0]["callback_data"]
    assert "工作人员" in await forged.taps_on(old, data)


async def test_the_guide_goes_out_as_a_sheet_and_comes_back_whole_or_not_at_all(aunt: Someone, own: Someone) -> None:
    await written(own)
    await own.tells_bot("/guide")
    await own.taps("导出表格")
    book = load_workbook(BytesIO(await sheet(own)))
    page = book.active
    page["C2"].value = "带身份证到社区二楼 8 号窗口。"
    page.append(["", "社区图书室几点开门", "每天 9:00–17:00，周一休息。", "社区文化站", "", "长期", "齐园社", "在用"])
    await own.tells_bot(document=packed(book))
    await own.sees("没有导入", "第 3 行", "范围", "齐园社")
    await aunt.says("请问居住证去哪里办")
    await aunt.sees("1 号窗口", where="group")
    page["G3"].value = "全街道"
    await own.tells_bot(document=packed(book))
    await own.sees("新加 1 条，改了 1 条，没变 0 条")
    await aunt.says("请问办居住证带什么材料")
    await aunt.sees("8 号窗口", where="group")
    await own.tells_bot(document={"name": "表.xlsx", "base64": b64encode(b"no sheet").decode()})
    await own.sees("没有导入", "打不开")


async def sheet(own: Someone) -> bytes:
    """The newest file that the bot sent."""

    async def sent() -> str | None:
        files = [message["document"] for message in await own.from_bot("private") if "document" in message]
        return str(files[-1]["file_id"]) if files else None

    ident = await own.world.until(sent, "a sheet")
    return (await own.world.http.get(f"/sandbox/file/{ident}")).content


def packed(book: Workbook) -> dict[str, str]:
    """The sheet as somebody sends it."""
    out = BytesIO()
    book.save(out)
    return {"name": "办事指南.xlsx", "base64": b64encode(out.getvalue()).decode()}


async def test_markup_in_an_entry_stays_text(aunt: Someone, own: Someone) -> None:
    await written(own, "问：居住证怎么办理 <b>快</b>\n答：带 <身份证> & 合同\n出处：=1+1")
    await aunt.says("请问居住证怎么办理")
    await aunt.sees("带 <身份证> & 合同", "=1+1", where="group")
