package domain

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// queueOf is a waitlist in front of therapists who take anyone; the full ones have no place.
func queueOf(t *testing.T, waiting int, caseloads ...[2]int32) *queue {
	t.Helper()
	var therapists []Therapist
	for i, c := range caseloads {
		th := fitting(fmt.Sprint(i))
		th.ID, th.ActiveClients, th.TargetCaseload = fmt.Sprint("t", i), c[0], c[1]
		therapists = append(therapists, th)
	}
	var entries []Waiting
	for i := range waiting {
		entries = append(entries, Waiting{
			Inquiry: fmt.Sprint("c", i), State: EntryWaiting, Need: couple(), Since: planTime.Add(time.Duration(i) * time.Second),
		})
	}
	q, err := newQueue(entries, therapists, "America/New_York", planTime)
	require.NoError(t, err)
	return q
}

func (q *queue) first(t *testing.T, at int, care Care) WaitEstimate {
	t.Helper()
	out, err := q.estimates(fmt.Sprint("c", at), care)
	require.NoError(t, err)
	return out[0]
}

func TestWaitFollowsTheModel(t *testing.T) {
	t.Parallel()
	care := Care{Ended: 6, Weeks: 70}
	q := queueOf(t, 3, [2]int32{12, 12}, [2]int32{8, 8})
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
	q := queueOf(t, 6, [2]int32{10, 12})
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
	more := queueOf(t, 6, [2]int32{10, 12}, [2]int32{10, 10})
	require.Less(t, more.first(t, 5, Care{}).Median, last, "another caseload in which places become free")
	fast := q.first(t, 5, Care{Ended: 100, Weeks: 300})
	require.Less(t, fast.Median, last, "care that is seen to be short")
	require.Less(t, fast.High-fast.Low, q.first(t, 5, Care{}).High-q.first(t, 5, Care{}).Low, "and of which more is known")
}

func TestWaitOfTheHopeless(t *testing.T) {
	t.Parallel()
	none := queueOf(t, 1).first(t, 0, Care{})
	require.Equal(t, "As it is: nobody here could see this client.", none.Text)
	empty := queueOf(t, 1, [2]int32{0, 0}).first(t, 0, Care{})
	require.True(t, math.IsInf(empty.Median, 1))
	require.Equal(t, "As it is: no place is likely to become free.", empty.Text)
}

func TestWaitWithoutAWish(t *testing.T) {
	t.Parallel()
	q := queueOf(t, 1, [2]int32{12, 12}, [2]int32{12, 13})
	q.w.therapists[0].Identity.Gender, q.w.therapists[1].Identity.Gender = "WOMAN", "MAN"
	need := couple()
	need.Modes = []Mode{InPerson, Video, Phone}
	need.Preferences = []Preference{{Kind: WishGender, Value: "WOMAN", Strength: Required}}
	q, err := newQueue([]Waiting{{Inquiry: "c0", State: EntryWaiting, Since: planTime, Need: need}}, q.w.therapists, "UTC", planTime)
	require.NoError(t, err)
	out, err := q.estimates("c0", Care{})
	require.NoError(t, err)
	require.Len(t, out, 2)
	require.Equal(t, 1, out[0].Therapists)
	require.Positive(t, out[0].Median)
	require.Equal(t, "RELAX_GENDER", out[1].Change)
	require.Equal(t, 2, out[1].Therapists)
	require.Contains(t, out[1].Text, "there is a place now")
	_, err = q.estimates("unknown", Care{})
	require.ErrorIs(t, err, ErrNotFound)
}
