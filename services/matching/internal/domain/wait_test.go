package domain

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/clock"
)

// waitingRoom is a store in which clients wait before therapists.
type waitingRoom struct {
	rosterOf
	entries []Waiting
	care    Care
}

func (s *waitingRoom) ListWaiting(context.Context, time.Time, string, int) ([]Waiting, error) {
	return slices.Clone(s.entries), nil
}

func (s *waitingRoom) Care(context.Context, time.Time) (Care, error) { return s.care, nil }

// wait adds a client who waits, behind those there are.
func (s *waitingRoom) wait(need Need) {
	n := len(s.entries)
	s.entries = append(s.entries, Waiting{
		Inquiry: fmt.Sprint("c", n), State: EntryWaiting, Need: need, Since: planTime.Add(time.Duration(n) * time.Second),
	})
}

// estimates are those of the client at a position, by a calendar in which those who are busy have no opening.
func (s *waitingRoom) estimates(t *testing.T, at int, busy ...string) []WaitEstimate {
	t.Helper()
	calendar := &openDays{busy: map[string]bool{}}
	for _, therapist := range busy {
		calendar.busy[therapist] = true
	}
	out, err := New(s, calendar, clock.NewFake(planTime), Rules{Zone: testZone}).EstimateWait(t.Context(), fmt.Sprint("c", at))
	require.NoError(t, err)
	return out
}

// queueOf is a waitlist in front of therapists who take anyone; the full ones have no place.
func queueOf(waiting int, caseloads ...[2]int32) *waitingRoom {
	s := &waitingRoom{}
	for i, c := range caseloads {
		th := fitting(fmt.Sprint(i))
		th.ActiveClients, th.TargetCaseload = c[0], c[1]
		s.all = append(s.all, th)
	}
	for range waiting {
		s.wait(couple())
	}
	return s
}

func (s *waitingRoom) first(t *testing.T, at int, care Care) WaitEstimate {
	t.Helper()
	s.care = care
	return s.estimates(t, at)[0]
}

func TestWaitFollowsTheModel(t *testing.T) {
	t.Parallel()
	care := Care{Ended: 6, Weeks: 70}
	q := queueOf(3, [2]int32{12, 12}, [2]int32{8, 8})
	e := q.first(t, 2, care)
	require.Equal(t, 2, e.Therapists)

	// The same drawn: a rate from what is known, then the third of the places that become free.
	random := rand.New(rand.NewPCG(1, 2))
	gamma := func(shape int) float64 {
		sum := 0.0
		for range shape {
			sum += random.ExpFloat64()
		}
		return sum
	}
	waits := make([]float64, 200_000)
	for i := range waits {
		rate := gamma(priorEnds+6) / (priorEnds*courseWeeks + 70)
		waits[i] = gamma(3) / (20 * rate)
	}
	slices.Sort(waits)
	at := func(p float64) float64 { return waits[int(p*float64(len(waits)))] }
	require.InEpsilon(t, at(0.1), e.Low, 0.02)
	require.InEpsilon(t, at(0.5), e.Median, 0.02)
	require.InEpsilon(t, at(0.9), e.High, 0.02)
}

func TestWaitGrowsWithTheQueue(t *testing.T) {
	t.Parallel()
	last := 0.0
	q := queueOf(6, [2]int32{10, 12})
	for i := range 6 {
		e := q.first(t, i, Care{})
		if i < 2 {
			require.Zero(t, e.High, "there is a place")
			require.Equal(t, "As it is: there is a place now.", e.Text)
			continue
		}
		require.Greater(t, e.Median, last)
		require.Less(t, e.Low, e.Median)
		require.Less(t, e.Median, e.High)
		last = e.Median
	}
	more := queueOf(6, [2]int32{10, 12}, [2]int32{10, 10})
	require.Less(t, more.first(t, 5, Care{}).Median, last, "another caseload in which places become free")
	fast := q.first(t, 5, Care{Ended: 100, Weeks: 300})
	require.Less(t, fast.Median, last, "care that is seen to be short")
	require.Less(t, fast.High-fast.Low, q.first(t, 5, Care{}).High-q.first(t, 5, Care{}).Low, "and of which more is known")
}

