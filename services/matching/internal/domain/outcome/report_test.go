package outcome

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
)

// start is a first session.
func start() time.Time { return time.Date(2026, 9, 1, 14, 0, 0, 0, time.UTC) }

// some cases of a group, with the wait in days, the score and what the best had more.
func some(n int, age domain.AgeGroup, wait int, score, more domain.Micro) []Case {
	var out []Case
	for i := range n {
		out = append(out, Case{
			Inquiry: fmt.Sprint(age, i), Therapist: "t", FirstSession: start(), Since: start().AddDate(0, 0, -wait),
			Facts: Facts{AgeGroup: age, Payment: paysSelf, Ranked: true, Score: score, Best: score + more},
		})
	}
	return out
}

func cellsOf(cells []Cell, d Dimension) map[string]Cell {
	out := map[string]Cell{}
	for _, c := range cells {
		if c.Dimension == d {
			out[c.Group] = c
		}
	}
	return out
}

func TestFairness(t *testing.T) {
	t.Parallel()
	cases := append(some(20, "ADULT", 4, 700_000, 10_000), some(12, "TEEN", 11, 500_000, 50_000)...)
	cases = append(cases, some(11, "", 1, 600_000, 0)...)
	// One who was paired against the rules has no score, and waits longest.
	cases[0].Since, cases[0].Facts.Ranked, cases[0].Facts.Score = start().AddDate(0, 0, -44), false, 0
	var checks []CheckIn
	for i := range 20 {
		checks = append(checks, CheckIn{Inquiry: fmt.Sprint("ADULT", i), Therapist: "t", Fit: int32(i % 10)})
	}
	checks = append(checks, CheckIn{Inquiry: "ADULT0", Therapist: "another"})
	cells := Cells(cases, checks, nil)
	ages := cellsOf(cells, ByAge)
	require.Equal(t, Cell{
		Dimension: ByAge, Group: "ADULT", Clients: 20, WaitDays: 6, MedianWaitDays: 4, Scored: true, Benefit: 700_000, Regret: 10_000, CheckIns: 20, LowFitHidden: true, LikelyWaitDays: unknownWait,
	}, rounded(ages["ADULT"]))
	require.Equal(t, Cell{Dimension: ByAge, Group: "TEEN", Clients: 12, WaitDays: 11, MedianWaitDays: 11, Scored: true, Benefit: 500_000, Regret: 50_000, LikelyWaitDays: unknownWait},
		rounded(ages["TEEN"]))
	require.Equal(t, 11, ages[notSaid].Clients)
	require.Equal(t, 43, cellsOf(cells, ByPayment)[paysSelf].Clients)
	require.Empty(t, cellsOf(cells, ByWish), "nobody wished for anything")
	require.Equal(t, 43, cellsOf(cells, ByRisk)["NOT_FLAGGED"].Clients)
	require.Empty(t, Cells(nil, nil, nil))
}

// TestLowFitOfFew: the share of low check-ins is told where neither those who felt so nor those who did not are few.
func TestLowFitOfFew(t *testing.T) {
	t.Parallel()
	for low, told := range map[int]bool{0: false, 1: false, 10: false, 11: true, 15: true, 19: true, 20: false, 30: false} {
		var checks []CheckIn
		for i := range 30 {
			fit := int32(10)
			if i < low {
				fit = lowFit
			}
			checks = append(checks, CheckIn{Inquiry: fmt.Sprint("ADULT", i), Therapist: "t", Fit: fit})
		}
		cell := cellsOf(Cells(some(30, "ADULT", 1, 0, 0), checks, nil), ByAge)["ADULT"]
		require.Equal(t, 30, cell.CheckIns)
		require.Equal(t, !told, cell.LowFitHidden, low)
		if told {
			require.InDelta(t, float64(low)/30, cell.LowFit, 1e-9)
		} else {
			require.Zero(t, cell.LowFit)
		}
	}
}

func rounded(c Cell) Cell {
	c.WaitDays = float64(int(c.WaitDays*1000+0.5)) / 1000
	return c
}

