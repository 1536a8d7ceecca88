package domain

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/clock"
)

// answering is a practice of which one client's questionnaire says how badly they are.
type answering struct {
	practiceOf

	ill  string
	read int
}

func (s *answering) ClientRecords(_ context.Context, inquiries []string, now time.Time) (map[string]ClientRecord, error) {
	s.read += len(inquiries)
	return map[string]ClientRecord{s.ill: {Answers: []Answer{{Instrument: "PHQ_9", Band: "SEVERE", TakeTime: now}}}}, nil
}

func (s *answering) ClientRecord(context.Context, string, time.Time) (ClientRecord, error) {
	return ClientRecord{}, errors.New("one by one")
}

// TestPlanHearsEverybodyAtOnce: what clients have answered is read of all together, and counts.
func TestPlanHearsEverybodyAtOnce(t *testing.T) {
	t.Parallel()
	s := &answering{ill: "c7"}
	s.all = []Therapist{fitting("one")}
	s.all[0].TargetCaseload, s.all[0].SevereClientsMax, s.all[0].SevereClients = 100, 1, 1
	for i := range 40 {
		s.waiting = append(s.waiting, Waiting{Inquiry: fmt.Sprint("c", i), State: EntryWaiting, Need: couple(), Since: testNow().Add(time.Duration(i) * time.Minute)})
	}
	p, err := New(s, &openDays{}, clock.NewFake(testNow()), Rules{Zone: testZone}).plan(t.Context())
	require.NoError(t, err)
	require.Equal(t, 40, s.read)
	require.Len(t, p.Assignments, 1, "one opening")
	s.ill = p.Assignments[0].Inquiry
	again, err := New(s, &openDays{}, clock.NewFake(testNow()), Rules{Zone: testZone}).plan(t.Context())
	require.NoError(t, err)
	require.NotEqual(t, s.ill, again.Assignments[0].Inquiry, "who takes no more clients who are badly off")
}