func TestWaitOfTheHopeless(t *testing.T) {
	t.Parallel()
	none := queueOf(1).first(t, 0, Care{})
	require.Equal(t, "As it is: nobody here could see this client.", none.Text)
	empty := queueOf(1, [2]int32{0, 0}).first(t, 0, Care{})
	require.True(t, math.IsInf(empty.Median, 1))
	require.Equal(t, "As it is: no place is likely to become free.", empty.Text)
}

// TestWaitsAreNotReadAloudInDecades: what is far away is so at the present pace only.
func TestWaitsAreNotReadAloudInDecades(t *testing.T) {
	t.Parallel()
	for want, e := range map[string]WaitEstimate{
		"likely within a week.":                                         {Low: 0.1, Median: 0.4, High: 0.9, Therapists: 1},
		"likely 3 to 52 weeks, about 20.":                               {Low: 3, Median: 20, High: 52, Therapists: 1},
		"likely between 12 weeks and more than a year, about 40 weeks.": {Low: 12.5, Median: 40, High: 800, Therapists: 1},
		"anything up to a year and more, likely about 30 weeks.":        {Low: 0.5, Median: 30, High: 60, Therapists: 1},
		"longer than a year at the present pace.":                       {Low: 30, Median: 900, High: 3000, Therapists: 1},
	} {
		require.Equal(t, want, e.words(false))
	}
}

func TestWaitWithoutAWish(t *testing.T) {
	t.Parallel()
	s := queueOf(0, [2]int32{12, 12}, [2]int32{12, 13})
	s.all[0].Identity.Gender, s.all[1].Identity.Gender = "WOMAN", "MAN"
	need := couple()
	need.Modes = []Mode{InPerson, Video, Phone}
	need.Preferences = []Preference{{Kind: WishGender, Value: "WOMAN", Strength: Required}}
	s.wait(need)
	out := s.estimates(t, 0)
	require.Len(t, out, 2)
	require.Equal(t, 1, out[0].Therapists)
	require.Positive(t, out[0].Median)
	require.Equal(t, "RELAX_GENDER", out[1].Change)
	require.Equal(t, 2, out[1].Therapists)
	require.Equal(t, "Not insisting on a woman: there is a place now.", out[1].Text)
	require.Positive(t, s.estimates(t, 0, s.all[1].ID)[1].Median, "the place has no opening")
	_, err := New(s, nil, clock.NewFake(planTime), Rules{Zone: testZone}).EstimateWait(t.Context(), "unknown")
	require.ErrorIs(t, err, ErrNotWaiting)
}

// TestWaitForATime: who has no opening at the times a client needs is not one they wait for.
func TestWaitForATime(t *testing.T) {
	t.Parallel()
	s := queueOf(0, [2]int32{3, 12}, [2]int32{12, 12})
	need := couple()
	need.Times = []TimeWish{{Window{"SUNDAY", "06:00", "07:00"}, Required}}
	s.wait(need)
	out := s.estimates(t, 0)
	require.Zero(t, out[0].Therapists)
	require.True(t, math.IsInf(out[0].Low, 1))
	require.Equal(t, "As it is: nobody who could see this client has an opening at the times they need.", out[0].Text)
	require.Equal(t, "At other times as well: there is a place now.", out[1].Text)
	require.Equal(t, KeyAnyTime, out[1].Change)

	s.entries[0].Need.Times[0].Window = Window{"TUESDAY", "10:00", "11:00"}
	out = s.estimates(t, 0, s.all[0].ID)
	require.Equal(t, 1, out[0].Therapists, "the other, who has no place yet")
	require.Positive(t, out[0].Median)
	require.Equal(t, 2, out[1].Therapists)
}

