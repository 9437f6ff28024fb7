"""How common a Chinese character is: what tells text from the wreck of text.

Two sources, neither copied from a corpus: the layout of the national standards (GB/T 2312-1980 keeps its 3,755 everyday
characters in rows 16 to 55 and its rarer ones in rows 56 to 87; Big5 does the same with A440 to C67E), and the few
hundred characters every modern Chinese text is mostly made of.
"""

from __future__ import annotations

from functools import cache

EVERYDAY = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经"
    "十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平"
    "形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程"
    "展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必"
    "战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打"
    "白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫"
    "且究观越织装影算低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精"
    "值号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁价严"
)
"""The five hundred or so most used characters of modern Chinese, most used first."""

USUAL = (
    "助抓促综困愁盼纳税网络链绿森湖泊河湿污染漠沙岭峡港湾桥隧轨航船邮货币银债券股险障扶贫贷款租赁售购销稳岗薪酬聘招募"
    "训练兵役休幼托孩童妇婚姻诊疗药卫疫苗患症护床康寿餐饮食粮肉蛋菜茶酒牧渔猪牛羊耕播肥灌库坝堤防洪旱灾害震援救捐赠慈"
    "善爱仁礼诚德廉洁腐败讼师警毒恶扫赋牢谱围账载核抗措施序访慰询答释宣讲演映频微聊端互享搭台梁纽汇融嵌挖掘梳剖析探索"
    "尝试拓扩充补短板弱项漏洞弊顽疾攻坚键瓶颈突破跨赶超冲刺奋拼搏奉牺牲忠敬勤勉踏扎谋略蓝愿景梦幻辉煌灿烂丰硕累喜庆祝"
    "贺春夏秋冬季晨晚午夜星旬初末届换推荐替免辞晋升驻村镇街乡巷弄庄园域块栋楼房屋宅厦室厅堂馆站亭廊庙寺塔碑墓陵址遗迹"
    "迁徙侨胞澳友邻居朋客宾迎送待宴签署订盟邦谊晤谈判磋沟辩评估审批登注册籍档卷宗函稿撰编辑校印刷版刊摘概述简篇幅章附"
    "录像摄绘画诗词歌曲舞蹈戏剧艺雕塑陶瓷玉漆竹木泥砖瓦柱墙窗锁钥匙灯烛炉灶锅碗瓢盆筷刀叉杯壶罐箱柜桌椅凳枕毯衣裤鞋帽"
    "袜巾杨赵黄吴徐孙胡朱郭罗宋郑谢韩唐冯董萧曹袁邓傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴钟汪田姜范姚谭廖邹熊陆郝孔崔"
    "邱秦顾侯邵孟龙雷钱汤尹黎武乔赖龚庞浙皖赣闽粤桂琼渝蜀黔滇藏陕甘宁疆辽吉冀鲁豫鄂湘津沪杭州敏捷勇毅霞丽娟艳芳燕玲萍"
    "莉娜婷静雪梅兰菊松柏峰岩涛波浪洋鹏飞翔宇浩杰俊伟刚斌亮晓旭昊阳曦佳琪琳瑶颖慧智聪睿博渊源泉澈纯净优良秀卓彩虹握续"
    "紧央占遵循弘扬践悟聆汲营滋润涵培植茂盛肩负扛旗帜鲜飘吹鼓励劲足绩益损耗费财贸铺店摊贩零额亿倍均"
)
"""Characters that any week of local news uses: offices, places, trades, names."""

COMMITTEE = "协商职履案视察督监席秘昌荣献策凝聚诉疑贯彻落贡献"
"""Characters that the news of 人民政协 uses far more than other text does."""

SIMPLIFIED = (
    "这为个国时来们对会发动过说产种学经进电实两体机当点从业应开还义间样与关线数么质气变条没结问无军并题党员总设长头资边级统较将组见计别论运农"
    "几区强决战则据处队给门规热领东导压争济阶术极联认权证采转单风带场车务万达积议声报斗类离华确张马节话温传许广记观织装众书复儿须际验连断难矿"
    "备办习响约劳团历构称准号维划选标写亲养层却专状厂识适属圆调满县参红细听铁价严协职视监献诉贯"
)
TRADITIONAL = (
    "這為個國時來們對會發動過說產種學經進電實兩體機當點從業應開還義間樣與關線數麼質氣變條沒結問無軍並題黨員總設長頭資邊級統較將組見計別論運農"
    "幾區強決戰則據處隊給門規熱領東導壓爭濟階術極聯認權證採轉單風帶場車務萬達積議聲報鬥類離華確張馬節話溫傳許廣記觀織裝眾書復兒須際驗連斷難礦"
    "備辦習響約勞團歷構稱準號維劃選標寫親養層卻專狀廠識適屬圓調滿縣參紅細聽鐵價嚴協職視監獻訴貫"
)
"""The characters of the two lists above that traditional text writes otherwise, and how, one below the other."""

