package domain

import "context"

// SeriesEnding asks for a series to end.
type SeriesEnding struct {
	Call
	ID string
	// EndDate is the first date without it, YYYY-MM-DD in the series' zone.
	EndDate string
	// ETag is the version read; "" means any.
	ETag string
}

// EndSeries cancels the booked occurrences from a date on that lie ahead; the rows stay. What has begun without an
// outcome waits for one. A repeat gives the first answer. Errors: ErrETagMismatch, ErrNotFound, ErrRequestIDReused,
// invalid fields.
func (s *Scheduler) EndSeries(ctx context.Context, e SeriesEnding) (Series, error) {
	end, valid := ParseDate(e.EndDate)
	one, err := write(ctx, s, func(tx Tx) (Series, error) {
		v, err := tx.Look(ctx, Look{Once: e.Once})
		if err != nil {
			return Series{}, err
		}
		var first Series
		if ok, err := e.replayed(v, &first); ok || err != nil {
			return first, err
		}
		if !valid {
			return Series{}, invalid("endDate", "must be a date, YYYY-MM-DD")
		}
		one, err := lockSeries(ctx, tx, e.ID, e.ETag)
		if err != nil {
			return Series{}, err
		}
		return one, s.endSeries(ctx, tx, e, &one, end)
	})
	return s.doneSeries(ctx, one, err)
}

func (s *Scheduler) endSeries(ctx context.Context, tx Tx, e SeriesEnding, one *Series, end Date) error {
	now := s.now()
	for i := range one.Appointments {
		a := &one.Appointments[i]
		loc := s.practice
		if len(one.Rules) > 0 {
			loc = s.zoneOf(one.Rules[one.ruleOf(a.SeriesIndex)])
		}
		if a.State != Booked || a.Start <= now || a.Start < dayStart(loc, end) {
			continue
		}
		a.State, a.Updated = Cancelled, now
		a.Version++
		a.Sequence++
		if err := tx.Update(ctx, a, Record{
			Change: e.event(KindCancelled, a), Freed: e.freed(a, a), Now: now,
		}); err != nil {
			return err
		}
	}
	one.cut(one.lengthUntil(end))
	one.Version++
	one.Updated = now
	r, err := e.record(now, nil, one)
	if err != nil {
		return err
	}
	return tx.UpdateSeries(ctx, one, r)
}

// lengthUntil returns how many occurrences the series has before the date, or up to the last that is not cancelled.
func (s *Series) lengthUntil(end Date) int {
	n := 0
	for _, r := range s.Rules {
		for i := r.First; i < r.First+r.Count && r.Date(i) < end; i++ {
			n = max(n, i+1)
		}
	}
	for _, a := range s.Appointments {
		if a.State != Cancelled {
			n = max(n, a.SeriesIndex+1)
		}
	}
	return n
}

// cut ends the rules before the index.
func (s *Series) cut(index int) {
	var kept []Rule
	for _, r := range s.Rules {
		if r.First < index {
			r.Count = min(r.Count, index-r.First)
			kept = append(kept, r)
		}
	}
	s.Rules = kept
}
