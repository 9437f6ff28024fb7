"""Where turning traditional characters into simplified ones is not one for one.

OpenCC's `t2s` is right for all but these. Its `tw2s` gets 著 right but rewrites 么 to 幺 and 显著 to 显着 when its
input is already simplified, so it is never used.
"""

from __future__ import annotations

BEFORE_ZHU = "显顯原名编編专專论論遗遺拙土巨译譯合卓昭知新所撰自旧舊力见見"
"""After one of these, 著 is the 著 of 著作 and stays: 显著 原著 编著 见微知著."""

AFTER_ZHU = "名作述称稱书書者录錄有"
"""Before one of these, 著 stays: 著名 著述 著称."""

BEFORE_ZHE = "随隨沿跟接向朝味伴凭憑本趁顺順绕繞临臨冲沖含藏存活看带帶对對围圍靠拉握忍试試"
"""After one of these, 著 is the particle 着, whatever follows: 随着作风建设, 沿着名城."""

LEFT_SIMPLE = """
    由于 关于 關于 对于 對于 至于 于是 等于 终于 終于 今后 以后 之后 最后 然后 后来 后來 前后 先后 背后 随后 隨后
    什么 怎么 那么 这么 這么 多么 这里 這里 那里 里面 心里 家里 并且 并不 并在 并将 并將 并对 并對 并进 并進
    干部 骨干 能干 苦干 实干 實干
""".split()
"""Words as mirrors leave them; genuine traditional text has 於 後 麼 裡 並 幹 in them."""

NEVER_LEFT = "於後麼麽裡裏並幹"
"""How genuine traditional text writes them; one of these, and the text is its author's."""

VARIANTS = {"陜": "陕"}
"""The mirrors' table writes 陜 (of 陝) for 陕, a character of its own that `t2s` rightly leaves alone."""
