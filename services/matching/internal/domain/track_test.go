package domain

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/services/matching/internal/score"
)

// scored is what a lone therapist who fits comes out with.
func scored(t *testing.T, need Need, therapist Therapist) Ranked {
	t.Helper()
	in := inputFor(need, therapist)
	out, err := Rank(&in)
	require.NoError(t, err)
	require.Len(t, out.Ranked, 1, "%v", out.Excluded)
	return out.Ranked[0]
}

func TestTrackRecord(t *testing.T) {
	t.Parallel()
	need := couple()
	need.Severity = "SEVERE"
	got, ok := term(scored(t, need, measured("a", 41, 120_000)).Terms, "TRACK_RECORD")
	require.True(t, ok)
	require.Equal(t, "In relationships, clients here improved rather more than expected, which is not sure yet, in 41 measured courses.", got.Text, "the interval holds nothing")
	require.Equal(t, Micro(144_000), got.Points, "1.2 times as much for a severe need; both concerns are of one domain")
	require.Equal(t, score.Trial, got.Evidence, "that of matching on measured domains")
	require.Equal(t, int32(41), got.N)
	require.Less(t, got.Low, got.Points)
	require.Greater(t, got.High, got.Points)

	got, _ = term(scored(t, couple(), measured("b", 1, -60_000)).Terms, "TRACK_RECORD")
	require.True(t, got.Against)
	require.Equal(t, "In relationships, clients here improved rather less than expected, which is not sure yet, in 1 measured course.", got.Text)

	inferred := measured("d", 0, 90_000)
	got, ok = term(scored(t, couple(), inferred).Terms, "TRACK_RECORD")
	require.True(t, ok)
	require.Equal(t, score.Observational, got.Evidence, "measured in other domains only")
	require.Zero(t, got.N)
	require.Equal(t, "Nothing was measured in relationships yet; by what was in other concerns, clients here are likely to improve rather more than expected, which is not sure yet.", got.Text)

	// More or less than expected is said only where the interval, 1.28 standard deviations of 0.1 to either side, leaves no doubt.
	for theta, want := range map[int32]string{
		128_155: "rather more than expected, which is not sure yet", 128_157: "more than expected",
		-128_155: "rather less than expected, which is not sure yet", -128_157: "less than expected", 0: "about as expected",
	} {
		got, _ = term(scored(t, couple(), measured("e", 40, theta)).Terms, "TRACK_RECORD")
		require.Equal(t, "In relationships, clients here improved "+want+", in 40 measured courses.", got.Text)
		require.Equal(t, max(theta, -theta) < 128_157, got.Low <= 0 && got.High >= 0, "the interval beside it says the same")
		require.Equal(t, theta < 0, got.Against)
	}

	_, ok = term(scored(t, couple(), fitting("c")).Terms, "TRACK_RECORD")
	require.False(t, ok, "what was not measured is not said")
}

// What a therapist declares is the mean before anything is measured, and gives way to the data.
func TestWhatIsDeclaredFades(t *testing.T) {
	t.Parallel()
	for n, want := range map[int32]Micro{0: 62_500, 19: 31_250, 30: 24_232, 1000: 1_163} {
		therapist := fitting("a")
		therapist.Track.N[7] = n
		got, ok := term(scored(t, couple(), therapist).Terms, "CONCERN_CERTIFIED")
		require.True(t, ok)
		require.Equal(t, want, got.Points, n)
		require.Equal(t, score.SelfDeclared, got.Evidence)
	}
	// What the estimate says is left counts, and severity scales it as it scales what was measured.
	therapist := fitting("a")
	therapist.Track.N[7], therapist.Track.Left[7], therapist.Track.Left[0] = 1, 250_000, 1_000_000
	for severity, want := range map[Severity]Micro{"": 15_625, "MINIMAL": 6_250, "SEVERE": 18_750} {
		need := couple()
		need.Severity = severity
		got, _ := term(scored(t, need, therapist).Terms, "CONCERN_CERTIFIED")
		require.Equal(t, want, got.Points, severity)
	}
}

