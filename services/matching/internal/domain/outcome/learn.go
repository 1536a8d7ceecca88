package outcome

import (
	"context"
	"math"
	"slices"
	"time"

	"github.com/firstcall-health/firstcall/pkg/id"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
	"github.com/firstcall-health/firstcall/services/matching/internal/evidence"
)

// method names this version's way of estimating. It changes when the same data would give another estimate.
const method = "2026.4"

// always is a span that holds every first session.
func always() (from, to time.Time) { return time.Time{}, time.UnixMicro(math.MaxInt64) }

// Learn brings every therapist's track record up to date with what was measured, and reports whether anything was new. It
// may run at any time, on several machines at once: what it writes is a function of the data, named by a version that
// decisions carry in their snapshot.
func (o *Outcomes) Learn(ctx context.Context) (bool, error) {
	if err := o.collect(ctx); err != nil {
		return false, err
	}
	basis, err := o.store.Basis(ctx)
	if err != nil {
		return false, err
	}
	basis = method + " " + basis
	last, err := o.store.Evidence(ctx)
	if err != nil || last.Basis == basis {
		return false, err
	}
	from, to := always()
	cases, err := o.store.Cases(ctx, from, to)
	if err != nil {
		return false, err
	}
	measures, err := o.store.Measures(ctx)
	if err != nil {
		return false, err
	}
	courses, _ := Courses(cases, measures)
	found := evidence.Compute(courses)
	e := Evidence{
		Version: id.Derive("evidence", basis), Basis: basis, Tau2: found.Tau2, Rho: found.Rho, Courses: found.Courses, CreateTime: o.now(),
	}
	return true, o.store.SaveEvidence(ctx, &e, tracksOf(e.Version, found.Estimates))
}

// tracksOf gives the estimates the form rankings read.
func tracksOf(version string, estimates map[string]evidence.Estimate) map[string]domain.Track {
	out := make(map[string]domain.Track, len(estimates))
	for therapist, e := range estimates {
		t := domain.Track{Version: version, N: e.N}
		for k := range evidence.Domains {
			t.Theta[k], t.SD[k], t.Common[k], t.Left[k] = int32(e.Theta[k]), int32(e.SD[k]), int32(e.Common[k]), int32(e.Left[k]) //nolint:gosec // a few units of d
		}
		out[therapist] = t
	}
	return out
}

// sortedKeys are the keys of a report's groups in order.
func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
