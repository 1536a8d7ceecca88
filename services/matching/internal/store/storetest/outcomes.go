package storetest

import (
	"cmp"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/id"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain/outcome"
	"github.com/firstcall-health/firstcall/services/matching/internal/measure"
)

// agree pairs the inquiry with the therapist, the first session being an hour from now.
func (w *world) agree(t *testing.T, inquiry, therapist string) domain.Pairing {
	t.Helper()
	p, err := w.reserve(t, w.pairing(t, inquiry, therapist))
	require.NoError(t, err)
	p, err = w.store.ConfirmPairing(t.Context(), p.ID, w.now.Add(time.Hour), w.now)
	require.NoError(t, err)
	return p
}

// measure stores one taken so long ago.
func (w *world) measure(t *testing.T, inquiry string, ago time.Duration, human bool) outcome.Measure {
	t.Helper()
	m := outcome.Measure{
		ID: id.New(), Inquiry: inquiry, Instrument: measure.PHQ9, Total: 12, Band: measure.Moderate, NeedsHuman: human,
		Parts: []measure.Part{{Domain: 0, Total: 12, Severity: 333_333}}, TakeTime: w.now.Add(-ago), CreateTime: w.now,
	}
	saved, err := w.store.SaveMeasure(t.Context(), &m, "", request(m.ID))
	require.NoError(t, err)
	again, err := w.store.SaveMeasure(t.Context(), &m, "", request(m.ID))
	require.NoError(t, err)
	require.Equal(t, saved, again)
	return saved
}

func testMeasure(t *testing.T, w *world) {
	inquiry, therapist := id.New(), w.therapist(t, "A", 2)
	before := w.measure(t, inquiry, time.Hour, false)
	require.Empty(t, before.Therapist)
	p := w.agree(t, inquiry, therapist)
	during := w.measure(t, inquiry, 0, true)
	require.Equal(t, therapist, during.Therapist)
	_, err := w.store.EndPairing(t.Context(), p.ID, w.now)
	require.NoError(t, err)
	require.Empty(t, w.measure(t, inquiry, 0, false).Therapist)

	m := during
	m.ID = id.New()
	_, err = w.store.SaveMeasure(t.Context(), &m, therapist, request(m.ID))
	require.ErrorIs(t, err, domain.ErrNotFound, "the client is no longer the therapist's")
	reused := request(during.ID)
	reused.Hash = "other"
	_, err = w.store.SaveMeasure(t.Context(), &m, "", reused)
	require.ErrorIs(t, err, domain.ErrRequestIDReused)

	seen, err := w.store.SeeMeasure(t.Context(), during.ID, "staff/lead", w.now, domain.Request{})
	require.NoError(t, err)
	require.Equal(t, w.now, seen.SeenTime)
	again, err := w.store.SeeMeasure(t.Context(), during.ID, "staff/other", w.now.Add(time.Hour), domain.Request{})
	require.NoError(t, err)
	require.Equal(t, seen, again, "the first who looked stays")
	once := request("look")
	for range 2 {
		same, err := w.store.SeeMeasure(t.Context(), during.ID, "staff/other", w.now.Add(time.Hour), once)
		require.NoError(t, err)
		require.Equal(t, seen, same)
	}
	once.Hash = "another measure"
	_, err = w.store.SeeMeasure(t.Context(), before.ID, "staff/lead", w.now, once)
	require.ErrorIs(t, err, domain.ErrRequestIDReused)
	calm, err := w.store.SeeMeasure(t.Context(), before.ID, "staff/lead", w.now, domain.Request{})
	require.NoError(t, err)
	require.Empty(t, calm.SeenBy, "nobody was asked to look")
	_, err = w.store.SeeMeasure(t.Context(), id.New(), "staff/lead", w.now, domain.Request{})
	require.ErrorIs(t, err, domain.ErrNotFound)
}

func testAnswers(t *testing.T, w *world) {
	inquiry := id.New()
	none, err := w.store.ClientRecord(t.Context(), inquiry, w.now)
	require.NoError(t, err)
	require.Empty(t, none)
	flagged := w.measure(t, inquiry, time.Hour, true)
	w.measure(t, inquiry, 0, false)
	w.measure(t, id.New(), 0, true)
	answers := func() []domain.Answer {
		found, err := w.store.ClientRecord(t.Context(), inquiry, w.now)
		require.NoError(t, err)
		require.Empty(t, found.Places)
		return found.Answers
	}
	require.Equal(t, []domain.Answer{
		{Instrument: "PHQ_9", Band: "MODERATE", TakeTime: w.now},
		{Instrument: "PHQ_9", Band: "MODERATE", TakeTime: w.now.Add(-time.Hour), Human: true},
	}, answers())
	_, err = w.store.SeeMeasure(t.Context(), flagged.ID, "staff/lead", w.now, domain.Request{})
	require.NoError(t, err)
	require.Len(t, answers(), 1, "what was looked at is an older one of its kind")
}

