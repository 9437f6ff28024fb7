"""Forms that committees fill in, and what they are filled with. People and their words are invented."""

from __future__ import annotations

REGIONS = (
    "徐州",
    "银川",
    "石嘴山",
    "铜山区",
    "临河区",
    "海宁",
    "桐乡",
    "长兴县",
    "安吉县",
    "兴庆区",
    "贺兰县",
    "灵武",
    "东台",
)
ROOMS = (
    "机关三楼会议室",
    "国际会议中心",
    "市民中心一号楼",
    "人民会堂",
    "迎宾馆二楼报告厅",
    "委员之家",
    "文化馆多功能厅",
)
SUBJECTS = ("养老服务", "河道治理", "营商环境", "职业教育", "古城保护", "食品安全", "停车难", "乡村民宿", "数字经济")
PEOPLE = ("办公室主任", "提案委员会副主任", "副秘书长", "经济委员会主任", "研究室主任", "文史委员会副主任")

FORMS = (
    # an appointment
    (
        "{region}政协第十四届委员会常务委员会第{number}次会议于{year}年{month}月{day}日通过：任命{names[0]}为{region}政协{role}；"
        "免去{names[1]}的{region}政协{role}职务。现予公布，自公布之日起生效。公示期间如有异议，请向{region}政协办公室反映。"
    ),
    # a notice of a meeting
    (
        "各位委员：经研究，定于{year}年{month}月{day}日上午{hour}时在{room}召开{region}政协第{ordinal}次主席会议。会议议程：一、传达学习"
        "有关会议精神；二、听取有关部门情况通报；三、审议有关文件。请各位委员安排好工作，准时参加会议，因故不能参加的须履行请假手续。"
        "联系人：{names[0]}。{region}政协办公室。"
    ),
    # a list of members added
    (
        "中国人民政治协商会议{region}委员会公告：{year}年{month}月{day}日，政协{region}第十四届委员会常务委员会第{number}次会议协商决定，"
        "增补{names[0]}、{names[1]}、{names[2]}、{names[3]}为政协{region}第十四届委员会委员。特此公告。"
        "根据政协章程规定，上述人员自即日起履行委员职责，享有委员权利，承担委员义务，接受界别群众的监督。"
    ),
    # an obituary
    (
        "{region}政协原{role}{names[0]}同志因病医治无效，于{year}年{month}月{day}日在{region}逝世，享年{number}岁。{names[0]}同志"
        "参加工作以来，忠诚党的事业，坚持原则，实事求是，作风民主，联系群众，为政协事业发展作出了积极贡献。遗体告别仪式定于"
        "{month}月{day}日上午{hour}时在{region}殡仪馆举行。沉痛悼念{names[0]}同志！"
    ),
    # the opening of a session
    (
        "{year}年{month}月{day}日上午，政协第{ordinal}届{region}委员会第{ordinal}次会议在{room}隆重开幕。会议应到委员{number}名，实到委员"
        "符合规定人数。{names[0]}主持大会，{names[1]}、{names[2]}、{names[3]}在主席台就座。会议听取并审议常务委员会工作报告和提案工作"
        "情况的报告。开幕会后，与会委员分组讨论了常委会工作报告。大会在雄壮的国歌声中开始，党委、人大、政府领导到会祝贺。"
    ),
    # an answer to a proposal
    (
        "{names[0]}委员：您在政协{region}第十四届委员会第{ordinal}次会议上提出的第{number}号提案《关于加强{subject}的建议》收悉。"
        "感谢您对我市{subject}工作的关心。经与有关部门研究，现答复如下：您的建议很有针对性，我们将认真研究，逐条落实，"
        "并在今后的工作中不断改进。再次感谢您对政府工作的关心和支持，希望今后继续提出宝贵意见。联系人：{names[1]}。"
        "{year}年{month}月{day}日。"
    ),
    # duty rosters
    (
        "{region}政协委员接待群众来访安排：{year}年{month}月{day}日上午{hour}时，{names[0]}委员在{room}接待来访群众，"
        "听取对{subject}的意见建议，欢迎广大群众前来反映情况。请来访群众自觉遵守秩序，如实反映问题，"
        "一般不超过五人，由工作人员引导登记后依次进入。因故调整的，以现场通知为准。"
    ),
)
