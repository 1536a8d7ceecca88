package outcome

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
)

// waited makes a wait of so many days.
func waited(days int, began bool) *Wait {
	return &Wait{Since: start(), Until: start().AddDate(0, 0, days), Began: began}
}

func TestMedianWait(t *testing.T) {
	t.Parallel()
	began := func(days ...int) (out []*Wait) {
		for _, d := range days {
			out = append(out, waited(d, true))
		}
		return out
	}
	for name, at := range map[string]struct {
		waits []*Wait
		want  float64
	}{
		"nobody":                         {nil, unknownWait},
		"all began":                      {began(9, 1, 5), 5},
		"an even number, all began":      {began(1, 2, 3, 4), 2},
		"nobody began":                   {[]*Wait{waited(5, false), waited(9, false)}, unknownWait},
		"those who wait push it back":    {append(began(1, 2, 3, 4), waited(10, false), waited(10, false)), 3},
		"most still wait":                {append(began(1, 2), waited(10, false), waited(10, false), waited(10, false)), unknownWait},
		"one who left early tells less":  {append(began(2, 3, 4), waited(1, false)), 3},
		"one who left at the same time":  {append(began(2, 4), waited(2, false), waited(2, false)), 4},
		"before the first ranking again": {append(began(-3), waited(0, true)), 0},
		// The example of Freireich et al. 1963 as every textbook has it: 6-mercaptopurine, median 23 weeks.
		"remissions of 1963": {append(began(6, 6, 6, 7, 10, 13, 16, 22, 23), waited(6, false), waited(9, false), waited(10, false), waited(11, false),
			waited(17, false), waited(19, false), waited(20, false), waited(25, false), waited(32, false), waited(32, false), waited(34, false), waited(35, false)), 23},
	} {
		require.InDelta(t, at.want, medianWait(at.waits), 0.05, name) // a clock that changed is an hour
	}
}

// TestMedianWaitProperties: without anybody who waits on it is the median of the paired, the order does not matter, and somebody
// more who waits for long never shortens it.
func TestMedianWaitProperties(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		days := rapid.SliceOfN(rapid.IntRange(0, 60), 1, 40).Draw(t, "days")
		var waits []*Wait
		for _, d := range days {
			waits = append(waits, waited(d, true))
		}
		slices.Sort(days)
		require.InDelta(t, float64(days[(len(days)-1)/2]), medianWait(waits), 0.05)
		for i := range waits {
			waits[i].Began = rapid.Bool().Draw(t, "began")
		}
		was := medianWait(waits)
		shuffled := rapid.Permutation(waits).Draw(t, "shuffled")
		require.Equal(t, was, medianWait(shuffled))
		longer := medianWait(append(shuffled, waited(90, false)))
		require.True(t, longer == unknownWait || was != unknownWait && longer >= was, "%v, then %v", was, longer)
	})
}

// TestThoseWhoWaitAreSeen: a group of whom nobody was ever paired is in the report, and small ones are not.
func TestThoseWhoWaitAreSeen(t *testing.T) {
	t.Parallel()
	var waits []Wait
	add := func(n int, age domain.AgeGroup, days int, began bool) {
		for i := range n {
			w := waited(days, began)
			w.Inquiry, w.Facts.AgeGroup = fmt.Sprint(age, i), age
			waits = append(waits, *w)
		}
	}
	add(20, "ADULT", 7, true)
	add(30, "TEEN", 40, false)
	ages := cellsOf(Cells(some(20, "ADULT", 7, 0, 0), nil, waits), ByAge)
	require.Equal(t, 20, ages["ADULT"].Ranked)
	require.InDelta(t, 7, ages["ADULT"].LikelyWaitDays, 0.05)
	require.True(t, ages["TEEN"].Suppressed, "nobody was paired")
	require.Equal(t, 30, ages["TEEN"].Ranked)
	require.EqualValues(t, unknownWait, ages["TEEN"].LikelyWaitDays)

	add(3, "CHILD", 1, true)
	ages = cellsOf(Cells(nil, nil, waits), ByAge)
	require.Equal(t, hiddenCell("CHILD"), ages["CHILD"])
	require.Equal(t, hiddenCell("ADULT"), ages["ADULT"], "53 less 30 and 20 would be 3")
	require.Equal(t, 30, ages["TEEN"].Ranked)
}