WORDS = """
政协 全国 委员 员会 会议 协商 提案 主席 常委 民主 监督 参政 议政 建言 资政 凝聚 共识 视察 调研 工作
召开 党组 书记 人民 政府 发展 经济 社会 建设 习近 近平 总书 中共 中央 精神 学习 贯彻 落实 指示 讲话
二十 党的 坚持 领导 制度 委会 履职 座谈 活动 专题 专门 各级 我们 他们 问题 意见 建议 办理 情况 报告
听取 审议 通过 出席 参加 主持 副主 秘书 书长 界别 团结 统一 统战 战线 民族 宗教 文化 教育 科技 创新
改革 开放 高质 质量 推动 推进 加强 服务 群众 基层 组织 干部 机关 单位 部门 企业 产业 农村 乡村 振兴
生态 环境 保护 健康 医疗 重要 重大 重点 中国 特色 主义 思想 时代 新时 实现 实践 积极 提高 提升 能力
水平 机制 体系 作用 优势 责任 使命 担当 关于 进行 开展 深入 认真 围绕 聚焦 国家 人大 代表 省委 市委
区委 县委 政治 历史 方面 一个 以及 进一 一步 全面 同志 负责 责人 有关 相关 记者 日前 近日 会上 指出
强调 表示 认为 介绍 完善 加快 促进 研究 联系 合作 交流 管理 公共 安全
""".split()
"""Pairs of characters that stand side by side in the news of 人民政协 again and again."""

PUNCTUATION = "，。、；：？！“”‘’（）《》〈〉【】—…·　"


def _codec_rows(codec: str, first: int, last: int) -> str:
    """The characters whose two bytes in `codec` lie between `first` and `last`."""
    pairs = (divmod(code, 256) for code in range(first, last + 1))
    raw = b"".join(bytes(pair) for pair in pairs if pair[1] >= 0x40)
    return "".join(char for char in raw.decode(codec, "ignore") if "\u4e00" <= char <= "\u9fff")


@cache
def level_one() -> frozenset[str]:
    """The everyday characters of mainland and of Taiwanese text, as their standards list them.

    >>> "政" in level_one(), "協" in level_one(), "氲" in level_one()
    (True, True, False)
    """
    mainland = "".join(_codec_rows("gb2312", row << 8 | 0xA1, row << 8 | 0xFE) for row in range(0xB0, 0xD8))
    taiwan = "".join(
        _codec_rows("big5", row << 8 | first, row << 8 | last)
        for row in range(0xA4, 0xC7)
        for first, last in ((0x40, 0x7E), (0xA1, 0xFE))
    )
    return frozenset(mainland + taiwan)


@cache
def weights() -> dict[str, float]:
    """How much a character speaks for a text being Chinese as people write it, 0.2 to 1.

    >>> weights()["政"] > weights()["鋼"] > weights().get("氲", 0)
    True
    """
    table = dict.fromkeys(level_one(), 0.5)
    table.update(dict.fromkeys(EVERYDAY + COMMITTEE + TRADITIONAL + PUNCTUATION, 1.0))
    return table


@cache
def log_shares() -> dict[str, float]:
    """The natural logarithm of the share of Chinese text that a character makes up, -5.5 to -10.5;
    a character of neither standard has none.

    In steps, measured on the news of 人民政协: what counts is how far they lie apart.

    >>> log_shares()["的"] > log_shares()["值"] > log_shares()["牢"]
    True
    """
    shares = dict.fromkeys(level_one(), -10.5)
    shares.update(dict.fromkeys(USUAL, -9.0))
    shares.update(dict.fromkeys(EVERYDAY[300:] + COMMITTEE, -7.0))
    shares.update(dict.fromkeys(EVERYDAY[100:300], -6.5))
    shares.update(dict.fromkeys(EVERYDAY[:100], -6.0))
    shares.update(dict.fromkeys(PUNCTUATION, -5.5))
    shares.update({after: shares[before] for before, after in zip(SIMPLIFIED, TRADITIONAL, strict=True)})
    return shares


@cache
def known_pairs() -> frozenset[str]:
    """The pairs of `WORDS` in simplified and in traditional characters.

    >>> "协商" in known_pairs(), "協商" in known_pairs()
    (True, True)
    """
    return frozenset(WORDS) | {word.translate(str.maketrans(SIMPLIFIED, TRADITIONAL)) for word in WORDS}
