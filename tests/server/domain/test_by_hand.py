"""What a supervisor sets by hand is in force beside the file, until the day ends or somebody takes it back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from server.domain.by_hand import ByHand, HandValue, HandWhat
from server.domain.commands import ConfigureHall, Context, CorrectTime, Declined, OpenDay, Refusal, SetByHand
from server.domain.config import Counter, HallConfig, Interval, Shift
from server.domain.decide import decide
from server.domain.events import ByHandSet, DayOpened, Fact, HallEdited
from server.domain.evolve import evolve, replay
from server.domain.hall import Hall
from server.domain.opening import opening
from tests.server.asking import issue
from tests.server.domain.scene import Scene, token_hash
from tests.server.sample_halls import sample_counter, sample_hall, sample_service

SERVICES, EXTRA, CLOSED = HandWhat.COUNTER_SERVICES, HandWhat.EXTRA_COUNTER, HandWhat.SERVICE_CLOSED
BOOKS = HandValue(primary=("books",))
QUOTA = HandWhat.SERVICE_QUOTA
ROSTER, BREAKS = HandWhat.COUNTER_ROSTER, HandWhat.COUNTER_BREAKS
NOON_BREAK = Interval(720, 750)
WANG = (Shift(480, 720, "王小明"), Shift(720, 1020, "李美華"))
HELP = HandValue("臨", ("apples",), ("books",))
NEXT_DAY = "2026-11-25"


def does(hall: Hall, counter_id: str) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    counter = None if hall.config is None else hall.config.counter(counter_id)
    return None if counter is None else (counter.primary, counter.backup)


def again(scene: Scene) -> Hall:
    """As a start finds it."""
    return replay(scene.facts, Hall.empty())


def test_a_counter_does_what_was_set_and_the_file_is_as_it_was() -> None:
    scene = Scene()
    book = scene.issue("books")
    assert scene.next("1") is None
    assert scene.do(SetByHand(SERVICES, "1", BOOKS, "one is ill")) == (ByHandSet(SERVICES, "1", BOOKS, "one is ill"),)
    assert scene.next("1") == book
    assert does(scene.hall, "1") == (("books",), ())
    assert scene.hall.configured == sample_hall()
    (entry,) = scene.hall.by_hand
    assert entry == ByHand(SERVICES, "1", BOOKS, "one is ill", False, scene.facts[2].at, "somebody")


def test_it_survives_a_restart_and_a_file_that_is_read_again() -> None:
    scene = Scene()
    scene.do(SetByHand(SERVICES, "1", BOOKS))
    assert again(scene) == scene.hall
    assert scene.do(ConfigureHall(sample_hall())) == (), "the file says what it said"
    scene.do(ConfigureHall(sample_hall(recall_limit=7)))
    assert does(scene.hall, "1") == (("books",), ())
    assert scene.hall.config is not None
    assert scene.hall.config.recall_limit == 7
    assert again(scene) == scene.hall


def test_back_to_the_file_s_value_is_the_value_that_the_file_has_now() -> None:
    scene = Scene()
    scene.do(SetByHand(SERVICES, "1", BOOKS))
    both = tuple(sample_counter(one, ("apples", "books")) for one in ("1", "2", "3"))
    scene.do(ConfigureHall(sample_hall(counters=both)))
    assert does(scene.hall, "1") == (("books",), ())
    scene.do(SetByHand(SERVICES, "1", None))
    assert does(scene.hall, "1") == (("apples", "books"), ())
    assert (scene.hall.by_hand, scene.hall.written) == ((), None)
    assert again(scene) == scene.hall


def test_the_same_again_changes_nothing_and_so_does_back_where_nothing_was_set() -> None:
    scene = Scene()
    order = SetByHand(SERVICES, "1", BOOKS, "ill")
    scene.do(order)
    assert scene.do(order) == ()
    assert scene.do(replace(order, reason="on a course")) != ()
    assert scene.do(replace(order, reason="on a course", lasting=True)) != ()
    assert len(scene.hall.by_hand) == 1
    assert scene.do(SetByHand(CLOSED, "books", None)) == ()


def test_an_extra_counter_calls_and_ends_what_it_has_begun() -> None:
    scene = Scene()
    first, second = scene.issue("apples"), scene.issue("books")
    scene.do(SetByHand(EXTRA, "extra-1", HELP, "many people"))
    assert scene.next("extra-1") == first
    scene.do(SetByHand(EXTRA, "extra-1", None))
    assert does(scene.hall, "extra-1") == ((), ()), "somebody is still there"
    assert again(scene) == scene.hall
    scene.finish("extra-1", first)
    assert does(scene.hall, "extra-1") is None
    assert scene.next("2") == second
    assert scene.hall.config == sample_hall()


def test_a_service_that_is_closed_for_today_opens_again_tomorrow_and_its_people_are_called() -> None:
    scene = Scene()
    book = scene.issue("books")
    scene.do(SetByHand(CLOSED, "books", HandValue(), "the system is down"))
    assert scene.refusal(issue("books")) == Declined(Refusal.SERVICE_CLOSED, "books")
    assert scene.issue("apples") == "1-A001"
    config = scene.hall.config
    assert config is not None
    (service,) = [one for one in config.services if one.service_id == "books"]
    tomorrow = 16 * 3_600_000 + scene.now // 86_400_000 * 86_400_000
    assert opening(service, config, scene.now).opens_at == tomorrow, "midnight in Taipei"
    assert scene.next("2") == book
    scene.do(OpenDay(NEXT_DAY))
    scene.now = tomorrow
    assert scene.issue("books") == "2-B001"
    assert scene.hall.by_hand == ()


def test_a_closed_service_may_open_again_the_same_day() -> None:
    scene = Scene()
    scene.do(SetByHand(CLOSED, "books", HandValue()))
    scene.do(SetByHand(CLOSED, "books", None))
    assert scene.issue("books") == "1-B001"


def test_what_lasts_goes_on_on_the_next_day_and_nothing_else() -> None:
    scene = Scene()
    scene.do(SetByHand(SERVICES, "1", BOOKS, lasting=True))
    scene.do(SetByHand(SERVICES, "3", BOOKS))
    scene.do(SetByHand(EXTRA, "extra-1", HELP, lasting=True))
    opened = scene.do(OpenDay(NEXT_DAY))[-1]
    assert isinstance(opened, DayOpened)
    assert opened.config == sample_hall()
    assert [one.subject for one in opened.by_hand] == ["1", "extra-1"]
    assert does(scene.hall, "1") == (("books",), ())
    assert does(scene.hall, "3") == (("apples", "books"), ())
    assert does(scene.hall, "extra-1") == (("apples",), ("books",))
    of_today = replay(scene.facts[-1:], Hall.empty(len(scene.facts) - 1))
    assert of_today == scene.hall, "a start reads one day"


def test_a_date_that_is_put_right_closes_the_service_on_the_right_one() -> None:
    scene = Scene()
    scene.do(SetByHand(CLOSED, "books", HandValue()))
    scene.now -= 86_400_000
    scene.do(CorrectTime(scene.now, -86_400_000, "flat battery"))
    assert scene.hall.date == "2026-11-23"
    assert scene.refusal(issue("books")) == Declined(Refusal.SERVICE_CLOSED, "books")


def test_a_file_that_loses_the_service_or_the_counter_leaves_the_rest_in_force() -> None:
    scene = Scene()
    scene.do(SetByHand(SERVICES, "1", HandValue(primary=("apples", "books"))))
    scene.do(SetByHand(SERVICES, "2", BOOKS))
    only = sample_hall((sample_service("apples", "A"),), (sample_counter("1", ("apples",)),))
    scene.do(ConfigureHall(only))
    assert does(scene.hall, "1") == (("apples",), ())
    assert scene.hall.config == only
    scene.do(ConfigureHall(sample_hall()))
    assert does(scene.hall, "2") == (("books",), ())


def test_a_service_that_the_file_drops_is_called_where_it_was_set_by_hand() -> None:
    scene = Scene()
    book = scene.issue("books")
    scene.do(SetByHand(SERVICES, "1", BOOKS))
    without = tuple(sample_counter(one, ("apples",)) for one in ("1", "2", "3"))
    scene.do(ConfigureHall(sample_hall((sample_service("apples", "A"),), without)))
    assert scene.next("1") == book


def test_a_range_of_people_is_never_lost_by_what_is_set() -> None:
    """Whoever waits for what nobody does any more still waits, and is called when somebody does it."""
    scene = Scene()
    book = scene.issue("books")
    for one in ("2", "3"):
        scene.do(SetByHand(SERVICES, one, HandValue(primary=("apples",))))
    assert [scene.next(one) for one in ("1", "2", "3")] == [None] * 3
    scene.do(SetByHand(SERVICES, "3", None))
    assert scene.next("3") == book


def test_a_quota_by_hand_holds_at_once_and_the_numbers_of_today_count() -> None:
    scene = Scene(sample_hall((replace(sample_service("apples", "A"), quota=2), sample_service("books", "B"))))
    for _ in range(2):
        scene.issue("apples")
    assert scene.refusal(issue("apples")).code is Refusal.NUMBERS_EXHAUSTED
    scene.do(SetByHand(QUOTA, "apples", HandValue(quota=3), lasting=True))
    assert scene.issue("apples") == "1-A003"
    assert scene.refusal(issue("apples")).code is Refusal.NUMBERS_EXHAUSTED
    scene.do(SetByHand(QUOTA, "apples", HandValue()))
    assert scene.issue("apples") == "1-A004", "no limit is a value too"
    scene.do(SetByHand(QUOTA, "apples", None))
    assert scene.refusal(issue("apples")).code is Refusal.NUMBERS_EXHAUSTED


def test_roster_and_breaks_are_in_force_at_their_counter_also_at_an_extra_one() -> None:
    scene = Scene(sample_hall(counters=(replace(sample_counter("1", ("apples",)), breaks=(NOON_BREAK,)),)))
    scene.do(SetByHand(EXTRA, "extra-1", HELP))
    for one in ("1", "extra-1"):
        scene.do(SetByHand(BREAKS, one, HandValue(breaks=(Interval(600, 615), NOON_BREAK))))
        scene.do(SetByHand(ROSTER, one, HandValue(roster=WANG), lasting=True))
        counter = scene.hall.config.counter(one) if scene.hall.config else None
        assert counter is not None
        assert (counter.breaks, counter.roster) == ((Interval(600, 615), NOON_BREAK), WANG)
    scene.do(SetByHand(BREAKS, "1", HandValue()))
    assert scene.hall.config is not None
    assert scene.hall.config.counters[0].breaks == (), "none is a value too"
    scene.do(OpenDay(NEXT_DAY))
    assert scene.hall.config is not None
    (counter,) = scene.hall.config.counters
    assert (counter.breaks, counter.roster) == ((NOON_BREAK,), WANG)


@pytest.mark.parametrize(
    ("command", "code", "says"),
    [
        (SetByHand(QUOTA, "plums", HandValue(quota=3)), Refusal.UNKNOWN_SERVICE, "plums"),
        (SetByHand(QUOTA, "apples", HandValue(quota=0)), Refusal.NOT_POSSIBLE, "unfit_quota"),
        (SetByHand(QUOTA, "apples", HandValue(quota=10_000)), Refusal.NOT_POSSIBLE, "unfit_quota"),
        (SetByHand(BREAKS, "9", HandValue()), Refusal.UNKNOWN_COUNTER, "9"),
        (SetByHand(BREAKS, "1", HandValue(breaks=(Interval(60, 60),))), Refusal.NOT_POSSIBLE, "unfit_times"),
        (
            SetByHand(BREAKS, "1", HandValue(breaks=(Interval(60, 90), Interval(80, 99)))),
            Refusal.NOT_POSSIBLE,
            "unfit_times",
        ),
        (SetByHand(BREAKS, "1", HandValue(breaks=(Interval(60, 1441),))), Refusal.NOT_POSSIBLE, "unfit_times"),
        (SetByHand(ROSTER, "9", HandValue(roster=WANG)), Refusal.UNKNOWN_COUNTER, "9"),
        (SetByHand(ROSTER, "1", HandValue(roster=(Shift(1, 2, " "),))), Refusal.NOT_POSSIBLE, "unfit_name"),
        (SetByHand(ROSTER, "1", HandValue(roster=(Shift(1, 2, "王" * 21),))), Refusal.NOT_POSSIBLE, "unfit_name"),
        (SetByHand(ROSTER, "1", HandValue(roster=(Shift(2, 1, "Wang"),))), Refusal.NOT_POSSIBLE, "unfit_times"),
        (SetByHand(SERVICES, "9", BOOKS), Refusal.UNKNOWN_COUNTER, "9"),
        (SetByHand(SERVICES, "1", HandValue(primary=("plums",))), Refusal.UNKNOWN_SERVICE, "plums"),
        (SetByHand(SERVICES, "1", HandValue()), Refusal.NOT_POSSIBLE, "no_service"),
        (SetByHand(SERVICES, "1", HandValue("", ("apples",), ("apples",))), Refusal.NOT_POSSIBLE, "named_twice"),
        (SetByHand(CLOSED, "plums", HandValue()), Refusal.UNKNOWN_SERVICE, "plums"),
        (SetByHand(CLOSED, "books", HandValue(), lasting=True), Refusal.NOT_POSSIBLE, "today_only"),
        (SetByHand(EXTRA, "1", HELP), Refusal.NOT_POSSIBLE, "in_file"),
        (SetByHand(EXTRA, "Eins", HELP), Refusal.NOT_POSSIBLE, "unfit_id"),
        (SetByHand(EXTRA, "x" * 41, HELP), Refusal.NOT_POSSIBLE, "unfit_id"),
        (SetByHand(EXTRA, "x", replace(HELP, label="a\tb")), Refusal.NOT_POSSIBLE, "unfit_label"),
        (SetByHand(EXTRA, "x", replace(HELP, label="")), Refusal.NOT_POSSIBLE, "unfit_label"),
        (SetByHand(EXTRA, "x", replace(HELP, label="臨時櫃檯了")), Refusal.NOT_POSSIBLE, "unfit_label"),
        (SetByHand(EXTRA, "x", replace(HELP, label=" 4")), Refusal.NOT_POSSIBLE, "unfit_label"),
        (SetByHand(EXTRA, "x", replace(HELP, label="１")), Refusal.NOT_POSSIBLE, "label_taken"),
        (SetByHand(EXTRA, "x", HandValue("4")), Refusal.NOT_POSSIBLE, "no_service"),
    ],
)
def test_what_cannot_be_set_is_refused_with_the_reason(command: SetByHand, code: Refusal, says: str) -> None:
    refused = Scene().refusal(command)
    assert (refused.code, refused.detail, refused.ticket_id) == (code, says, None)


@pytest.mark.parametrize(
    "command",
    [
        SetByHand(QUOTA, "apples", HandValue(quota=1)),
        SetByHand(QUOTA, "apples", HandValue(quota=9_999)),
        SetByHand(BREAKS, "1", HandValue(breaks=(Interval(0, 60), Interval(60, 1440)))),
        SetByHand(ROSTER, "1", HandValue(roster=(Shift(1, 2, "王" * 20),))),
        SetByHand(EXTRA, "x" * 40, HELP),
        SetByHand(EXTRA, "x", replace(HELP, label="臨時櫃檯")),
        SetByHand(EXTRA, "x", replace(HELP, label="+")),
    ],
)
def test_what_is_just_possible_is_set(command: SetByHand) -> None:
    scene = Scene()
    (event,) = scene.do(command)
    assert event == ByHandSet(command.what, command.subject, command.value, command.reason, command.lasting)
    assert scene.ask(command) == (), "the same again changes nothing"


def test_two_extra_counters_have_two_labels_and_there_is_an_end_of_them() -> None:
    scene = Scene()
    scene.do(SetByHand(EXTRA, "x-0", HELP))
    assert scene.refusal(SetByHand(EXTRA, "y", HELP)).detail == "label_taken"
    scene.do(SetByHand(EXTRA, "x-0", replace(HELP, primary=("books",), backup=())))
    for one in range(1, 20):
        scene.do(SetByHand(EXTRA, f"x-{one}", replace(HELP, label=f"臨{one}")))
    assert scene.refusal(SetByHand(EXTRA, "y", replace(HELP, label="Y"))).detail == "too_many"
    assert scene.hall.config is not None
    assert scene.hall.config.counter("x-0") == Counter("x-0", "臨", ("books",))


def test_an_extra_counter_that_the_file_gets_is_the_file_s() -> None:
    scene = Scene()
    scene.do(SetByHand(EXTRA, "4", replace(HELP, label="4")))
    in_file = (*sample_hall().counters, sample_counter("4", ("books",)))
    scene.do(ConfigureHall(sample_hall(counters=in_file)))
    assert does(scene.hall, "4") == (("books",), ())


def test_a_log_that_takes_back_what_was_never_set_is_damaged() -> None:
    scene = Scene()
    with pytest.raises(ValueError, match="was not set by hand"):
        evolve(scene.hall, Fact(scene.now, "somebody", "key", ByHandSet(SERVICES, "1", None)))


@pytest.mark.parametrize("event", [ByHandSet(SERVICES, "1", BOOKS), HallEdited(())])
def test_a_log_that_changes_what_was_never_configured_is_damaged(event: ByHandSet | HallEdited) -> None:
    with pytest.raises(ValueError, match=r"nothing can be (set by hand|edited) before the first configuration"):
        evolve(Hall.empty(), Fact(0, "somebody", "key", event))


def test_nothing_is_set_before_the_first_configuration() -> None:
    with pytest.raises(ValueError, match="no configuration"):
        decide(Hall.empty(), SetByHand(SERVICES, "1", BOOKS), Context(0, token_hash))


def test_a_hall_without_anything_set_has_the_very_config_of_its_file() -> None:
    config: HallConfig = sample_hall()
    assert Scene(config).hall.config is config
