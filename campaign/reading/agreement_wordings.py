"""The words of faults in how the parts of a file agree with each other."""

from campaign.reading.value_wordings import Wording

AGREEMENT_WORDINGS: dict[str, Wording] = {
    # days that do not agree
    "ends_before_it_begins": Wording(
        "{first} 在 {last} 之后，先后颠倒了。",
        "{first} is after {last}: it ends before it begins.",
        "对调或改正这两个日期。",
        "Swap or mend the two dates.",
    ),
    "phases_overlap": Wording(
        "与前一阶段重叠：前一阶段 {before} 才结束，这一阶段 {opens} 就开始。",
        "Overlaps the phase before, which closes on {before}, while this one opens on {opens}.",
        "让这一阶段从 {wanted} 开始，或让前一阶段提前结束。",
        "Let this one open on {wanted}, or the one before close earlier.",
    ),
    "phases_gap": Wording(
        "与前一阶段之间空了 {days} 天：前一阶段 {before} 结束，这一阶段 {opens} 开始。",
        "{days} day(s) belong to no phase: the one before closes {before}, this opens {opens}.",
        "让这一阶段从 {wanted} 开始，或让前一阶段延后结束。",
        "Let this one open on {wanted}, or the one before close later.",
    ),
    "first_phase_opens": Wording(
        "第一阶段 {opens} 开始，活动却是 {wanted} 开始。",
        "The first phase opens on {opens}, the campaign on {wanted}.",
        "两处写同一天。",
        "Write the same day in both places.",
    ),
    "last_phase_closes": Wording(
        "最后一段 {closes} 结束，活动却是 {wanted} 结束。",
        "The last stretch closes on {closes}, the campaign on {wanted}.",
        "两处写同一天；最后一个阶段之后还有公示、表彰的，写在 [closing]。",
        "Write the same day in both places; days after the last phase belong in [closing].",
    ),
    "outside_phase": Wording(
        "{day} 不在阶段 {phase}（{opens} 至 {closes}）之内。",
        "{day} lies outside the phase {phase} ({opens} to {closes}).",
        "改日期，或改 phase。",
        "Change the date, or the phase.",
    ),
    "outside_campaign": Wording(
        "{day} 不在活动期间（{opens} 至 {closes}）之内。",
        "{day} lies outside the campaign ({opens} to {closes}).",
        "改成活动期间的日期。",
        "Write a day of the campaign.",
    ),
    "months_outside_phase": Wording(
        "{month} 不在阶段 {phase}（{opens} 至 {closes}）之内。",
        "{month} lies outside the phase {phase} ({opens} to {closes}).",
        "改成这个阶段里的月份。",
        "Write a month of that phase.",
    ),
    "start_out_of_reach": Wording(
        "不能从 {start} 开始：年份要在 {first} 到 {last} 之间。",
        "It cannot open on {start}: years go from {first} to {last}.",
        "换一个开始日期。",
        "Choose another first day.",
    ),
    # things that point at each other
    "same_id": Wording(
        "编号 {value} 用了两次，第一次在第 {first_line} 行。",
        "The id {value} is used twice, first in line {first_line}.",
        "给其中一个换编号。",
        "Give one of them another id.",
    ),
    "unknown_reference": Wording(
        "{where} 里没有 {value}。",
        "There is no {value} among {where}.",
        "从这些里选一个：{choices}；或在 {where} 里补上它。",
        "Choose one of: {choices}; or add it to {where}.",
    ),
    "meeting_not_named": Wording(
        "以会议为凭，却没有写是哪种会议。",
        "A meeting ticks this off, but which kind is not said.",
        "写上 meeting = …，从 meeting_kinds 里选。",
        "Add meeting = …, one of meeting_kinds.",
    ),
    "meeting_not_wanted": Wording(
        "写了 meeting，却不是以会议为凭。",
        "A meeting is named, but something else ticks this off.",
        '删去 meeting，或写 proof = "meeting"。',
        'Take meeting out, or write proof = "meeting".',
    ),
    # numbers that do not agree
    "weights": Wording(
        "各项指标的权重加起来是 {total}，不是 100。",
        "The weights of the indicators make {total}, not 100.",
        "调整权重，使合计为 100。",
        "Change the weights so that they make 100.",
    ),
    "least_above_most": Wording(
        "最少 {least} 大于最多 {most}。",
        "The least, {least}, is more than the most, {most}.",
        "对调或改正这两个数。",
        "Swap or mend the two numbers.",
    ),
    "leads_order": Wording(
        "提前天数要由大到小，不能重复。",
        "Leads go from the largest down, none twice.",
        "写成 [7, 3, 1, 0] 的样子。",
        "Write them like [7, 3, 1, 0].",
    ),
    "quiet_at": Wording(
        "发送时刻 {at} 落在免打扰时段（{quiet_from} 至 {quiet_until}）。",
        "The hour of sending, {at}, is a quiet one ({quiet_from} to {quiet_until}).",
        "改 at，或改免打扰时段。",
        "Change at, or the quiet hours.",
    ),
    # holidays
    "makeup_in_break": Wording(
        "{day} 既写成调休上班，又在 {first} 至 {last} 的假期里。",
        "{day} is a make-up working day and lies in the holiday from {first} to {last}.",
        "两处删去一处。",
        "Take it out of one of the two.",
    ),
    "makeup_on_weekday": Wording(
        "{day} 是{weekday}，本来就上班，不用写成调休。",
        "{day} is a {weekday}, a working day anyway.",
        "删去，或改成要上班的那个周六、周日。",
        "Take it out, or write the Saturday or Sunday that is worked.",
    ),
    "breaks_overlap": Wording(
        "与 {first} 至 {last} 的假期重叠。",
        "Overlaps the holiday from {first} to {last}.",
        "改正日期，或合成一个假期。",
        "Mend the dates, or make them one holiday.",
    ),
    "other_year": Wording(
        "{day} 不属于 {year} 年的假期表。",
        "{day} does not belong in the table of {year}.",
        "改正年份，或移到那一年的表里（元旦可以从上年末开始）。",
        "Mend the year, or move it to that year's table (New Year may begin in December).",
    ),
}
