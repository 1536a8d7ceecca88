package domain

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/firstcall-health/firstcall/pkg/clock"
	"github.com/firstcall-health/firstcall/pkg/id"
	"github.com/firstcall-health/firstcall/services/matching/internal/index"
	"github.com/firstcall-health/firstcall/services/matching/internal/score"
)

// bySlowRules are the therapists whom no rule excludes, by falling kernel score, one therapist at a time.
func bySlowRules(t require.TestingT, in *Input) []string {
	v, err := newView(in)
	require.NoError(t, err)
	spec := Spec(&in.Need, v.date, v.dict)
	kernel := score.NewNeed(&spec, &in.Weights)
	a := v.ask(&in.Need)
	scores := map[string]Micro{}
	var out []string
	for i := range in.Therapists {
		if v.fits(a, i) {
			out = append(out, in.Therapists[i].ID)
			scores[in.Therapists[i].ID] = kernel.Score(v.rows[i])
		}
	}
	seed := index.Seed(in.Inquiry)
	slices.SortFunc(out, func(a, b string) int {
		return cmp.Or(cmp.Compare(scores[b], scores[a]), cmp.Compare(index.Tie(a, seed), index.Tie(b, seed)))
	})
	return out
}

// TestShortlistIsTheBest compares the index with the rules and the kernel over therapists and needs made at random: who is
// on the shortlist, how many fit, what each rule excludes and what each relaxation brings.
func TestShortlistIsTheBest(t *testing.T) {
	t.Parallel()
	const kinds = 30
	var some int
	defer func() { require.Positive(t, some, "needs that more fit than are listed") }()
	rapid.Check(t, func(t *rapid.T) {
		in := genInput(t)
		in.Need.Conflicts, in.Need.Times, in.Zone = nil, nil, testZone
		in.Therapists = nil
		for i := range wholeRoster + 60 {
			if i < kinds {
				in.Therapists = append(in.Therapists, genTherapist(t, i))
				continue
			}
			again := in.Therapists[i%kinds] // many are alike, so that ties matter
			again.ID = id.Derive("again", strconv.Itoa(i))
			again.ActiveClients = again.ActiveClients * int32(i%3) / 2
			in.Therapists = append(in.Therapists, again)
		}
		s := &rosterOf{all: in.Therapists}
		m := New(s, nil, clock.NewFake(in.Now), Rules{Zone: testZone})
		want := bySlowRules(t, &in)
		if len(want) > firstShortlist {
			some++
		}
		for _, size := range []int{1, 10, firstShortlist} {
			seen, err := m.roster.look(context.Background(), in.Now)
			require.NoError(t, err)
			listed, pool := m.best(seen, in.Inquiry, &in.Need, size)
			got, err := m.profiles(context.Background(), lookedUp{seen: seen}, listed)
			require.NoError(t, err)
			var ids []string
			for _, k := range got.each {
				ids = append(ids, k.ID)
			}
			requireKnownChangesNothing(t, in, got)
			best := slices.Clone(want[:min(size, len(want))])
			slices.Sort(best)
			slices.Sort(ids)
			require.Equal(t, best, ids)
			require.Equal(t, len(in.Therapists), pool.Therapists)
			require.Equal(t, len(want), pool.Fitting)
			requireCounts(t, &in, pool)
		}
	})
}

// requireKnownChangesNothing ranks those who were found, one of whom has a place for this client, with what is known of them from
// before and without.
func requireKnownChangesNothing(t require.TestingT, in Input, f found) {
	own := map[string]Place{}
	if len(f.each) > 0 {
		own[f.each[0].ID] = Place{Agreed: len(f.each)%2 == 0, Severe: len(f.each)%3 == 0}
	}
	in.take(f, own)
	require.NoError(t, onlyAsk(&in))
	rows, _ := in.knownRows(f.date)
	require.Len(t, rows, len(f.each))
	with, err := Rank(&in)
	require.NoError(t, err)
	in.known = nil
	without, err := Rank(&in)
	require.NoError(t, err)
	require.Equal(t, without, with)
}