// TestWhatComesFirst: where something else comes before any wait, that is said.
func TestWhatComesFirst(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		need   func(*Need)
		first  string
		change []string
	}{
		"a clinician": {func(n *Need) { n.Risk = RiskAcute }, "As it is: a clinician speaks with the client first.", nil},
		"consent": {
			func(n *Need) { n.Legal = []LegalMatter{ConsentMissing} }, "As it is: a parent or guardian has to consent first.",
			[]string{"Once a parent or guardian has consented: there is a place now."},
		},
		"a minor": {
			func(n *Need) { n.AgeGroup = "TEEN" }, "As it is: a parent or guardian has to consent first.",
			[]string{"Once a parent or guardian has consented: there is a place now."},
		},
		"each alone": {
			func(n *Need) { n.Concerns = []Concern{"PARTNER_VIOLENCE"} }, "As it is: sessions together may do harm; each is seen alone.",
			[]string{"Seeing each alone: there is a place now."},
		},
	} {
		s := queueOf(0, [2]int32{3, 12})
		s.all[0].Formats = append(s.all[0].Formats, "INDIVIDUAL")
		s.all[0].AgeGroups = append(s.all[0].AgeGroups, "TEEN")
		s.all[0].Expertise = append(s.all[0].Expertise, Expertise{Concern: "PARTNER_VIOLENCE", Level: Trained})
		need := couple()
		test.need(&need)
		s.wait(need)
		out := s.estimates(t, 0)
		require.Equal(t, test.first, out[0].Text, name)
		require.True(t, math.IsInf(out[0].Median, 1), name)
		var changes []string
		for _, e := range out[1:] {
			changes = append(changes, e.Text)
		}
		require.Equal(t, test.change, changes, name)
	}
}

// TestWaitBehindClientsBroughtAlong: no place is promised of clients whose care nobody here sees end.
func TestWaitBehindClientsBroughtAlong(t *testing.T) {
	t.Parallel()
	wait := func(active, brought, places int32) WaitEstimate {
		s := queueOf(1, [2]int32{active, places})
		s.all[0].BroughtClients = brought
		return s.first(t, 0, Care{})
	}
	own := wait(12, 0, 12)
	require.Less(t, own.Median, 4.0)
	all := wait(12, 12, 12)
	require.True(t, math.IsInf(all.Low, 1))
	require.Equal(t, "As it is: nobody can say yet when a place becomes free.", all.Text)
	require.Equal(t, wait(4, 0, 4).Median, wait(12, 8, 12).Median, "as if they were not there")
	require.Equal(t, wait(4, 0, 4).Median, wait(14, 8, 12).Median, "beyond the target, two must leave before a place is free")
	require.Equal(t, "As it is: there is a place now.", wait(11, 11, 12).Text)
	require.Equal(t, "As it is: no place is likely to become free.", wait(0, 0, 0).Text)
}

// TestWaitInANetwork: what is estimated of a few stands for all of very many.
func TestWaitInANetwork(t *testing.T) {
	t.Parallel()
	s := queueOf(9)
	for i := range 4 * wholeRoster {
		th := fitting(fmt.Sprint(i))
		th.ActiveClients, th.TargetCaseload = 12, 12
		if i%4 == 0 {
			th.Identity.Gender = "MAN"
		}
		s.all = append(s.all, th)
	}
	need := couple()
	need.Preferences = []Preference{{Kind: WishGender, Value: "MAN", Strength: Required}}
	s.wait(need)
	out := s.estimates(t, 9)
	require.Equal(t, wholeRoster, out[0].Therapists)
	require.Equal(t, 4*wholeRoster, out[1].Therapists)
	require.Less(t, out[1].Median, out[0].Median)
	everyone := queueOf(10, [2]int32{12 * wholeRoster, 12 * wholeRoster}, [2]int32{36 * wholeRoster, 36 * wholeRoster})
	everyone.all[1].Identity.Gender = "WOMAN"
	require.InEpsilon(t, everyone.first(t, 9, Care{}).Median, out[1].Median, 0.01, "as two therapists with all the clients")
	require.LessOrEqual(t, len(s.read), 2*wholeRoster, "of very many a few are read")

	s.all[1].TargetCaseload = 13 // somebody who may not be drawn has a place
	s.changed = s.all[1:2]
	s.entries = s.entries[:1]
	s.entries[0].Need.Preferences = nil
	require.Equal(t, "As it is: there is a place now.", s.estimates(t, 0)[0].Text)
}