// testAnswersOfLong: an answer nobody has looked at is heard behind however many newer ones, and so is the newest of every kind.
func testAnswersOfLong(t *testing.T, w *world) {
	inquiry := id.New()
	save := func(instrument measure.Instrument, band measure.Band, ago time.Duration, human bool) {
		m := outcome.Measure{
			ID: id.New(), Inquiry: inquiry, Instrument: instrument, Band: band, NeedsHuman: human, TakeTime: w.now.Add(-ago), CreateTime: w.now,
		}
		_, err := w.store.SaveMeasure(t.Context(), &m, "", request(m.ID))
		require.NoError(t, err)
	}
	const day = 24 * time.Hour
	save(measure.PHQ9, measure.Severe, 400*day, true)
	save(measure.PHQ9, measure.Severe, 30*day, true)
	save(measure.PHQ9, measure.Moderate, 29*day, false)
	save(measure.GAD7, measure.Severe, domain.AnsweredWithin, false)
	save(measure.PHQ4, measure.Severe, domain.AnsweredWithin+time.Microsecond, false)
	for n := range 120 {
		save(measure.Domain, measure.Positive, time.Duration(n)*time.Hour, false)
	}
	want := []domain.Answer{
		{Instrument: "DOMAIN", Band: "POSITIVE", TakeTime: w.now},
		{Instrument: "PHQ_9", Band: "MODERATE", TakeTime: w.now.Add(-29 * day)},
		{Instrument: "PHQ_9", Band: "SEVERE", TakeTime: w.now.Add(-30 * day), Human: true},
		{Instrument: "GAD_7", Band: "SEVERE", TakeTime: w.now.Add(-domain.AnsweredWithin)},
		{Instrument: "PHQ_9", Band: "SEVERE", TakeTime: w.now.Add(-400 * day), Human: true},
	}
	found, err := w.store.ClientRecord(t.Context(), inquiry, w.now)
	require.NoError(t, err)
	require.Equal(t, want, found.Answers)
	look, err := w.store.Look(t.Context(), domain.RosterMark{}, inquiry, w.now)
	require.NoError(t, err)
	require.Equal(t, want, look.Client.Answers)

	other, th := w.measure(t, id.New(), 0, true).Inquiry, w.therapist(t, "one", 1)
	placed, err := w.reserve(t, w.pairing(t, id.New(), th))
	require.NoError(t, err)
	many := []string{inquiry, other, placed.Inquiry}
	for range 1500 { // more than are read at once
		many = append(many, id.New())
	}
	records, err := w.store.ClientRecords(t.Context(), many, w.now)
	require.NoError(t, err)
	require.Len(t, records, 3, "of the others nothing is known")
	for inquiry, got := range records {
		alone, err := w.store.ClientRecord(t.Context(), inquiry, w.now)
		require.NoError(t, err)
		require.Equal(t, alone, got)
	}
	require.Contains(t, records[placed.Inquiry].Places, th)
}

func testMeasures(t *testing.T, w *world) {
	therapist, mine, other := w.therapist(t, "A", 2), id.New(), id.New()
	w.agree(t, mine, therapist)
	var all []outcome.Measure
	for n := range 5 {
		all = append(all, w.measure(t, []string{mine, other}[n%2], time.Duration(n/2)*time.Hour, n == 3))
	}
	slices.SortFunc(all, func(a, b outcome.Measure) int {
		return cmp.Or(b.TakeTime.Compare(a.TakeTime), cmp.Compare(b.ID, a.ID))
	})
	list := func(f outcome.Filter, before time.Time, id string, limit int) []outcome.Measure {
		found, err := w.store.ListMeasures(t.Context(), f, before, id, limit)
		require.NoError(t, err)
		return found
	}
	require.Equal(t, all, list(outcome.Filter{}, time.Time{}, "", 10))
	page := list(outcome.Filter{}, time.Time{}, "", 2)
	require.Equal(t, all[:2], page)
	require.Equal(t, all[2:], list(outcome.Filter{}, page[1].TakeTime, page[1].ID, 10))
	for _, m := range list(outcome.Filter{Therapist: therapist}, time.Time{}, "", 10) {
		require.Equal(t, mine, m.Inquiry)
	}
	require.Len(t, list(outcome.Filter{Inquiry: mine, Therapist: therapist}, time.Time{}, "", 10), 3)
	unseen := list(outcome.Filter{Unseen: true}, time.Time{}, "", 10)
	require.Len(t, unseen, 1)
	flagged := func(own string) []string {
		found, err := w.store.Flagged(t.Context(), []string{mine, other, id.New()}, own)
		require.NoError(t, err)
		return found
	}
	require.Equal(t, []string{other}, flagged(""))
	require.Empty(t, flagged(therapist), "not of their clients")
	w.measure(t, mine, 3*time.Hour, true)
	w.measure(t, mine, 4*time.Hour, true)
	require.ElementsMatch(t, []string{mine, other}, flagged(""))
	require.Equal(t, []string{mine}, flagged(therapist))
	for _, m := range list(outcome.Filter{Inquiry: mine, Unseen: true}, time.Time{}, "", 10) {
		_, err := w.store.SeeMeasure(t.Context(), m.ID, "staff/lead", w.now, domain.Request{})
		require.NoError(t, err)
	}
	require.Equal(t, []string{other}, flagged(""))
	_, err := w.store.SeeMeasure(t.Context(), unseen[0].ID, "staff/lead", w.now, domain.Request{})
	require.NoError(t, err)
	require.Empty(t, list(outcome.Filter{Unseen: true}, time.Time{}, "", 10))
	require.Empty(t, flagged(""))

	read, err := w.store.Measures(t.Context())
	require.NoError(t, err)
	require.Len(t, read, 7)
	for i := 1; i < len(read); i++ {
		require.True(t, read[i-1].Inquiry < read[i].Inquiry || !read[i].TakeTime.Before(read[i-1].TakeTime))
	}
}

