"""The shop's own facts: filled once, used by every role."""

import streamlit as st

from rolesmith.presets.shipped import shipped
from rolesmith.shop.cloud_folders import cloud_service, resolved
from rolesmith.store.store import FACTS, opened
from ui import advice, state, writing

current = state.current()

writing.bar(current, FACTS)
st.title("本店信息", anchor=False)
st.caption("填一次，所有岗位都用它；先填店名和平台就够，其余用到再填。某个岗位要不一样，在那个岗位里单独填。")
writing.editor(current, "facts", groups=shipped().shop_blanks())
with st.container(key="shop-rest"):
    with st.container(border=True, key="card-backup"):
        st.header("备份", anchor=False)
        writing.backup(current)
        data_file = resolved(opened().data_file)
        st.caption("所有岗位都存在这台电脑的这个文件里，换电脑时连同文件夹一起拷走，或者用备份：")
        st.text(data_file)
        if service := cloud_service(data_file):
            st.warning(
                f"这个文件夹归 {service} 同步：它会在写到一半时拷走或锁住文件，可能弄丢内容。"
                "请把整个岗位匠文件夹移到别处，同步盘里只放备份文件。"
            )
    with st.container(border=True, key="card-logo"):
        st.header("店标", anchor=False)
        st.caption("印在下载的文件左上角。PNG 或 JPG，最大 2 MB；底色透明的 PNG 最好看。")
        writing.logo(current)
    with st.container(border=True, key="card-letterhead"):
        st.header("Word 信纸", anchor=False)
        st.caption(
            "给一份自己的 .docx，下载的 Word 就用它的页眉、页脚、页边距，和正文、标题的字体字号；"
            "里面的正文不会带进来。最大 2 MB；Excel 和 PDF 不变。"
        )
        writing.letterhead(current)
    with st.container(border=True, key="card-advice"):
        st.header("写法提示", anchor=False)
        st.caption("写岗位时，每条下面会安静地提示写法和用工规则。停用的规则和本店不想看到的词在这里。")
        advice.choices(current)
writing.devices()
