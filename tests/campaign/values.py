"""One of each thing that goes out, and of some the forms that they take."""

from campaign.messages import (
    Admission,
    ButtonsOff,
    Description,
    Files,
    LeaveTaking,
    Menu,
    MenuPlace,
    MessageButton,
    MessageFile,
    NoMenu,
    TextMessage,
    Toast,
    Value,
)
from campaign.texts import Html

LOOK = {"entities": [{"type": "bold", "offset": 0, "length": 1}]}
BUTTONS = [
    [MessageButton("好", press="Abc_efgh-jklmn09.1.0")],
    [MessageButton("看", link="t.me/x")],
]

VALUES: list[Value] = [
    TextMessage(7, Html("<b>痕迹</b>")),
    TextMessage(-7, Html("旗 &lt;"), BUTTONS, topic=9),
    TextMessage("@flag", "<原样>", look=LOOK),
    TextMessage(7, ""),
    Files(7, [MessageFile("photo", "AgAD")]),
    Files("@flag", [MessageFile("voice", "AwAD", caption="<听>", look=LOOK)], topic=3),
    Files(7, [MessageFile("document", made="ab/c.xlsx", caption=Html("<i>表</i>"))]),
    Files(-7, [MessageFile("photo", "A", caption="一", look=LOOK), MessageFile("video", "B")]),
    ButtonsOff(7, 12),
    Toast("42"),
    Toast("42", "记下了", alert=True),
    Menu([("help", "帮助")], account=7),
    Menu([("help", "Help")], place=MenuPlace.GROUPS, language="en"),
    NoMenu(7),
    Description("痕迹年"),
    Description("Trace", brief=True, language="en"),
    Admission(-7, 8),
    LeaveTaking(-7),
]
