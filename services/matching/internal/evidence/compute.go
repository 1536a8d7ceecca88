package evidence

import (
	"maps"
	"slices"
)

// Snapshot is everything known at one time, in whole millionths.
type Snapshot struct {
	// Tau2 and Rho are the model the estimates were made with.
	Tau2, Rho int64
	// Courses is how many were measured.
	Courses int
	// Estimates has an entry for every therapist with a course.
	Estimates map[string]Estimate
	// Residuals are the courses' adjusted changes, in the order of Compute's argument.
	Residuals []int64
}

// Compute makes the snapshot. The order of the courses changes nothing but that of the residuals.
func Compute(courses []Course) Snapshot {
	ordered := sorted(courses)
	residuals := Adjust(ordered)
	tracks := tracksOf(ordered, residuals)
	names := slices.Sorted(maps.Keys(tracks))
	list := make([]Track, len(names))
	for i, name := range names {
		list[i] = *tracks[name]
	}
	fitted := Fit(list)
	out := Snapshot{
		Tau2: micro(fitted.Tau2), Rho: micro(fitted.Rho), Courses: len(courses), Estimates: make(map[string]Estimate, len(names)),
	}
	// The estimates are made with the model as it is stored.
	m := Model{Tau2: float64(out.Tau2) / float64(Unit), Rho: float64(out.Rho) / float64(Unit)}
	for i, name := range names {
		p := m.Posterior(&list[i])
		out.Estimates[name] = p.Estimate(list[i].N)
	}
	out.Residuals = inOrder(courses, ordered, residuals)
	return out
}

// tracksOf gathers the residuals by therapist and domain.
func tracksOf(courses []Course, residuals []float64) map[string]*Track {
	tracks := map[string]*Track{}
	for i := range courses {
		c := &courses[i]
		t := tracks[c.Therapist]
		if t == nil {
			t = &Track{}
			tracks[c.Therapist] = t
		}
		t.N[c.Domain]++
		t.Mean[c.Domain] += residuals[i]
	}
	for _, t := range tracks {
		for k, n := range t.N {
			if n > 0 {
				t.Mean[k] /= float64(n)
			}
		}
	}
	return tracks
}

// inOrder brings the residuals of the sorted courses back to the order given. Equal courses have equal residuals.
func inOrder(courses, ordered []Course, residuals []float64) []int64 {
	found := make(map[Course]int64, len(ordered))
	for i := range ordered {
		found[ordered[i]] = micro(residuals[i])
	}
	out := make([]int64, len(courses))
	for i := range courses {
		out[i] = found[courses[i]]
	}
	return out
}
