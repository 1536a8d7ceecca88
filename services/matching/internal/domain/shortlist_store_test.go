package domain

import (
	"context"
	"slices"
	"sync/atomic"
	"time"
)

// rosterOf is a store that holds therapists and takes decisions.
type rosterOf struct {
	Store
	all     []Therapist
	changed []Therapist
	saved   Decision
	looks   int
	// lately is where new clients went, counted how often it was asked for.
	lately  Recent
	counted int
	// read are the ids asked for; meanwhile runs after profiles were read and before they are returned.
	read      []string
	meanwhile func()
}

func (s *rosterOf) ListTherapists(context.Context, time.Time, string, string, int, bool) ([]Therapist, error) {
	return slices.Clone(s.all), nil
}

func (s *rosterOf) Roster(_ context.Context, after RosterMark, now time.Time) (RosterMark, []Therapist, error) {
	s.looks++
	if after.At.IsZero() {
		return RosterMark{1, now}, slices.Clone(s.all), nil
	}
	changed := s.changed
	s.changed = nil
	return RosterMark{1, now}, changed, nil
}

func (s *rosterOf) CountTherapists(_ context.Context, ids []string) (n int, _ error) {
	for i := range s.all {
		if slices.Contains(ids, s.all[i].ID) {
			n++
		}
	}
	return n, nil
}

func (s *rosterOf) Therapists(_ context.Context, ids []string, _ time.Time) ([]Therapist, error) {
	var out []Therapist
	for i := range s.all {
		if slices.Contains(ids, s.all[i].ID) {
			out = append(out, s.all[i])
		}
	}
	s.read = append(s.read, ids...)
	if s.meanwhile != nil {
		s.meanwhile()
	}
	return out, nil
}

func (s *rosterOf) Therapist(_ context.Context, id string, _ time.Time) (Therapist, error) {
	at := slices.IndexFunc(s.all, func(t Therapist) bool { return t.ID == id })
	if at < 0 {
		return Therapist{}, ErrNotFound
	}
	return s.all[at], nil
}

func (s *rosterOf) ClientRecords(context.Context, []string, time.Time) (map[string]ClientRecord, error) {
	return nil, nil
}

func (s *rosterOf) ClientRecord(context.Context, string, time.Time) (ClientRecord, error) {
	return ClientRecord{}, nil
}

func (s *rosterOf) Look(_ context.Context, _ RosterMark, _ string, now time.Time) (Look, error) {
	s.looks++
	return Look{Mark: RosterMark{1, now}, Changed: len(s.changed) > 0}, nil
}

func (s *rosterOf) Recent(context.Context, time.Time) (Recent, error) {
	s.counted++
	return s.lately, nil
}

func (s *rosterOf) SaveDecision(_ context.Context, d *Decision) error {
	s.saved = *d
	return nil
}

func (s *rosterOf) Decision(context.Context, string) (Decision, error) { return s.saved, nil }

// openDays is a calendar in which therapists have an opening unless they are busy.
type openDays struct {
	Calendar
	busy map[string]bool
	// modes are the ways in which a therapist meets; of one who is not there nothing is said of an opening's.
	modes map[string][]Mode
	asked atomic.Int64
}

// mode is the best way of the question in which the therapist meets.
func (c *openDays) mode(therapist string, accepted []Mode) Mode {
	own := c.modes[therapist]
	for _, m := range accepted {
		if slices.Contains(own, m) {
			return m
		}
	}
	if len(own) == 0 || len(accepted) > 0 {
		return ""
	}
	return own[0]
}

func (c *openDays) FindOpenings(_ context.Context, q OpeningQuery) (map[string][]Opening, error) {
	c.asked.Add(int64(len(q.Therapists)))
	out := map[string][]Opening{}
	for _, t := range q.Therapists {
		if !c.busy[t] {
			start := testNow().Add(24 * time.Hour)
			out[t] = []Opening{{Slot: "slot-" + t, Start: start, End: start.Add(time.Hour), Mode: c.mode(t, q.Modes)}}
		}
	}
	return out, nil
}

func (c *openDays) FindWeekly(context.Context, WeeklyQuery) (map[string][]WeeklyHour, error) {
	return nil, nil
}
