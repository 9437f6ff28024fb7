"""What a mirror knows: common characters, their traditional form and the reading it puts in brackets.

The order is that of the traditional forms in Unicode. It matters: a mirror replaces one entry after the other, and the
pages we have seen (`更好地?fù)?dān)負(fù)`) come out only if 擔 is replaced before 負.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

# Simplified, traditional, and the reading if the mirrors ever give it one. 于 后 里 干 么 并 are not here:
# the mirrors leave them as they are.
_ROWS = """
乱亂luàn 来來lái 仓倉cāng 个個gè 们們men 伟偉wěi 杰傑jié 备備bèi 传傳chuán 伤傷shāng 侨僑qiáo 价價jià
优優yōu 储儲chǔ 兑兌duì 儿兒ér 内內nèi 两兩liǎng 册冊cè 别別bié 则則zé 刚剛gāng 创創chuàng 划劃huà
刘劉liú 劲勁jìn 动動dòng 务務wù 胜勝shèng 劳勞láo 势勢shì 励勵lì 劝勸quàn 匀勻yún 汇匯huì 区區qū
协協xié 参參cān 吴吳wú 吕呂lǚ 员員yuán 问問wèn 启啟qǐ 乔喬qiáo 单單dān 严嚴yán 国國guó 围圍wéi
园園yuán 圆圓yuán 图圖tú 团團tuán 执執zhí 坚堅jiān 报報bào 场場chǎng 块塊kuài 压壓yā 够夠gòu 妇婦fù
孙孫sūn 学學xué 宫宮gōng 实實shí 宁寧níng 审審shěn 写寫xiě 宽寬kuān 将將jiāng 专專zhuān 对對duì 导導dǎo
尸屍shī 层層céng 峰峯fēng 岗崗gǎng 岭嶺lǐng 岩巖yán 师師shī 带帶dài 帮幫bāng 几幾jǐ 库庫kù 厨廚chú
厂廠chǎng 广廣guǎng 厅廳tīng 张張zhāng 强強qiáng 弹彈dàn 径徑jìng 从從cóng 复復fù 征徵zhēng 彻徹chè 爱愛ài
态態tài 惯慣guàn 虑慮lǜ 庆慶qìng 忧憂yōu 恳懇kěn 应應yīng 惩懲chéng 战戰zhàn 戏戲xì 户戶hù 扫掃sǎo
挂掛guà 拣揀jiǎn 扬揚yáng 换換huàn 挥揮huī 损損sǔn 抢搶qiǎng 拥擁yōng 择擇zé 击擊jī 挡擋dǎng 担擔dān
据據jù 扩擴kuò 摆擺bǎi 扰擾rǎo 拦攔lán 摊攤tān 数數shù 断斷duàn 时時shí 畅暢chàng 晓曉xiǎo 书書shū
会會huì 东東dōng 条條tiáo 栋棟dòng 杨楊yáng 业業yè 荣榮róng 构構gòu 乐樂lè 楼樓lóu 标標biāo 样樣yàng
树樹shù 桥橋qiáo 机機jī 档檔dàng 检檢jiǎn 槛檻kǎn 权權quán 欢歡huān 岁歲suì 历歷lì 归歸guī 残殘cán
气氣qì 决決jué 没沒méi 况況kuàng 减減jiǎn 测測cè 汤湯tāng 准準zhǔn 沟溝gōu 温溫wēn 湿溼shī 滞滯zhì
满滿mǎn 渔漁yú 涝澇lào 泽澤zé 济濟jì 涛濤tāo 滨濱bīn 浏瀏liú 濒瀕bīn 湾灣wān 灾災zāi 为為wéi
无無wú 炼煉liàn 热熱rè 灯燈dēng 营營yíng 争爭zhēng 床牀chuáng 牵牽qiān 状狀zhuàng 狭狹xiá 奖獎jiǎng 独獨dú
获獲huò 献獻xiàn 现現xiàn 瑶瑤yáo 莹瑩yíng 环環huán 产產chǎn 画畫huà 当當dāng 疗療liáo 发發fā 监監jiān
盘盤pán 卢盧lú 众眾zhòng 确確què 码碼mǎ 础礎chǔ 碍礙ài 秘祕mì 礼禮lǐ 税稅shuì 种種zhǒng 积積jī
稳穩wěn 穷窮qióng 竞競jìng 笔筆bǐ 节節jié 范範fàn 简簡jiǎn 签簽qiān 笼籠lóng 粮糧liáng 纪紀jì 约約yuē
红紅hóng 纳納nà 纽紐niǔ 纸紙zhǐ 级級jí 纷紛fēn 细細xì 绍紹shào 终終zhōng 组組zǔ 结結jié 绝絕jué
络絡luò 给給gěi 统統tǒng 经經jīng 综綜zōng 绿綠lǜ 维維wéi 纲綱gāng 网網wǎng 绵綿mián 紧緊jǐn 线線xiàn
缘緣yuán 编編biān 练練liàn 县縣xiàn 缩縮suō 纵縱zòng 总總zǒng 绩績jī 织織zhī 缮繕shàn 绕繞rào 绘繪huì
继繼jì 续續xù 罗羅luó 义義yì 习習xí 闻聞wén 联聯lián 声聲shēng 职職zhí 听聽tīng 肃肅sù 脉脈mài
脱脫tuō 脑腦nǎo 脚腳jiǎo 肠腸cháng 临臨lín 台臺tái 与與yǔ 兴興xìng 举舉jǔ 旧舊jiù 华華huá 万萬wàn
叶葉yè 着著 苇葦wěi 蒋蔣jiǎng 荡蕩dàng 萧蕭xiāo 荐薦jiàn 蓝藍lán 艺藝yì 药藥yào 芦蘆lú 苏蘇sū
兰蘭lán 处處chù 号號hào 术術shù 卫衛wèi 补補bǔ 装裝zhuāng 见見jiàn 规規guī 视視shì 亲親qīn 觉覺jué
览覽lǎn 观觀guān 订訂dìng 计計jì 讯訊xùn 讨討tǎo 训訓xùn 记記jì 访訪fǎng 设設shè 许許xǔ 诉訴sù
诊診zhěn 评評píng 词詞cí 询詢xún 试試shì 诗詩shī 话話huà 认認rèn 诱誘yòu 语語yǔ 诚誠chéng 说說shuō
课課kè 谊誼yì 调調diào 谈談tán 请請qǐng 论論lùn 诺諾nuò 谋謀móu 谎謊huǎng 讲講jiǎng 谢謝xiè 证證zhèng
识識shí 谭譚tán 译譯yì 议議yì 护護hù 誉譽yù 读讀dú 变變biàn 让讓ràng 丰豐fēng 艳豔yàn 负負fù
财財cái 贡貢gòng 货貨huò 贯貫guàn 责責zé 贵貴guì 买買mǎi 费費fèi 贴貼tiē 贸貿mào 贺賀hè 资資zī
贾賈jiǎ 赋賦fù 质質zhì 账賬zhàng 赖賴lài 购購gòu 赞贊zàn 赵趙zhào 趋趨qū 迹跡jī 践踐jiàn 车車chē
轨軌guǐ 军軍jūn 较較jiào 载載zài 辅輔fǔ 轻輕qīng 辆輛liàng 辑輯jí 输輸shū 转轉zhuǎn 办辦bàn 农農nóng
这這zhè 连連lián 进進jìn 游遊yóu 运運yùn 过過guò 达達dá 违違wéi 远遠yuǎn 适適shì 迁遷qiān 选選xuǎn
遗遺yí 迈邁mài 还還hái 边邊biān 邮郵yóu 乡鄉xiāng 邹鄒zōu 邓鄧dèng 郑鄭zhèng 邻鄰lín 酝醞yùn 医醫yī
钉釘dīng 针針zhēn 银銀yín 铜銅tóng 衔銜xián 锋鋒fēng 钢鋼gāng 录錄lù 钱錢qián 锦錦jǐn 错錯cuò 键鍵jiàn
镕鎔róng 镇鎮zhèn 链鏈liàn 镜鏡jìng 钟鐘zhōng 铁鐵tiě 长長zhǎng 门門mén 闭閉bì 开開kāi 闲閒xián 间間jiān
闸閘zhá 阅閱yuè 阎閻yán 阔闊kuò 关關guān 陕陜 阵陣zhèn 阴陰yīn 陈陳chén 陆陸lù 阳陽yáng 队隊duì
阶階jiē 际際jì 随隨suí 险險xiǎn 双雙shuāng 杂雜zá 离離lí 难難nán 云雲yún 电電diàn 灵靈líng 静靜jìng
韩韓hán 响響xiǎng 页頁yè 顶頂dǐng 项項xiàng 顺順shùn 预預yù 颇頗pō 领領lǐng 头頭tóu 频頻pín 题題tí
额額é 愿願yuàn 类類lèi 顾顧gù 显顯xiǎn 风風fēng 飞飛fēi 养養yǎng 馆館guǎn 馈饋kuì 马馬mǎ 冯馮féng
驻駐zhù 驾駕jià 驶駛shǐ 骑騎qí 驱驅qū 验驗yàn 驿驛yì 体體tǐ 鲜鮮xiān 鸟鳥niǎo 丽麗lì 黄黃huáng
点點diǎn 党黨dǎng 齐齊qí 龄齡líng 龙龍lóng 龚龔gōng
"""

MIRROR_TABLE: Mapping[str, tuple[str, str]] = MappingProxyType({row[0]: (row[1], row[2:]) for row in _ROWS.split()})
"""Simplified character to traditional form and reading; both forms are in GBK. No reading: it is never annotated."""
