"""`flagbearer import` at the command line: each flag says what it is for, and does it."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.settings import Settings

HEADING = "学号,姓名,所在党支部,岗位类别,正式/预备,职务\n"
FIRST, OFFICIAL = "样例学院第一党支部", "中共某某大学委员会样例学院第一党支部"


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An empty folder, and no settings but the test's."""
    for name in Settings.model_fields:
        monkeypatch.delenv(f"FLAGBEARER_{name.upper()}", raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FLAGBEARER_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("FLAGBEARER_NOW", "2008-06-10T10:00+08:00")


def imports(*flags: str, branch: str = FIRST, prefix: str = "T", people: int = 4) -> Result:
    rows = [f"{prefix}{n},王{n}明,{branch},学生,正式,\n" for n in range(people)]
    Path("roster.csv").write_text(HEADING + "".join(rows), "utf-8")
    return CliRunner().invoke(app, ["import", "roster.csv", *flags])


def test_questions_are_answered_by_flags() -> None:
    assert imports("--apply").exit_code == 0
    dry = imports(branch=OFFICIAL, prefix="S")
    assert dry.exit_code == 0
    assert "是同一个支部，请加 --same-branches；是新支部，请加 --new-branches。" in dry.output
    assert "是同一个人，请加 --same-people；是新来的人，请加 --new-people。" in dry.output
    unanswered = imports("--apply", "--same-branches", branch=OFFICIAL, prefix="S")
    assert unanswered.exit_code == 1
    done = imports("--apply", "--same-branches", "--same-people", branch=OFFICIAL, prefix="S")
    assert done.exit_code == 0
    assert "变更 4 人" in done.output
    again = imports("--apply", branch=OFFICIAL, prefix="S")
    assert again.output.endswith("与库中一致，不用导入。\n")


def test_new_people_and_new_branches_are_taken_as_new() -> None:
    imports("--apply")
    done = imports("--apply", "--new-branches", branch=OFFICIAL, prefix="T")
    assert "新支部 1 个" in done.output
    assert "变更 4 人" in done.output
    done = imports("--apply", "--new-people", branch=OFFICIAL, prefix="S")
    assert "新增 4 人" in done.output


def test_the_number_of_those_who_leave_is_typed() -> None:
    imports("--apply")
    refused = imports("--apply", "--remove-missing", people=1)
    assert (refused.exit_code, "请加 --removing 3。" in refused.output) == (1, True)
    assert imports("--apply", "--remove-missing", "--removing", "3", people=1).exit_code == 0


def test_a_file_that_is_not_there_is_told_in_one_line() -> None:
    told = CliRunner().invoke(app, ["import", "none.xlsx", "--language", "en"])
    assert told.exit_code == 1
    assert told.output.count("\n") == 1
    assert "none.xlsx" in told.output