// TestSmallCells lets no group of fewer than eleven be seen, nor be found out from the others.
func TestSmallCells(t *testing.T) {
	t.Parallel()
	cells := cellsOf(Cells(append(append(some(30, "ADULT", 1, 0, 0), some(10, "TEEN", 1, 0, 0)...), some(15, "CHILD", 1, 0, 0)...), nil, nil), ByAge)
	require.Equal(t, hiddenCell("TEEN"), cells["TEEN"])
	require.Equal(t, hiddenCell("CHILD"), cells["CHILD"], "55 less 30 and 15 would be 10")
	require.Equal(t, 30, cells["ADULT"].Clients)
}

// hiddenCell says nothing.
func hiddenCell(group string) Cell {
	return Cell{Dimension: ByAge, Group: group, Suppressed: true, LikelyWaitDays: unknownWait}
}

func TestGroups(t *testing.T) {
	t.Parallel()
	f := Facts{Format: "COUPLE", Language: "es", State: "NY", Severity: "SEVERE", Risk: true, Wishes: []domain.PreferenceKind{"GENDER", "FAITH"}}
	for d, want := range map[Dimension][]string{
		ByAge: {notSaid}, ByFormat: {"COUPLE"}, ByLanguage: {"es"}, ByPayment: {notSaid}, ByState: {"NY"}, BySeverity: {"SEVERE"},
		ByRisk: {"FLAGGED"}, ByWish: {"GENDER", "FAITH"},
	} {
		require.Equal(t, want, d.groups(&f), d)
	}
	require.Len(t, Dimensions(), 8)
}

// TestCalibration makes outcomes that are half as strong as predicted, and finds the half.
func TestCalibration(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 1))
	var points []point
	for i := range 4000 {
		p := domain.Micro(200_000 * r.NormFloat64())
		points = append(points, point{fmt.Sprint(i), p, p/2 + domain.Micro(1_000_000*r.NormFloat64())})
	}
	c := calibrate(points)
	require.Equal(t, 4000, c.Courses)
	require.Len(t, c.Deciles, 10)
	require.Less(t, c.Low, 0.5)
	require.Greater(t, c.High, 0.5)
	require.InDelta(t, 0.5, c.Slope, 0.15)
	require.InDelta(t, 0.2, c.High-c.Low, 0.05, "2·1.28·1/(0.2·√4000)")
	courses := 0
	for i, d := range c.Deciles {
		courses += d.Courses
		if i > 0 {
			require.Greater(t, d.Predicted, c.Deciles[i-1].Predicted)
		}
	}
	require.Equal(t, 4000, courses)
	require.Greater(t, c.Deciles[9].Observed, c.Deciles[0].Observed)

	require.Equal(t, Calibration{}, calibrate(points[:10]), "ten courses tell of ten clients")
	require.Len(t, calibrate(points[:35]).Deciles, 3)
	var flat, exact []point
	for i := range 20 {
		flat, exact = append(flat, point{inquiry: fmt.Sprint(i)}), append(exact, point{fmt.Sprint(i), domain.Micro(i), domain.Micro(2 * i)})
	}
	require.Zero(t, calibrate(flat).Slope)
	require.Zero(t, calibrate(flat).High)
	c = calibrate(exact)
	require.Equal(t, []float64{2, 2, 2}, []float64{c.Slope, c.Low, c.High})
}

// TestCalibrationCountsClients: courses of one client in several domains tell of one client.
func TestCalibrationCountsClients(t *testing.T) {
	t.Parallel()
	var points []point
	for i := range 30 {
		points = append(points, point{fmt.Sprint(i / 3), domain.Micro(i), domain.Micro(i)})
	}
	require.Equal(t, Calibration{}, calibrate(points), "thirty courses of ten clients")
	rapid.Check(t, func(t *rapid.T) {
		var points []point
		for i := range rapid.IntRange(0, 300).Draw(t, "courses") {
			who := fmt.Sprint(rapid.IntRange(0, 60).Draw(t, "client"))
			points = append(points, point{who, domain.Micro(rapid.IntRange(-5, 5).Draw(t, "predicted")), domain.Micro(i)})
		}
		c := calibrate(points)
		require.Equal(t, clients(points) >= smallest, c.Courses > 0)
		begin := 0
		for _, d := range c.Deciles { // calibrate has put the points in order
			require.GreaterOrEqual(t, clients(points[begin:begin+d.Courses]), smallest)
			begin += d.Courses
		}
		require.Equal(t, c.Courses, begin)
	})
}