// TestHarm: certain harm in the first domain excludes; harm elsewhere, or doubt, does not.
func TestHarm(t *testing.T) {
	t.Parallel()
	need := couple()
	for name, tt := range map[string]struct {
		domain    int
		theta, sd int32
		excluded  bool
	}{
		"certain":            {7, -370_000, 100_000, true},
		"not certain enough": {7, -360_000, 100_000, false},
		"of another domain":  {0, -900_000, 10_000, false},
		"not measured":       {7, -900_000, 0, false},
	} {
		therapist := fitting("a")
		therapist.Track.Theta[tt.domain], therapist.Track.SD[tt.domain] = tt.theta, tt.sd
		got := excluded(t, &need, &therapist)
		require.Equal(t, tt.excluded, len(got) == 1 && got[0].Code == RuleHarm, name)
	}
}

func TestPriceAndLeave(t *testing.T) {
	t.Parallel()
	therapist := fitting("a")
	therapist.Price = 40_000
	got, _ := term(scored(t, couple(), therapist).Terms, "KEPT_OPEN")
	require.Equal(t, Micro(-40_000), got.Points)
	therapist.Price = Unit
	got, _ = term(scored(t, couple(), therapist).Terms, "KEPT_OPEN")
	require.Equal(t, Micro(-400_000), got.Points, "a price is bounded")

	for name, tt := range map[string]struct {
		leave  Leave
		points Micro
	}{
		"soon":        {Leave{"2026-12-01", "2026-12-10"}, -10_000},
		"long":        {Leave{"2026-12-01", "2027-12-10"}, -20_000},
		"later":       {Leave{"2026-12-23", "2027-01-10"}, 0},
		"over":        {Leave{"2026-11-01", "2026-11-10"}, 0},
		"at the edge": {Leave{"2026-12-22", "2026-12-22"}, -5_000},
	} {
		therapist := fitting("a")
		therapist.Leave = []Leave{tt.leave}
		got, ok := term(scored(t, couple(), therapist).Terms, "LEAVE")
		require.Equal(t, tt.points != 0, ok, name)
		require.Equal(t, tt.points, got.Points, name)
		if name == "soon" {
			require.Equal(t, "Is away from December 1, 2026 to December 10, 2026, soon after the first session.", got.Text)
		}
	}

	therapist.Leave = []Leave{{"2026-11-24", "2026-11-25"}}
	require.Len(t, scored(t, couple(), therapist).Openings, 1, "nothing is offered while the therapist is away")
	therapist.Leave = []Leave{{"2026-11-20", "2026-12-20"}}
	in := inputFor(couple(), therapist)
	out, err := Rank(&in)
	require.NoError(t, err)
	require.Equal(t, []Reason{{NoOpening, "Has no opening outside of planned leave."}}, out.Excluded[0].Reasons)
}

// A week costs those who must be seen soon more.
func TestTiers(t *testing.T) {
	t.Parallel()
	w := DefaultWeights()
	at := testNow().Add(4 * 7 * 24 * time.Hour)
	for tier, want := range map[Tier]Micro{"": -20_000, "ROUTINE": -20_000, "PRIORITY": -100_000, "URGENT": -380_000} {
		f := fit{need: &Need{Tier: tier}, now: testNow(), loc: time.UTC, weights: &w, openings: []Opening{{Start: at}}}
		require.Equal(t, want, f.wait().Points, tier)
		why := map[Tier]string{"PRIORITY": "; a client with priority should begin sooner", "URGENT": "; an urgent client should begin sooner"}[tier]
		require.Equal(t, "Can begin in 4 weeks, on Monday, December 21"+why+".", f.wait().Text)
	}
}

// TestWhoMustBeSeenSoon: an opening that is too late for the tier is none, and how many more a later one would bring is
// said.
func TestWhoMustBeSeenSoon(t *testing.T) {
	t.Parallel()
	soon, later := fitting("soon"), fitting("later")
	need := couple()
	need.Tier = "URGENT"
	in := inputFor(need, soon, later)
	start := testNow().AddDate(0, 0, 8)
	in.Openings[KeyBase][later.ID] = []Opening{{Slot: "later", Start: start, End: start.Add(time.Hour), Mode: Video}}
	in.Openings["LATER"] = in.Openings[KeyBase]
	out, err := Rank(&in)
	require.NoError(t, err)
	require.Len(t, out.Ranked, 1)
	require.Equal(t, []Reason{{NoOpening, "Has no opening within 7 days; the client must be seen by then."}}, out.Excluded[0].Reasons)
	require.Equal(t, []Counterfactual{{"LATER", "Beginning later than in 7 days adds one therapist.", 1, []string{NoOpening}, nil}}, out.Counterfactuals)
	for _, tier := range []Tier{"", "ROUTINE", "PRIORITY"} {
		in.Need.Tier = tier
		out, err = Rank(&in)
		require.NoError(t, err)
		require.Len(t, out.Ranked, 2, tier)
	}
}

