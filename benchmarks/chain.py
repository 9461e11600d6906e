"""How long a chain takes to be read: what somebody waits for after a paste."""

from __future__ import annotations

import statistics

from benchmarks.bench import Bench
from benchmarks.measure import Failed
from benchmarks.row import Measured

ANSWERS = 1000
HEAD = "#接龙\n4月8日蔬菜\n白菜包25元 土豆包22元 综合蔬菜包48元 鸡蛋30枚/板38元\n\n"
FORMS = (
    "{n}. 王秀芝 {b}栋{s}单元{r} 白菜包x2",
    "{n}、{b}-{s}-{r} 李国强 土豆1，蛋1",
    "{n}. 孙丽 {b}号楼{s}门{r} 2板鸡蛋（不要破的）",
    "{n}．陈爷爷（{b}栋{s}单元{r} 代下单：孙丽）白菜两包",
    "{n}. {b}#{s}-{r} 老赵 综合1 ✅已付",
    "{n}. 周涛 {b}－{s}－{r} 白菜包 １份\n    放门口 13900000000",
)


def chain(bench: Bench) -> Measured:
    file = bench.folder / "chain.txt"
    file.write_text(HEAD + "\n".join(_answers()), encoding="utf-8")
    ours = []
    for _ in range(max(3, bench.runs // 2)):
        done = bench.installed("chain", file)
        if done["answers"] != ANSWERS or done["accepted"] < ANSWERS * 0.9:
            raise Failed(f"{done['accepted']} of {done['answers']} answers were accepted")
        ours.append(done["seconds"] * 1e3)
    return Measured(
        ours=statistics.median(ours),
        unit="ms",
        note=f"{ANSWERS} answers in {len(FORMS)} forms, all of them with a door",
    )


def _answers() -> list[str]:
    """Each of another household, in the forms people write."""
    return [
        FORMS[n % len(FORMS)].format(
            n=n, b=n // 50 % 20 + 1, s=n % 5 + 1, r=f"{n // 5 % 10 + 1}0{n % 3 + 1}"
        )
        for n in range(1, ANSWERS + 1)
    ]
