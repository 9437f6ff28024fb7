"""What document-sharing sites write around the documents they copy."""

from __future__ import annotations

HEADINGS = r"(?:文档简介|资源描述|版权申诉|下载原始文档)[:：]?"
"""Lines of theirs that may be somebody's own heading: they go only together with one of `LINES`."""

RARE = "档载源藏诉页享袭传"
"""Every line that matches one of the following patterns holds one of these characters."""

LINES = (
    r"版权说明[:：]本文档由用户提供并上传.*",
    r"(?:资源ID|资源大小|全文页数|下载积分)[:：].{0,80}",
    r"ID[:：]\s*\S*\s*大小[:：].*页数[:：].*",
    r"上传人[:：].{0,30}文档编号[:：].*",
    r"上传于[:：]\s*\d{4}-\d\d?-\d\d?",
    r"(?:会员登录下载|加入VIP免费专享|本站不支持迅雷下载)[\s,，|。]*",
    r"福利来袭[,，]限时免费在线编辑.{0,20}",
    r"\d+阅读\s*\|\s*\d+收藏\s*\|.{0,80}",
    r"书签\s+分享\s+收藏\s+举报.{0,20}",
    r".{0,80}\.(?:docx?|pdf|pptx?|wps)_?第\s?\d{1,4}\s?页(?:\.{3}|…+)?",
)
"""Whole lines of theirs, as patterns; short, so that a sentence never matches."""
