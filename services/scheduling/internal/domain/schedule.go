package domain

import (
	"context"
	"reflect"
	"slices"

	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/pkg/id"
)

// Scheduled is a provider's schedule as it is read and written.
type Scheduled struct {
	ProviderID string
	Schedule
}

// ETag is the version as callers see it.
func (s Scheduled) ETag() string { return etag(s.Version) }

// Schedule reads a provider's hours and exceptions. Error: ErrNotFound, also for what the viewer may not see.
func (s *Scheduler) Schedule(ctx context.Context, v Viewer, providerID string) (Scheduled, error) {
	c, err := s.store.Catalog(ctx)
	if err != nil {
		return Scheduled{}, err
	}
	p := c.Provider(providerID)
	if p == nil || !v.sees(providerID) {
		return Scheduled{}, ErrNotFound
	}
	return Scheduled{ProviderID: p.ID, Schedule: p.Schedule}, nil
}

// SetSchedule replaces a provider's hours and exceptions; appointments stay. Errors: ErrNotFound, ErrETagMismatch,
// ErrRequestIDReused, invalid fields under path.
func (s *Scheduler) SetSchedule(ctx context.Context, call Call, v Viewer, tag string, next Scheduled) (Scheduled, error) {
	if !v.sees(next.ProviderID) {
		return Scheduled{}, ErrNotFound
	}
	// Sites are never taken away, so an older catalog knows enough of them.
	c, err := s.store.Catalog(ctx)
	if err != nil {
		return Scheduled{}, err
	}
	return changeProvider(ctx, s, call, next.ProviderID, func(_ Tx, p *Provider) (Scheduled, error) {
		if tag != "" && tag != etag(p.Schedule.Version) {
			return Scheduled{}, ErrETagMismatch.With("resource", "providers/"+p.ID+"/schedule")
		}
		wrong := append(s.checkSchedule(&next.Schedule, "schedule."), c.knownSites(&next.Schedule, "schedule.")...)
		if len(wrong) > 0 {
			return Scheduled{}, errs.Invalid(wrong...)
		}
		known := p.Schedule.Exceptions
		if p.Schedule.TimeZone != next.TimeZone || !reflect.DeepEqual(p.Schedule.Hours, next.Hours) {
			p.LedgerFrom = s.now()
		}
		p.Schedule.Version++
		p.Schedule.TimeZone, p.Schedule.Hours, p.Schedule.Limits = next.TimeZone, next.Hours, next.Limits
		p.Schedule.Exceptions = withIDs(next.Exceptions, known)
		return Scheduled{ProviderID: p.ID, Schedule: p.Schedule}, nil
	})
}

// withIDs returns the exceptions with an id each: those that were known keep theirs.
func withIDs(exceptions, known []Exception) []Exception {
	out := make([]Exception, len(exceptions))
	taken := make(map[string]bool)
	for i, e := range exceptions {
		was := slices.ContainsFunc(known, func(k Exception) bool { return k.ID == e.ID })
		if !was || taken[e.ID] {
			e.ID = id.New()
		}
		taken[e.ID] = true
		out[i] = e
	}
	return normal(out)
}

// changeProvider runs change on a copy of the provider, with nobody else booking or changing hours, and saves it.
// change raises the schedule's version and leaves the lists it was given as they are.
func changeProvider[T any](ctx context.Context, s *Scheduler, call Call, providerID string, change func(Tx, *Provider) (T, error),
) (T, error) {
	return write(ctx, s, func(tx Tx) (T, error) {
		var answer T
		v, err := tx.LockCatalog(ctx, call.Once)
		if err != nil {
			return answer, err
		}
		if ok, err := call.replayed(v, &answer); ok || err != nil {
			return answer, err
		}
		known := v.Catalog.Provider(providerID)
		if known == nil {
			return answer, ErrNotFound
		}
		p := *known
		if answer, err = change(tx, &p); err != nil {
			return answer, err
		}
		return answer, s.saveProvider(ctx, tx, call, p, answer)
	})
}

func (s *Scheduler) saveProvider(ctx context.Context, tx Tx, call Call, p Provider, answer any) error {
	r, err := call.record(s.now(), nil, answer)
	if err != nil {
		return err
	}
	return tx.SaveProvider(ctx, p, r)
}
