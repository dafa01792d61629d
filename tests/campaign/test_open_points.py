"""What is left to the office is said in one sentence each, and only while it is open."""

from campaign.open_points import open_points
from campaign.reading import load_campaign, shipped_text
from tests.campaign.campaign_files import READING_YEAR, shipped, shipped_with


def test_the_shipped_file_names_what_the_notice_left_open() -> None:
    """Two ends of term, the close of nominations, the inspection sheet; holidays are known."""
    assert [point.zh for point in open_points(shipped())] == [
        "「春季学期末检查」暂定 2008-07-11，待办公室确认。",
        "「秋季学期末检查」暂定 2009-01-16，待办公室确认。",
        "「推荐先进截止」暂定 2009-06-12，待办公室确认。",
        "「暑假」暂定 2008-07-12 至 2008-08-31，待办公室确认。",
        "「寒假」暂定 2009-01-17 至 2009-02-15，待办公室确认。",
        "检查指标是暂定的，待办公室换上学校的党支部工作评价表或确认。",
    ]


def test_what_is_confirmed_is_not_asked_again() -> None:
    """The office settles a point by changing the file."""
    settled = shipped_text().replace("confirmed = false", "confirmed = true")
    assert open_points(load_campaign(settled, "settled.toml")) == ()


def test_a_year_without_holidays_is_named() -> None:
    """Working days would be counted wrong otherwise, without a word."""
    (point,) = open_points(load_campaign(READING_YEAR, "reading.toml"))
    assert point.en == (
        "Holidays of 2030 are not filled in yet: periods in working days count only weekends "
        "as days off."
    )


def test_a_publicity_period_that_outlasts_the_conference_is_named() -> None:
    """Five working days from Thursday, 25 June, end after the 30th."""
    text = shipped_with(("opens = 2009-06-22", "opens = 2009-06-25"))
    assert "公示到 2009-07-01 才满 5 个工作日，晚于最迟 2009-06-30 的总结表彰。" in [
        point.zh for point in open_points(load_campaign(text, "late.toml"))
    ]


def test_a_publicity_period_that_ends_on_the_day_of_the_conference_is_none() -> None:
    """Five working days from Wednesday, 24 June, end on the 30th itself."""
    text = shipped_with(("opens = 2009-06-22", "opens = 2009-06-24"))
    assert open_points(load_campaign(text, "just.toml")) == open_points(shipped())