// requireCounts counts what the pool says one therapist at a time, as if everyone who fits had openings.
func requireCounts(t require.TestingT, in *Input, pool *Pool) {
	v, err := newView(in)
	require.NoError(t, err)
	a := v.ask(&in.Need)
	var excluded []Excluded
	for i := range in.Therapists {
		if reasons := v.exclude(a, i); len(reasons) > 0 {
			excluded = append(excluded, Excluded{Reasons: reasons})
		}
	}
	require.Equal(t, v.countRules(excluded), pool.Rules)
	count := func(all []variant) []Counterfactual {
		var gains []Counterfactual
		for _, relaxed := range all {
			other := v.ask(&relaxed.need)
			var n int32
			var fee int64
			for i := range in.Therapists {
				if v.fits(other, i) && !v.fits(a, i) {
					n++
					fee = max(fee, v.feeAbove(&relaxed, i))
				}
			}
			if i := len(gains) - 1; i >= 0 && relaxed.change == gains[i].Change && relaxed.rules[0] == RulePayment && n == gains[i].Gains {
				continue // a higher fee for nobody more
			}
			if n > 0 {
				gains = append(gains, Counterfactual{relaxed.change, more(relaxed.paying(fee), n), n, relaxed.rules, nil})
			}
		}
		return gains
	}
	singles := v.variants()
	gains := count(singles)
	if len(gains) == 0 && pool.Fitting < 3 {
		gains = count(pairs(singles, &in.Need))
		require.LessOrEqual(t, len(pool.Gains), 3)
		for _, told := range pool.Gains {
			require.Contains(t, gains, told)
		}
		require.Equal(t, min(len(gains), 3), len(pool.Gains))
		return
	}
	require.Equal(t, gains, pool.Gains)
}

// network are more therapists than are judged one by one, each with another fee.
func network(n int) *rosterOf {
	s := &rosterOf{}
	for i := range n {
		t := fitting(fmt.Sprint(i))
		t.FeeCents, t.TargetCaseload = int64(10_000+i), 50
		s.all = append(s.all, t)
	}
	return s
}

func TestRankManyJudgesAShortlist(t *testing.T) {
	t.Parallel()
	s, calendar := network(3*wholeRoster), &openDays{busy: map[string]bool{}}
	m := New(s, calendar, clock.NewFake(testNow()), Rules{Zone: testZone})
	need := couple()
	r, err := m.Rank(t.Context(), "inquiry", need, "", 0)
	require.NoError(t, err)
	require.Len(t, r.Candidates, defaultCandidates)
	require.Len(t, r.Decision.Input.Therapists, firstShortlist)
	require.Equal(t, 3*wholeRoster, r.Decision.Input.Pool.Therapists)
	require.LessOrEqual(t, calendar.asked.Load(), int64(2*firstShortlist))
	require.NoError(t, Replay(&r.Decision), "the counts are part of what the decision was made from")

	// Those who have no opening make room for others, until there are enough.
	for _, listed := range r.Decision.Input.Therapists {
		calendar.busy[listed.ID] = true
	}
	r, err = m.Rank(t.Context(), "inquiry", need, "", 0)
	require.NoError(t, err)
	require.Len(t, r.Candidates, defaultCandidates)
	require.Len(t, r.Decision.Input.Therapists, 2*firstShortlist, "those of further ones who have openings")
	require.NoError(t, Replay(&r.Decision))
	i := slices.IndexFunc(r.Decision.Output.Rules, func(c RuleCount) bool { return c.Rule == NoOpening })
	require.Equal(t, RuleCount{NoOpening, firstShortlist, firstShortlist}, r.Decision.Output.Rules[i])

	// A change is seen by the next ranking, without anything being loaded anew.
	first := r.Candidates[0].Therapist
	at := slices.IndexFunc(s.all, func(t Therapist) bool { return t.ID == first })
	s.all[at].Accepting = false
	s.changed = []Therapist{s.all[at]}
	r, err = m.Rank(t.Context(), "inquiry", need, "", 0)
	require.NoError(t, err)
	require.False(t, slices.ContainsFunc(r.Decision.Input.Therapists, func(t Therapist) bool { return t.ID == first }))
	s.all[at].DeleteTime = testNow()
	s.changed = []Therapist{s.all[at]}
	r, err = m.Rank(t.Context(), "inquiry", need, "", 0)
	require.NoError(t, err)
	require.Equal(t, 3*wholeRoster-1, r.Decision.Input.Pool.Therapists)
}

