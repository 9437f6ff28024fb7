"""By what the particulars of a text are told from its wording: who, when, where, how many."""

from __future__ import annotations

from typing import Final

SURNAMES: Final = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟"
    "汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文欧阳庞樊兰殷施陶洪翟安颜"
    "倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游裴席"
    "卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边"
)

BEFORE_NAMES: Final = tuple(
    "主席 书记 秘书长 市长 县长 区长 省长 部长 主任 局长 组长 委员 同志 任命 免去 决定 增补 撤销 记者 通讯员 院长 校长 "
    "会长 董事长 经理 代表 居民".split()
)
"""What a name stands behind."""

AFTER_NAMES: Final = tuple(
    "同志 委员 主持 出席 参加 强调 指出 表示 任 为 说 建议 认为 率 带队 先生 女士 主席 副主席 介绍 的 等".split()
)
"""What a name stands in front of."""

COUNTED: Final = "届次期日月年号时分点期件名人万元亿个条户家场期所份项"
"""What a number in Chinese figures counts where it says which one is meant."""

PLACES: Final = "省市县区旗镇乡村"
"""How the name of a place ends; before 政协 it is mostly 市政协 without a name."""

ANY_PLACE: Final = "全我本各该省市县区旗镇乡村级个农城地辖入出进返下和与及在到赴对为的"
"""What such an ending stands behind where no particular place is meant."""
