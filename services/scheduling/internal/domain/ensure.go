package domain

import (
	"context"
	"fmt"
	"reflect"
	"slices"

	"github.com/firstcall-health/firstcall/pkg/errs"
)

// EnsureProvider makes the provider, or brings name, types and modes of a known one up to date; its schedule is only
// set when it is made. It returns the provider as it is now. Error: invalid fields.
func (s *Scheduler) EnsureProvider(ctx context.Context, want Provider) (Provider, error) {
	if want.Schedule.TimeZone == "" {
		want.Schedule.TimeZone = s.practice.String()
	}
	c, err := s.store.Catalog(ctx)
	if err != nil {
		return Provider{}, err
	}
	wrong := append(s.checkSchedule(&want.Schedule, "provider.schedule."), c.knownSites(&want.Schedule, "provider.schedule.")...)
	for i, t := range want.Types {
		if s.types[t] == nil {
			wrong = append(wrong, errs.Field(fmt.Sprintf("provider.appointmentTypes[%d]", i), "is not an appointment type"))
		}
	}
	if len(wrong) > 0 {
		return Provider{}, errs.Invalid(wrong...)
	}
	want.Schedule.Version, want.LedgerFrom = 1, s.now()
	want.Schedule.Exceptions = withIDs(want.Schedule.Exceptions, nil)
	if known := c.Provider(want.ID); known != nil && upToDate(*known, want) {
		return *known, nil
	}
	return write(ctx, s, func(tx Tx) (Provider, error) {
		v, err := tx.LockCatalog(ctx, Once{})
		if err != nil {
			return Provider{}, err
		}
		next := want
		if known := v.Catalog.Provider(want.ID); known != nil {
			if next.Schedule = known.Schedule; upToDate(*known, want) {
				return *known, nil
			}
			if slices.Equal(known.Types, want.Types) {
				next.LedgerFrom = known.LedgerFrom
			}
		}
		return next, tx.SaveProvider(ctx, next, Record{})
	})
}

func upToDate(known, want Provider) bool {
	want.Schedule, want.LedgerFrom = known.Schedule, known.LedgerFrom
	return reflect.DeepEqual(known, want)
}