// Why not somebody who was not on the shortlist: a rule, or that others fit better.
func TestCompareWithSomebodyNotListed(t *testing.T) {
	t.Parallel()
	s := network(2 * wholeRoster)
	s.all[7].Formats = []Format{"FAMILY"}
	m := New(s, &openDays{}, clock.NewFake(testNow()), Rules{Zone: testZone})
	r, err := m.Rank(t.Context(), "inquiry", couple(), "", 0)
	require.NoError(t, err)
	require.Equal(t, "Of 400 therapists 399 fit; openings were looked for with the best 32.", r.Decision.Output.Notes[len(r.Decision.Output.Notes)-1].Text)
	c, err := m.Compare(t.Context(), r.Decision.ID, s.all[7].ID, "")
	require.NoError(t, err)
	require.Equal(t, RuleFormat, c.Excluded[0].Code)
	for i := range s.all {
		if _, err := r.Decision.standing("", s.all[i].ID); err != nil && i != 7 {
			c, err := m.Compare(t.Context(), r.Decision.ID, s.all[i].ID, "")
			require.NoError(t, err)
			require.Equal(t, NotListed, c.Excluded[0].Code)
			require.Contains(t, c.Summary, "not among the best 32 of the 399")
			instead, err := m.Override(t.Context(), r.Decision.ID, s.all[i].ID)
			require.NoError(t, err)
			require.Equal(t, c.Excluded, instead.Reasons)
			require.Len(t, instead.Openings, 1, "whoever fits can be had all the same")
			return
		}
	}
	t.Fatal("everyone was on the shortlist")
}

func TestRankFewJudgesEveryone(t *testing.T) {
	t.Parallel()
	m := New(network(wholeRoster), &openDays{}, clock.NewFake(testNow()), Rules{Zone: testZone})
	need := couple()
	need.Format = "GROUP"
	r, err := m.Rank(t.Context(), "inquiry", need, "", 0)
	require.NoError(t, err)
	require.Nil(t, r.Decision.Input.Pool)
	require.Len(t, r.Decision.Output.Excluded, wholeRoster)
}

// A licence that ends at midnight is judged by the day: at once for whom a ranking looks at, and for the counts of everyone
// with the next refresh.
func TestMidnight(t *testing.T) {
	t.Parallel()
	s := network(2 * wholeRoster)
	for i := range s.all {
		if i%2 == 0 {
			s.all[i].Licenses[0].ExpireDate = testNow().Format(time.DateOnly)
		}
	}
	c := clock.NewFake(testNow())
	m := New(s, &openDays{}, c, Rules{Zone: testZone})
	require.NoError(t, m.Refresh(t.Context()))
	looks := s.looks
	require.NoError(t, m.Refresh(t.Context()))
	require.Equal(t, looks, s.looks, "nothing to do")
	fitting := func() int {
		r, err := m.Rank(t.Context(), "inquiry", couple(), "", 0)
		require.NoError(t, err)
		for _, ranked := range r.Decision.Output.Ranked {
			at := slices.IndexFunc(s.all, func(t Therapist) bool { return t.ID == ranked.Therapist })
			require.NotEqual(t, testNow().Format(time.DateOnly), s.all[at].Licenses[0].ExpireDate, "the first session would be after it ends")
		}
		return r.Decision.Input.Pool.Fitting
	}
	require.Equal(t, 2*wholeRoster, fitting())
	c.Advance(24 * time.Hour)
	require.Equal(t, 2*wholeRoster, fitting())
	require.NoError(t, m.Refresh(t.Context()))
	require.Equal(t, wholeRoster, fitting())

	// Somebody the store does not know any more is not judged, and gone with the next refresh.
	r, err := m.Rank(t.Context(), "inquiry", couple(), "", 0)
	require.NoError(t, err)
	s.all = slices.DeleteFunc(s.all, func(t Therapist) bool { return t.ID == r.Candidates[0].Therapist })
	require.NoError(t, m.Refresh(t.Context()))
	fitting()
	require.NoError(t, m.Refresh(t.Context()))
	r, err = m.Rank(t.Context(), "inquiry", couple(), "", 0)
	require.NoError(t, err)
	require.Equal(t, 2*wholeRoster-1, r.Decision.Input.Pool.Therapists)
}
