"""Templates of the notices for the group chat, in words that people understand.

What stands in braces is filled from the records or from what was typed; the result may be edited
before it is posted.
"""

MESSAGES: dict[str, tuple[str, str]] = {
    "notice_text.test_slot": (
        "【核酸通知】{day}做核酸，{what}请在{hours}到{place}。戴好口罩、隔开一米，听到叫您再下楼。下不了楼的，群里说一声或给志愿者打电话，我们上门。",
        "Test on {day}: {what}, please come to {place} at {hours}. Wear a mask, keep a metre apart, and come down when you are called. If you cannot come down, tell a volunteer and we come to your door.",
    ),
    "notice_text.kit_pickup": (
        "【领抗原】{day} {hours}在{place}发抗原试剂，{what}。每家下来一个人就行；不方便的我们送到门口。做完把结果发给志愿者，不用发到群里。",
        "Antigen kits on {day}, {hours}, at {place}: {what}. One person of each household is enough; if it is difficult, we bring them to your door. Send the result to a volunteer, not to the group.",
    ),
    "notice_text.goods_arrived": (
        "【货到了】{what}到了，消毒静置后{hours}在{place}取。叫到哪栋哪栋下来；老人和腿脚不便的，我们送上楼。",
        "It has come: {what}. After disinfection it can be collected at {place}, {hours}, building by building as you are called. For the elderly and whoever finds the stairs hard, we carry it up.",
    ),
    "notice_text.unsealing": (
        "【解封不解防】{day}起小区解封。可以下楼，请错开时间、不扎堆；出门戴口罩、量体温；外来人员和车辆暂时不进。{what}谢谢大家这些天的坚持。",
        "From {day} the compound is open again, and stays careful. You may go downstairs: take turns and do not gather; wear a mask and have your temperature taken when you leave. Visitors and cars from outside stay out for now. {what} Thank you for all these days.",
    ),
    "notice_text.home_isolation": (
        "【居家隔离怎么做】自己住一间，门关好、多开窗；碗筷毛巾分开用；早晚各量一次体温，告诉志愿者；垃圾装双层袋扎紧放门口，我们来收。要什么说一声，我们送到门口。不舒服先打{phone}。",
        "Isolating at home: one room to yourself, door closed, window open often; your own dishes and towels; take your temperature morning and evening and tell a volunteer; tie rubbish in two bags and leave it at the door, we collect it. Say what you need and we bring it. If you feel unwell, call {phone} first.",
    ),
    "notice_text.rumour_answer": (
        "【有人问，我们答】有人说“{rumour}”。问过{source}：{answer} 拿不准的消息先别转，来问我们。",
        "You asked: “{rumour}”. We checked with {source}: {answer} Please do not pass on what you are not sure of; ask us.",
    ),
    "notice_text.pupils_first": (
        "【学生先做】{day}核酸，{hours}给上网课的学生留出来，请大家让一让，学生到{place}直接做，不用排队。",
        "Pupils first: on {day} from {hours} the queue gives way to pupils between lessons. Please let them through; they come straight to {place}.",
    ),
    "notice_text.free": ("【通知】{what}", "Notice: {what}"),
    # ── what stands in a slot that nobody filled ──
    "notice_text.what.test_slot": ("在小区的每个人", "everybody who is here"),
    "notice_text.what.kit_pickup": ("一人一份", "one for each person"),
    "notice_text.what.unsealing": ("老人要帮忙照样找我们。", "Whoever needs a hand still has us."),
    "notice_text.from": ("{at}起", "from {at}"),
    # ── around it ──
    "notice_text.expires": ("（{day}发，{until}前有效）", "({day}; valid until {until})"),
    "notice_text.rumour_reply": (
        "有人说“{rumour}”：{finding}。{answer}（{source}）",
        "“{rumour}”: {finding}. {answer} ({source})",
    ),
}
