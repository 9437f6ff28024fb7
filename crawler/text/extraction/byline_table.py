"""What we know of the people and papers an article names: words for what they do, what they are called."""

from __future__ import annotations

RANKS = (
    r"本报 本网 本台 本刊 全媒体 融媒体? 首席 见习 实习 特约 驻[^\s、，]{1,6}"
    r" [^\s、，（(]{2,12}(?:报|网|社|台|新闻|客户端|频道)"
).split()
"""What may stand before a role: whose and what kind, as patterns."""

ROLES = "记者 通讯员 特约撰稿人 特约撰稿 撰稿人 撰稿 实习生 评论员 作者 编剧 撰文 采写 摄影报道 摄影 图文 摄".split()
"""What stands before a name and says what its bearer does."""

SURNAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦"
    "昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹"
    "姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐"
    "邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁"
    "荀羊惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘钭厉戎祖武符"
    "刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦"
    "雍桑桂濮牛寿通边扈燕冀尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广"
    "禄阙东欧沃利蔚越隆师巩厍聂晁勾敖融冷辛阚那简饶曾沙养鞠丰关相查荆红游权岳帅缑亢况有琴商牟佘伯赏墨哈谯"
    "笪年爱阳佟言福肖闫付禤涂覃岩战楚仝苑揣原代仵兰盖桓鹿"
)
"""The first character of most Chinese names."""

COMPOUND_SURNAMES = ("欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "令狐", "慕容", "夏侯", "端木")

PUBLISHER_ENDS = (
    "报 网 社 台 刊 闻 电视台 广播 频道 发布 在线 客户端 周刊 杂志 通讯 政协 人大 政府 委员会 办公室 局 厅 办 委"
    " 部 中心 融媒 传媒 头条 资讯 网站 本站 本网 学院 大学 协会 联合会 集团 公司"
).split()
"""What the names of those who publish news end in; it decides only where no label does."""
