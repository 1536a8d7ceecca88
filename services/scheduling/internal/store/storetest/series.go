package storetest

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/id"
	"github.com/firstcall-health/firstcall/services/scheduling/internal/domain"
)

// weekly returns a series of ana's and its rows, a week apart.
func weekly(n int, created int64) (*domain.Series, []*domain.Appointment) {
	one := &domain.Series{
		ID: id.New(), TypeID: "consultation", ProviderID: "ana", InquiryID: "inquiry", Mode: domain.Phone,
		Rules:      []domain.Rule{{Start: 20000, Minute: 600, TimeZone: "UTC", Interval: 1, Count: n + 1}},
		Exceptions: []domain.Occurrence{{Index: n, Date: 20000, Start: noon, Reason: domain.OnTimeOff, Text: "away"}},
		Version:    1, Created: created, Updated: created,
	}
	var rows []*domain.Appointment
	for i := range n {
		a := row("ana", noon+int64(i)*7*24*60*minute)
		a.InquiryID, a.SeriesID, a.SeriesIndex = one.InquiryID, one.ID, i
		rows = append(rows, a)
	}
	return one, rows
}

// insertSeries reports whether the series went in whole.
func (f *fixture) insertSeries(t *testing.T, one *domain.Series, rows []*domain.Appointment, r domain.Record) (won bool) {
	err := f.Write(t.Context(), func(tx domain.Tx) error {
		won = false
		if _, err := tx.Look(t.Context(), domain.Look{Once: r.Once}); err != nil {
			return err
		}
		if err := tx.InsertSeries(t.Context(), one, r); err != nil {
			return err
		}
		for _, a := range rows {
			if ok, err := tx.Insert(t.Context(), a, domain.Record{}); err != nil || !ok {
				return domain.ErrSlotTaken
			}
		}
		won = true
		return nil
	})
	if err != nil {
		assert.ErrorIs(t, err, domain.ErrSlotTaken) // races ask, each in a goroutine of its own
		return false
	}
	return won
}

func series(t *testing.T, f *fixture) {
	one, rows := weekly(3, noon)
	answer := domain.Record{Once: once("series"), Answer: []byte("{}"), Now: noon}
	require.True(t, f.insertSeries(t, one, rows, answer))
	require.NotNil(t, f.look(t, answer.Once).Replay)
	got, err := f.Series(t.Context(), one.ID)
	require.NoError(t, err)
	for _, a := range rows {
		one.Appointments = append(one.Appointments, *a)
	}
	require.Equal(t, *one, got)
	a, err := f.Appointment(t.Context(), rows[1].ID)
	require.NoError(t, err)
	require.Equal(t, *rows[1], a)

	other, late := weekly(2, noon+minute)
	other.InquiryID = "another"
	require.False(t, f.insertSeries(t, other, late, domain.Record{Once: once("late"), Answer: []byte("{}"), Now: noon}))
	require.Nil(t, f.look(t, once("late")).Replay, "no answer without its rows")
	_, err = f.Series(t.Context(), other.ID)
	require.ErrorIs(t, err, domain.ErrNotFound)
	for _, a := range late {
		a.Start, a.End, a.BlockedStart, a.BlockedEnd = a.Start+60*minute, a.End+60*minute, a.BlockedStart+60*minute, a.BlockedEnd+60*minute
	}
	require.True(t, f.insertSeries(t, other, late, domain.Record{}))

	for want, filter := range map[string]domain.SeriesFilter{
		other.ID + one.ID: {}, one.ID: {InquiryID: "inquiry"}, "": {ProviderID: "ben"},
	} {
		list, err := f.ListSeries(t.Context(), filter, 9)
		require.NoError(t, err)
		ids := ""
		for _, s := range list {
			ids += s.ID
			require.NotEmpty(t, s.Appointments)
		}
		require.Equal(t, want, ids)
	}
	rest, err := f.ListSeries(t.Context(), domain.SeriesFilter{BeforeCreated: other.Created, BeforeID: other.ID}, 1)
	require.NoError(t, err)
	require.Equal(t, []domain.Series{*one}, rest)
}

func seriesChange(t *testing.T, f *fixture) {
	one, rows := weekly(2, noon)
	require.True(t, f.insertSeries(t, one, rows, domain.Record{}))
	change := func(version int64) error {
		return f.Write(t.Context(), func(tx domain.Tx) error {
			locked, err := tx.LockSeries(t.Context(), one.ID)
			if err != nil {
				return err
			}
			require.Len(t, locked.Appointments, 2)
			locked.Rules, locked.Exceptions = locked.Rules[:0], nil
			locked.Version, locked.Updated = version, noon+minute
			return tx.UpdateSeries(t.Context(), &locked, domain.Record{})
		})
	}
	require.NoError(t, change(2))
	got, err := f.Series(t.Context(), one.ID)
	require.NoError(t, err)
	require.Empty(t, got.Rules)
	require.EqualValues(t, 2, got.Version)
	require.ErrorIs(t, change(2), domain.ErrRaced, "a series of another version is not written")

	twice := row("ben", noon)
	twice.SeriesID, twice.SeriesIndex = one.ID, 1
	_, err = f.insert(t, twice, domain.Record{})
	if err == nil {
		_, err = f.Appointment(t.Context(), twice.ID)
	}
	require.Error(t, err, "one row per occurrence")
}

// Of many series for one hour one goes in whole; of a series and single bookings one kind does.
func seriesRace(t *testing.T, f *fixture) {
	won := make(chan int, 12)
	for i := range 12 {
		go func() {
			if i%3 == 0 {
				ok, err := f.insert(t, row("ana", noon+7*24*60*minute), domain.Record{})
				if err != nil || !ok {
					won <- 0
					return
				}
				won <- 1
				return
			}
			one, rows := weekly(4, noon)
			if f.insertSeries(t, one, rows, domain.Record{}) {
				won <- 4
				return
			}
			won <- 0
		}()
	}
	total, winners := 0, 0
	for range 12 {
		if n := <-won; n > 0 {
			total += n
			winners++
		}
	}
	require.Equal(t, 1, winners)
	got, err := f.List(t.Context(), domain.Filter{}, 100)
	require.NoError(t, err)
	require.Len(t, got, total)
}
