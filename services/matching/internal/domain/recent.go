package domain

import (
	"context"
	"time"

	"github.com/firstcall-health/firstcall/services/matching/internal/score"
)

// Recent counts the new clients of the last weeks: how many were paired, and how many of them with a therapist of whom little was
// measured in what they needed.
type Recent struct {
	Clients  int64 `json:"clients,omitempty"`
	Learning int64 `json:"learning,omitempty"`
}

// How far back new clients count, and for how long what was counted is used again. Both are policy: long enough that a practice of a dozen
// counts some fifty, and a ranking in a busy practice does not count each time.
const (
	recentFor  = 8 * 7 * 24 * time.Hour
	recentKept = time.Minute
)

// short reports whether fewer than the share went to those of whom little is measured.
func (r Recent) short(share Micro) bool { return r.Learning*Unit < share*r.Clients }

// counted is what was counted, and when.
type counted struct {
	Recent

	at time.Time
}

// recent counts new clients, at most once a minute. A ranking keeps the number it was made with.
func (m *Matching) recent(ctx context.Context, now time.Time) (Recent, error) {
	if c := m.lately.Load(); c != nil && now.Before(c.at.Add(recentKept)) {
		return c.Recent, nil
	}
	found, err := m.store.Recent(ctx, now.Add(-recentFor))
	if err != nil {
		return Recent{}, err
	}
	m.lately.Store(&counted{found, now})
	return found, nil
}

// Learning reports whether little was measured of a therapist, in what the decision's client needs, when it was made.
func (d *Decision) Learning(therapist string) bool {
	if d.Input.Weights.LearnBelow == 0 {
		return false // an early decision
	}
	spec := Spec(&d.Input.Need, "", score.NewDictionary())
	kernel := score.NewNeed(&spec, &d.Input.Weights)
	track := d.Input.track(therapist)
	return track != nil && kernel.Tracks() > 0 && track.little(kernel, &d.Input.Weights)
}