func testCheckIn(t *testing.T, w *world) {
	inquiry, therapist := id.New(), w.therapist(t, "A", 2)
	save := func(session, fit int32, own string) (outcome.CheckIn, error) {
		c := outcome.CheckIn{ID: id.New(), Inquiry: inquiry, Session: session, Fit: fit, TakeTime: w.now, CreateTime: w.now}
		return w.store.SaveCheckIn(t.Context(), &c, own, request(c.ID))
	}
	_, err := save(1, 5, "")
	require.ErrorIs(t, err, domain.ErrNotFound, "nobody to fit with")
	w.agree(t, inquiry, therapist)
	first, err := save(1, 3, therapist)
	require.NoError(t, err)
	require.Equal(t, therapist, first.Therapist)
	_, err = save(1, 3, w.therapist(t, "B", 2))
	require.ErrorIs(t, err, domain.ErrNotFound, "not this one's client")
	second, err := save(1, 8, "")
	require.NoError(t, err)
	require.Equal(t, first.ID, second.ID)
	_, err = save(3, 9, "")
	require.NoError(t, err)
	found, err := w.store.CheckIns(t.Context(), w.now, w.now.Add(time.Microsecond))
	require.NoError(t, err)
	require.Len(t, found, 2)
	require.ElementsMatch(t, []int32{8, 9}, []int32{found[0].Fit, found[1].Fit})
	none, err := w.store.CheckIns(t.Context(), w.now.Add(time.Second), w.now.Add(time.Hour))
	require.NoError(t, err)
	require.Empty(t, none)
}

func testCases(t *testing.T, w *world) {
	a, b := id.New(), id.New()
	therapist := w.therapist(t, "A", 5)
	w.decision(t, a)
	kept, ended := w.agree(t, a, therapist), w.agree(t, b, therapist)
	_, err := w.store.EndPairing(t.Context(), ended.ID, w.now)
	require.NoError(t, err)
	_, err = w.reserve(t, w.pairing(t, id.New(), therapist)) // agreed by nobody yet
	require.NoError(t, err)
	basis, err := w.store.Basis(t.Context())
	require.NoError(t, err)

	fresh, decisions, err := w.store.NewPairings(t.Context(), 10)
	require.NoError(t, err)
	require.Len(t, fresh, 2)
	require.Len(t, decisions, 2)
	for i := range fresh {
		require.Contains(t, []string{kept.Decision, ended.Decision}, decisions[i])
		require.Equal(t, w.now, fresh[i].Since)
		require.Equal(t, w.now.Add(time.Hour), fresh[i].FirstSession)
		require.Equal(t, w.now, fresh[i].PairTime)
		fresh[i].Facts = outcome.Facts{Format: "COUPLE", Score: 42, Learning: i == 0}
		fresh[i].Facts.Predicted[3] = 7
		require.NoError(t, w.store.SaveCase(t.Context(), &fresh[i]))
		changed := fresh[i]
		changed.Facts.Score = 1
		require.NoError(t, w.store.SaveCase(t.Context(), &changed), "a second time changes nothing")
	}
	none, _, err := w.store.NewPairings(t.Context(), 10)
	require.NoError(t, err)
	require.Empty(t, none)
	lately, err := w.store.Recent(t.Context(), w.now)
	require.NoError(t, err)
	require.Equal(t, domain.Recent{Clients: 2, Learning: 1}, lately, "one has ended, and was new all the same")
	later, err := w.store.Recent(t.Context(), w.now.Add(time.Microsecond))
	require.NoError(t, err)
	require.Zero(t, later)
	found, err := w.store.Cases(t.Context(), w.now, w.now.Add(2*time.Hour))
	require.NoError(t, err)
	require.Equal(t, fresh, found)
	more, err := w.store.Basis(t.Context())
	require.NoError(t, err)
	require.NotEqual(t, basis, more)

	// Another first session moves the case out of the period, and is another basis.
	_, err = w.store.ConfirmPairing(t.Context(), kept.ID, w.now.Add(50*time.Hour), w.now)
	require.NoError(t, err)
	found, err = w.store.Cases(t.Context(), w.now, w.now.Add(2*time.Hour))
	require.NoError(t, err)
	require.Len(t, found, 1)
	moved, err := w.store.Basis(t.Context())
	require.NoError(t, err)
	require.NotEqual(t, more, moved)
}
