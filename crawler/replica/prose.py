"""Articles as committees publish them, each different and each the same for the same words of its seed.

Six kinds of news, each a small function that says in which order sentences stand; the sentences draw on
`prose_table.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from crawler.replica.prose_table import (
    AIMS,
    BODIES,
    COMMON_MEASURES,
    COMMON_PROBLEMS,
    DUTIES,
    FEELINGS,
    FORMS,
    GIVEN_NAMES,
    HEADINGS,
    LISTENING,
    LOCALES,
    MANNERS,
    MEMBERS,
    PARTIES,
    QUOTES,
    REPORTS,
    ROLES,
    SHORT_NAMES,
    STUDY,
    SURNAMES,
    THEORY,
    TOPICS,
    TRADES,
    TRAITS,
    Locale,
)

_ORDINALS = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True, kw_only=True)
class Prose:
    """The text of one article and who made it."""

    title: str
    paragraphs: tuple[str, ...]
    source: str | None
    author: str | None
    editor: str | None
    signed: bool
    """Whether the last paragraph names the author, as `（记者 …）` does."""


class _Writer:
    """One article in the making: its chance, its place, its topic, and what it has said already."""

    def __init__(self, random: Random, locale: Locale) -> None:
        self.random = random
        self.locale = locale
        self.topic = random.choice(TOPICS)
        self.body = locale.body
        self.verbs: tuple[str, ...] = ()
        """How this kind of article introduces what was said; a person says it where there are none."""
        self._said: set[str] = set()
        self._last = ""

    def pick(self, words: tuple[str, ...]) -> str:
        """A word not yet used in this article, as long as there is one."""
        fresh = [word for word in words if word not in self._said] or [word for word in words if word != self._last]
        word = self.random.choice(fresh)
        self._said.add(word)
        self._last = word
        return word

    def number(self, low: int, high: int) -> int:
        return self.random.randint(low, high)

    def name(self) -> str:
        if self.locale.rare_names and self.random.random() < 0.2:
            return self.random.choice(self.locale.rare_names)
        if self.random.random() < 0.15:
            return self.random.choice(SURNAMES) + self.random.choice(SHORT_NAMES)
        return self.random.choice(SURNAMES) + "".join(self.random.sample(GIVEN_NAMES, 2))

    def place(self) -> str:
        return self.pick(self.locale.places)

    def aim(self) -> str:
        return self.pick(AIMS).format(region=self.locale.region)

    def problem(self) -> str:
        return self.pick(self.topic.problems if self.random.random() < 0.5 else COMMON_PROBLEMS)

    def measure(self) -> str:
        return self.pick(self.topic.measures if self.random.random() < 0.5 else COMMON_MEASURES)

    def day(self) -> str:
        half = self.random.choice(("", "上午", "下午", "当天"))
        return f"{self.number(1, 12)}月{self.number(1, 28)}日{half}"


def _meeting_opens(w: _Writer) -> str:
    return (
        f"{w.day()}，{w.body}召开第{w.number(2, 48)}次{w.pick(BODIES)}，{w.pick(STUDY)}，{w.pick(STUDY)}。"
        f"{w.body}{w.pick(ROLES)}{w.name()}主持会议并讲话，{w.pick(ROLES)}{w.name()}、{w.name()}出席。"
    )


def _figures(w: _Writer) -> str:
    return w.random.choice(
        (
            (
                f"据介绍，{w.place()}去年在{w.topic.name}方面投入{w.number(120, 9800)}万元，"
                f"完成项目{w.number(11, 240)}个，惠及群众{w.number(2, 97)}.{w.number(1, 9)}万人次。"
            ),
            (
                f"记者了解到，相关提案已办结{w.number(31, 260)}件，办结率{w.number(82, 99)}.{w.number(0, 9)}%，"
                f"其中{w.place()}采纳意见{w.number(9, 88)}条。"
            ),
            (
                f"一组数字颇能说明变化：{w.place()}的投诉量下降{w.number(11, 63)}%，"
                f"平均办理时间由{w.number(16, 45)}天缩短到{w.number(3, 15)}天。"
            ),
            (
                f"截至目前，{w.locale.region}已建成{w.pick(w.topic.places)}{w.number(12, 390)}处，"
                f"计划年内再增{w.number(5, 60)}处，{w.place()}列入首批。"
            ),
            (
                f"{w.topic.field}部门负责人{w.name()}坦言，{w.problem()}的情况仍占受理总量的{w.number(12, 47)}%，"
                f"集中在{w.place()}和{w.place()}。"
            ),
        )
    )


def _visit(w: _Writer) -> str:
    return w.random.choice(
        (
            f"调研组{w.pick(FORMS)}{w.place()}的{w.pick(w.topic.places)}，{w.pick(LISTENING)}，{w.pick(FEELINGS)}。",
            (
                f"在{w.place()}{w.pick(w.topic.places)}，{w.pick(MEMBERS)}委员{w.name()}一行{w.pick(LISTENING)}，"
                f"又{w.pick(LISTENING)}，重点了解{w.problem()}的成因。"
            ),
            (
                f"一到{w.place()}，委员们便{w.pick(FORMS)}{w.pick(w.topic.places)}，{w.pick(FEELINGS)}，"
                f"随后{w.pick(LISTENING)}。"
            ),
            (
                f"{w.pick(PARTIES)}界别的{w.name()}委员此前已三次到过{w.place()}，"
                f"这一次专为{w.problem()}而来，{w.pick(LISTENING)}。"
            ),
        )
    )


def _finding(w: _Writer) -> str:
    return w.random.choice(
        (
            f"大家也注意到，{w.problem()}，{w.problem()}，这些都影响着{w.topic.name}的成色。",
            f"问卷显示，{w.number(31, 78)}%的受访者把{w.problem()}列为最关心的事，其次是{w.problem()}。",
            f"{w.name()}委员直言，眼下{w.problem()}，根子在于{w.pick(MANNERS)}做得还不够。",
            f"座谈中，{w.place()}的代表反映{w.problem()}，{w.pick(PARTIES)}成员{w.name()}补充说，{w.problem()}同样不能忽视。",
        )
    )


def _advice(w: _Writer) -> str:
    return w.random.choice(
        (
            f"{w.pick(MEMBERS)}委员{w.name()}建议，{w.pick(MANNERS)}，{w.measure()}，{w.aim()}。",
            f"围绕{w.topic.name}，{w.name()}提出两点意见：一是{w.measure()}，二是{w.measure()}。",
            f"“{w.pick(QUOTES)}。”{w.name()}委员主张{w.measure()}，同时{w.pick(MANNERS)}。",
            f"与会同志认为，{w.pick(MANNERS)}，{w.measure()}，才能真正{w.aim().removeprefix('努力')}。",
            f"{w.pick(PARTIES)}方面的发言提到，不妨在{w.place()}先行{w.measure()}，{w.pick(MANNERS)}，成熟后再推开。",
        )
    )


def _answer(w: _Writer) -> str:
    return w.random.choice(
        (
            f"{w.topic.field}部门当场回应，将在{w.number(2, 9)}个月内{w.measure()}，并向委员反馈进度。",
            f"承办单位负责人{w.name()}表示，{w.measure()}已列入计划，力争{w.number(3, 12)}月底前见效。",
            f"对此，{w.topic.field}部门逐条认领，答复中写明由{w.place()}牵头{w.measure()}。",
            f"就{w.problem()}一事，{w.name()}代表承办方作了说明，承诺{w.measure()}。",
        )
    )


def _demand(w: _Writer) -> str:
    verb = w.random.choice((*w.verbs, w.name() + w.random.choice(("强调", "指出", "提出", "认为"))))
    return w.random.choice(
        (
            f"{verb}，要{w.pick(MANNERS)}，{w.pick(DUTIES)}，{w.aim()}。",
            f"{verb}，{w.pick(THEORY)}，要{w.pick(DUTIES)}，{w.pick(DUTIES)}。",
            f"{verb}，做好{w.topic.name}工作，{w.pick(MANNERS)}是前提，{w.pick(MANNERS)}是关键，要{w.measure()}。",
            f"{verb}，今年要{w.pick(DUTIES)}，组织不少于{w.number(3, 30)}次专题活动，{w.aim()}。",
        )
    )


def _quotation(w: _Writer) -> str:
    return w.random.choice(
        (
            f"“{w.pick(QUOTES)}。”{w.place()}居民{w.name()}对记者说。",
            f"谈到感受，{w.name()}委员说：“{w.pick(QUOTES)}。”",
            f"“{w.pick(QUOTES)}，{w.pick(QUOTES)}。”说这话时，{w.name()}正在{w.pick(w.topic.places)}忙碌。",
        )
    )


def _closing(w: _Writer) -> str:
    return w.random.choice(
        (
            f"{w.topic.field}等{w.number(4, 13)}个部门和{w.place()}有关负责同志参加活动。",
            f"下一步，{w.body}将把意见整理成{w.pick(REPORTS)}，{w.aim()}。",
            f"{w.pick(PARTIES)}、{w.pick(PARTIES)}有关负责人，{w.place()}、{w.place()}政协负责同志列席。",
            (
                f"活动前后，{w.number(21, 180)}名委员参与讨论，提出意见{w.number(30, 210)}条，"
                f"归并为{w.number(5, 19)}个方面。"
            ),
        )
    )


def _join(w: _Writer, *sentences: Callable[[_Writer], str]) -> str:
    return "".join(sentence(w) for sentence in sentences)


_BODY: tuple[Callable[[_Writer], str], ...] = (_visit, _finding, _advice, _answer, _quotation, _figures, _demand)


def _mixed(w: _Writer, count: int) -> list[str]:
    """So many paragraphs, each of two to four sentences of different kinds."""
    return [_join(w, *w.random.sample(_BODY, w.random.choice((2, 3, 3, 4, 5)))) for _ in range(count)]


def _meeting(w: _Writer) -> tuple[str, list[str]]:
    title = w.random.choice(
        (
            f"{w.body}召开{w.pick(BODIES)} {w.random.choice(('专题研究', '审议', '听取'))}{w.topic.name}工作",
            f"{w.name()}主持召开{w.body}第{w.number(2, 48)}次{w.pick(BODIES)}并讲话",
            f"{w.body}{w.pick(BODIES)}聚焦{w.topic.name} {w.number(9, 40)}名委员发言",
        )
    )
    w.verbs = ("会议指出", "会议强调", "会议要求", "会议认为")
    demands = [_join(w, _demand, w.random.choice((_demand, _advice))) for _ in range(w.number(2, 5))]
    return title, [_meeting_opens(w), _join(w, _figures, _finding), *demands, *_mixed(w, w.number(0, 3)), _closing(w)]


def _survey(w: _Writer) -> tuple[str, list[str]]:
    where = w.place()
    title = w.random.choice(
        (
            f"{w.body}赴{where}视察{w.topic.name}情况 {w.name()}参加",
            f"{w.name()}率队到{where}调研{w.topic.name}",
            f"走进{where}{w.topic.places[0]} {w.pick(MEMBERS)}委员为{w.topic.name}把脉",
        )
    )
    opening = (
        f"{w.day()}，{w.body}{w.pick(ROLES)}{w.name()}带队到{where}，"
        f"就{w.topic.name}开展专题{w.random.choice(('调研', '视察'))}。" + _visit(w)
    )
    return title, [opening, _join(w, _visit, _figures), *_mixed(w, w.number(2, 7)), _closing(w)]


def _proposal(w: _Writer) -> tuple[str, list[str]]:
    serial = w.number(11, 690)
    title = w.random.choice(
        (
            f"第{serial}号提案办理“回头看”：{w.topic.name}有了新进展",
            f"一件提案推动{w.topic.name} {w.place()}{w.measure()}",
            f"{w.body}在{w.place()}督办第{serial}号重点提案 {w.measure()}",
        )
    )
    opening = (
        f"“{w.problem()}，能不能想想办法？”今年年初，{w.pick(PARTIES)}界别委员{w.name()}提交了第{serial}号提案，"
        f"建议{w.measure()}。{w.day()}，{w.body}组织提案人与承办单位见面。"
    )
    return title, [opening, _answer(w), *_mixed(w, w.number(2, 7)), _join(w, _figures, _closing)]


def _consultation(w: _Writer) -> tuple[str, list[str]]:
    title = w.random.choice(
        (
            f"有事好商量 | {w.place()}：{w.topic.name}议出“一致意见”",
            f"委员与部门“面对面” {w.problem()}成焦点",
            f"{w.body}就{w.topic.name}开展专题协商 {w.number(6, 30)}名委员建议{w.measure()}",
        )
    )
    opening = (
        f"{w.day()}，{w.place()}的协商议事室里坐满了人。{w.number(6, 19)}名委员、{w.number(5, 16)}位居民代表和"
        f"{w.topic.field}部门负责人围桌而坐，议题是{w.topic.name}。"
    )
    steps = [f"（{_ORDINALS[i]}）{_advice(w)}{_answer(w)}" for i in range(w.number(2, 4))]
    return title, [opening, _finding(w), *steps, *_mixed(w, w.number(1, 4)), _join(w, _quotation, _closing)]


def _portrait(w: _Writer) -> tuple[str, list[str]]:
    trade, where, act = w.random.choice(TRADES)
    who, trait = w.name(), w.pick(TRAITS)
    title = w.random.choice(
        (
            f"委员风采 | {who}：{where}内外都是“履职现场”",
            f"{who}：一位{trait}的政协委员",
            f"从{where}到议政厅——记{w.body}委员{who}",
        )
    )
    opening = (
        f"{w.random.choice(('清晨六点', '午后', '傍晚时分', '周末一早'))}，{where}的灯亮着，{who}正在{act}。"
        f"这位{w.number(34, 63)}岁的{trade}，担任{w.body}委员已有{w.number(2, 14)}年，熟悉的人都说{who}{trait}。"
    )
    deed = (
        f"这些年，{who}围绕{w.topic.name}跑遍了{w.place()}、{w.place()}和{w.place()}，"
        f"写下{w.number(12, 96)}篇社情民意信息，其中{w.number(3, 11)}篇得到批示。{_finding(w)}"
    )
    return title, [opening, deed, *_mixed(w, w.number(2, 6)), f"“{w.pick(QUOTES)}。”{who}说，{_theory(w)}"]


def _theory(w: _Writer) -> str:
    return f"{w.pick(THEORY)}，{w.pick(MANNERS)}，{w.aim()}。"


def _essay(w: _Writer) -> tuple[str, list[str]]:
    w.verbs = ("实践表明", "我们体会到", "从各地经验看", "调研中感到")
    sections = w.random.sample(HEADINGS, w.number(2, 4))
    title = w.random.choice(
        (
            f"{sections[0][0].split('，')[1]} {sections[1][0].split('，')[1]}——{w.topic.name}的启示",
            f"在{w.topic.name}中更好发挥专门协商机构作用——以{w.place()}{w.measure()}为例",
            f"关于以{sections[0][1]}带动{sections[1][1]}的几点思考——从{w.place()}{w.topic.name}说起",
            f"在{w.body}{w.pick(BODIES)}上的讲话（{w.number(1, 12)}月{w.number(1, 28)}日）",
        )
    )
    paragraphs = [
        f"{w.pick(THEORY)}，近年来，{w.body}{w.pick(MANNERS)}，{w.pick(DUTIES)}，在{w.topic.name}等方面作了一些探索。"
    ]
    for ordinal, (heading, subject) in zip(_ORDINALS, sections, strict=False):
        paragraphs.append(f"{ordinal}、{heading}")
        if w.random.random() < 0.4:
            paragraphs += [f"（{_ORDINALS[i]}）{w.pick(MANNERS)}。{_theory(w)}{_demand(w)}" for i in range(2)]
        else:
            paragraphs.append(
                f"抓{subject}，首先要{w.pick(DUTIES)}。{_theory(w)}{_finding(w)}要{w.measure()}，{w.pick(DUTIES)}。"
            )
    return title, [*paragraphs, f"{w.pick(THEORY)}，{w.body}将{w.pick(DUTIES)}，{w.aim()}。"]


NEWS = (_meeting, _survey, _proposal, _consultation)
ESSAYS = (_essay, _essay, _portrait)


def write(seed: str, site: str, *, essay: bool = False) -> Prose:
    """The article that belongs to a seed, for the site of that key: news, or an essay or portrait.

    >>> write("0/7", "replica_xuzhou") == write("0/7", "replica_xuzhou")
    True
    >>> write("0/7", "replica_xuzhou").title == write("0/8", "replica_xuzhou").title
    False
    """
    w = _Writer(Random(f"{seed}/{site}"), LOCALES[site])
    title, paragraphs = w.random.choice(ESSAYS if essay else NEWS)(w)
    paragraphs = paragraphs[:12]
    author = " ".join(w.name() for _ in range(w.random.choice((1, 1, 2)))) if w.random.random() < 0.7 else None
    signed = author is not None and w.random.random() < 0.4
    if signed:
        paragraphs = [*paragraphs[:11], f"（{w.random.choice(('记者', '通讯员'))} {author}）"]
    return Prose(
        title=title,
        paragraphs=tuple(paragraphs),
        source=w.random.choice(w.locale.sources) if w.random.random() < 0.85 else None,
        author=author,
        editor=w.name() if w.random.random() < 0.6 else None,
        signed=signed,
    )