func TestWeeklyHours(t *testing.T) {
	t.Parallel()
	first := testNow().AddDate(0, 0, 1) // Tuesday, ten in New York
	hour := WeeklyHour{Day: "TUESDAY", Time: "10:00", Zone: testZone}
	for name, tt := range map[string]struct {
		hours   []WeeklyHour
		text    string
		against bool
	}{
		"free":        {[]WeeklyHour{{Day: "MONDAY", Time: "10:00", Zone: testZone}, hour}, "The same hour, Tuesdays at 10 am, is free in each of the next 8 weeks.", false},
		"one missing": {[]WeeklyHour{{hour.Day, hour.Time, hour.Zone, []time.Time{first.AddDate(0, 0, 28)}}}, "The same hour, Tuesdays at 10 am, is free in 7 of the next 8 weeks; not on December 22.", true},
		"two missing": {
			[]WeeklyHour{{hour.Day, hour.Time, hour.Zone, []time.Time{first.AddDate(0, 0, 28), first.AddDate(0, 0, 35)}}},
			"The same hour, Tuesdays at 10 am, is free in 6 of the next 8 weeks; not on December 22 and 1 more.", true,
		},
		"earlier and later do not matter": {
			[]WeeklyHour{{hour.Day, hour.Time, hour.Zone, []time.Time{first.AddDate(0, 0, -7), first.AddDate(0, 0, 63)}}},
			"The same hour, Tuesdays at 10 am, is free in each of the next 8 weeks.", false,
		},
		"another hour": {[]WeeklyHour{{Day: "TUESDAY", Time: "11:00", Zone: testZone}}, "The same hour, Tuesdays at 10 am, is not free in the next 8 weeks.", true},
		"away": {
			[]WeeklyHour{hour}, "The same hour, Tuesdays at 10 am, is free in 7 of the next 8 weeks. Away from December 20, 2026 to December 24, 2026.", true,
		},
		"away and taken": {
			[]WeeklyHour{{hour.Day, hour.Time, hour.Zone, []time.Time{first.AddDate(0, 0, 28), first.AddDate(0, 0, 35)}}},
			"The same hour, Tuesdays at 10 am, is free in 6 of the next 8 weeks; not on December 29. Away from December 20, 2026 to December 24, 2026.", true,
		},
		"until the license ends": {
			[]WeeklyHour{hour}, "The same hour, Tuesdays at 10 am, is free in 6 of the next 8 weeks. The license ends on January 10, 2027.", true,
		},
	} {
		therapist := fitting("a")
		if strings.Contains(tt.text, "Away") {
			therapist.Leave = []Leave{{StartDate: "2026-12-20", EndDate: "2026-12-24"}}
		}
		if strings.Contains(tt.text, "license") {
			therapist.Licenses[0].ExpireDate = "2027-01-10"
		}
		in := inputFor(couple(), therapist)
		v, err := newView(&in)
		require.NoError(t, err)
		absences := v.absent(&in.Need, &in.Therapists[0], v.far(), nil)
		in.Weekly = map[string][]Weekly{therapist.ID: {weeklyOf(in.Openings[KeyBase][therapist.ID][0], tt.hours, absences, time.UTC)}}
		out, err := Rank(&in)
		require.NoError(t, err)
		got, ok := term(out.Ranked[0].Terms, "WEEKLY_HOUR")
		require.True(t, ok, name)
		require.Equal(t, tt.text, got.Text, name)
		require.Equal(t, tt.against, got.Against, name)
		require.Zero(t, got.Points, "it is said, and does not count")
	}
}
