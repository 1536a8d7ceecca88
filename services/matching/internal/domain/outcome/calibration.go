package outcome

import (
	"cmp"
	"context"
	"math"
	"slices"

	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
	"github.com/firstcall-health/firstcall/services/matching/internal/evidence"
)

// Calibration compares what decisions predicted with what was measured later.
type Calibration struct {
	Evidence Evidence
	// Courses were measured of pairings whose decision predicted anything.
	Courses int
	Deciles []Decile
	// Slope is by how much the observed rises with the predicted: 1 when predictions are neither too bold nor too timid.
	// Low and High hold it with 80 % probability. All are zero while too little was measured to say.
	Slope, Low, High float64
}

// Decile is a tenth of the courses by what was predicted.
type Decile struct {
	Courses int
	// Predicted and Observed are means: the track record the decision knew, and the adjusted change.
	Predicted, Observed domain.Micro
}

// deciles is, by definition, how many there are when there are courses enough.
const deciles = 10

// Calibration reports on all courses there are.
func (o *Outcomes) Calibration(ctx context.Context) (Calibration, error) {
	from, to := always()
	cases, err := o.store.Cases(ctx, from, to)
	if err != nil {
		return Calibration{}, err
	}
	measures, err := o.store.Measures(ctx)
	if err != nil {
		return Calibration{}, err
	}
	courses, of := Courses(cases, measures)
	residuals := evidence.Compute(courses).Residuals
	var points []point
	for i := range courses {
		if p := cases[of[i]].Facts.Predicted; p != (Facts{}).Predicted {
			points = append(points, point{cases[of[i]].Inquiry, domain.Micro(p[courses[i].Domain]), residuals[i]})
		}
	}
	out := calibrate(points)
	out.Evidence, err = o.store.Evidence(ctx)
	return out, err
}

// point is a prediction for a client and what came of it. A client measured in several domains makes several.
type point struct {
	inquiry             string
	predicted, observed domain.Micro
}

// clients counts those the points are of.
func clients(points []point) int {
	seen := map[string]bool{}
	for _, p := range points {
		seen[p.inquiry] = true
	}
	return len(seen)
}

func calibrate(points []point) Calibration {
	if clients(points) < smallest {
		return Calibration{}
	}
	slices.SortFunc(points, func(a, b point) int {
		return cmp.Or(cmp.Compare(a.predicted, b.predicted), cmp.Compare(a.observed, b.observed), cmp.Compare(a.inquiry, b.inquiry))
	})
	out := Calibration{Courses: len(points)}
	for _, part := range tenths(points) {
		d := Decile{Courses: len(part)}
		for _, p := range part {
			d.Predicted += p.predicted
			d.Observed += p.observed
		}
		d.Predicted /= domain.Micro(len(part))
		d.Observed /= domain.Micro(len(part))
		out.Deciles = append(out.Deciles, d)
	}
	out.Slope, out.Low, out.High = slope(points)
	return out
}

// tenths are equal parts of the points in order: ten, or as many as there are clients enough for in each.
func tenths(points []point) [][]point {
	for n := deciles; n > 1; n-- {
		var parts [][]point
		for k := range n {
			part := points[k*len(points)/n : (k+1)*len(points)/n]
			if clients(part) >= smallest {
				parts = append(parts, part)
			}
		}
		if len(parts) == n {
			return parts
		}
	}
	return [][]point{points}
}

// z90 is, by definition, the 90 % quantile of the normal distribution: 80 % lie between it and its negative.
const z90 = 1.281552

// slope is that of the least squares line with its 80 % interval.
func slope(points []point) (estimate, low, high float64) {
	n := float64(len(points))
	var x, y, xx, xy, yy float64
	for _, p := range points {
		x += float64(p.predicted) / n
		y += float64(p.observed) / n
	}
	for _, p := range points {
		dx, dy := float64(p.predicted)-x, float64(p.observed)-y
		xx += dx * dx
		xy += dx * dy
		yy += dy * dy
	}
	if xx == 0 {
		return 0, 0, 0
	}
	estimate = xy / xx
	half := z90 * math.Sqrt(max(0, yy-estimate*xy)/(n-2)/xx)
	return estimate, estimate - half, estimate + half
}
