package domain

import (
	"context"
	"maps"
	"slices"

	"golang.org/x/sync/errgroup"

	"github.com/firstcall-health/firstcall/pkg/id"
	"github.com/firstcall-health/firstcall/services/matching/internal/vocabulary"
)

// Ranking is a stored decision and what of it was asked for.
type Ranking struct {
	Decision Decision
	// Candidates are the first of the ranking.
	Candidates []Ranked
}

// Rank ranks the therapists for an inquiry's need and stores the decision. zone is that of the need's times, empty for
// the practice's; limit bounds the candidates, zero for the usual number.
func (m *Matching) Rank(ctx context.Context, inquiry string, need Need, zone string, limit int) (Ranking, error) {
	return m.rank(ctx, inquiry, need, zone, limit, nil)
}

func (m *Matching) rank(ctx context.Context, inquiry string, need Need, zone string, limit int, g *given) (Ranking, error) {
	now := m.now()
	if need.Risk == RiskAcute {
		return Ranking{}, ErrRiskHold.With("inquiry", "inquiries/"+inquiry)
	}
	if zone == "" {
		zone = m.rules.Zone
	}
	if limit == 0 {
		limit = defaultCandidates
	}
	if err := m.checkConflicts(ctx, &need, now); err != nil {
		return Ranking{}, err
	}
	k, err := m.lookUp(ctx, inquiry, now)
	if err != nil {
		return Ranking{}, err
	}
	located := m.locate(&need)
	seed, err := seedOf(&need, zone)
	if err != nil {
		return Ranking{}, err
	}
	in := Input{
		Inquiry: inquiry, Seed: seed, Need: need, Located: located, Zone: zone, Now: now, Weights: DefaultWeights(), Vocabulary: vocabulary.Version,
		Recent: k.recent,
	}
	in.hear(answered(k.Answers, now))
	v, out, err := m.judge(ctx, &in, k, limit, g)
	if err != nil {
		return Ranking{}, err
	}
	if in.Weekly, err = m.weekly(ctx, v, out.Ranked[:min(limit, len(out.Ranked))]); err != nil {
		return Ranking{}, err
	}
	out = v.rank()
	d := Decision{
		ID: id.New(), Inquiry: inquiry, Engine: EngineVersion, CreateTime: now, Risk: need.RiskFlag || in.Answered.Human, Input: in, Output: out,
	}
	if err := m.store.SaveDecision(ctx, &d); err != nil {
		return Ranking{}, err
	}
	d.Input.known = nil
	return Ranking{Decision: d, Candidates: g.among(out.Ranked, limit)}, nil
}

// judge ranks a shortlist, and further ones who have openings as long as too few of it have. It leaves in the input whom it judged,
// and returns how it saw them.
func (m *Matching) judge(ctx context.Context, in *Input, k lookedUp, limit int, g *given) (*view, Output, error) {
	size := max(firstShortlist, limit) + len(in.Need.Conflicts)
	ids, pool := m.best(k.seen, in.Inquiry, &in.Need, size)
	for in.Pool = pool; ; {
		judged, err := m.profiles(ctx, k, ids)
		if err != nil {
			return nil, Output{}, err
		}
		if err = m.include(ctx, in.Now, &judged, g); err != nil {
			return nil, Output{}, err
		}
		in.take(judged, k.Places)
		v, out, err := m.view(ctx, in, g)
		if err != nil || len(out.Ranked) >= limit || pool == nil || pool.all(size) {
			return v, out, err
		}
		further, err := m.further(ctx, k.seen, v, size)
		if err != nil {
			return nil, Output{}, err
		}
		ids = append(ids, further...)
	}
}

// view asks scheduling for the openings of those in the input, and ranks them.
func (m *Matching) view(ctx context.Context, in *Input, g *given) (*view, Output, error) {
	v, err := newView(in)
	if err != nil {
		return nil, Output{}, err
	}
	in.Openings, in.Parts = nil, nil
	if err = m.answer(ctx, in, v.queries()); err != nil {
		return nil, Output{}, err
	}
	if err = m.findAgain(ctx, v, g); err != nil {
		return nil, Output{}, err
	}
	out := v.rank()
	if more := v.pairQueries(&out); len(more) > 0 {
		if err = m.answer(ctx, in, more); err != nil {
			return nil, Output{}, err
		}
		out = v.rank()
	}
	return v, out, nil
}

// answer asks scheduling everything the ranking needs, at once, and adds it to the input. Of what a relaxation finds the
// first opening of each is enough.
func (m *Matching) answer(ctx context.Context, in *Input, queries []OpeningQuery) error {
	openings, parts := make([]map[string][]Opening, len(queries)), make([]map[string]uint64, len(queries))
	ask := func(ctx context.Context, i int) (err error) {
		if q := queries[i]; q.Parts {
			parts[i], err = m.calendar.FindWindows(ctx, q, partWindows())
		} else {
			openings[i], err = m.calendar.FindOpenings(ctx, q)
		}
		return err
	}
	if err := each(ctx, len(queries), ask); err != nil {
		return err
	}
	for i, q := range queries {
		switch {
		case q.Parts:
			in.know(q.Key, parts[i])
		default:
			in.find(q.Key, openings[i])
		}
	}
	return nil
}

// each does n things at once, a single one, which is what there mostly is, without another goroutine.
func each(ctx context.Context, n int, do func(ctx context.Context, i int) error) error {
	if n == 1 {
		return do(ctx, 0)
	}
	group, ctx := errgroup.WithContext(ctx)
	for i := range n {
		group.Go(func() error { return do(ctx, i) })
	}
	return group.Wait()
}

// find adds openings under a key.
func (in *Input) find(key string, openings map[string][]Opening) {
	if in.Openings == nil {
		in.Openings = map[string]map[string][]Opening{}
	}
	if key != KeyBase {
		for id, found := range openings {
			openings[id] = found[:min(len(found), 1)]
		}
	}
	if in.Openings[key] == nil {
		in.Openings[key] = openings
	} else {
		maps.Copy(in.Openings[key], openings)
	}
}

// know adds parts of the week under a key.
func (in *Input) know(key string, open map[string]uint64) {
	if in.Parts == nil {
		in.Parts = map[string]map[string]uint64{}
	}
	if in.Parts[key] == nil {
		in.Parts[key] = open
	} else {
		maps.Copy(in.Parts[key], open)
	}
}

// weekly asks scheduling whether the hours of the candidates' openings are free in the weeks ahead.
func (m *Matching) weekly(ctx context.Context, v *view, candidates []Ranked) (map[string][]Weekly, error) {
	if len(candidates) == 0 {
		return nil, nil
	}
	in := v.in
	q := WeeklyQuery{Modes: in.Need.Modes, Weeks: weeksAsked, Room: in.Need.room()}
	for i := range candidates {
		q.Therapists = append(q.Therapists, candidates[i].Therapist)
	}
	hours := make(map[string][]WeeklyHour, len(candidates))
	for _, q := range q.byWay(v.confinement(&in.Need, in.Therapists)) {
		found, err := m.calendar.FindWeekly(ctx, q)
		if err != nil {
			return nil, err
		}
		maps.Copy(hours, found)
	}
	out, far := make(map[string][]Weekly, len(candidates)), v.far()
	for i := range candidates {
		therapist := candidates[i].Therapist
		at := slices.IndexFunc(in.Therapists, func(t Therapist) bool { return t.ID == therapist })
		absences := v.absent(&in.Need, &in.Therapists[at], far, nil)
		for _, o := range candidates[i].Openings {
			out[therapist] = append(out[therapist], weeklyOf(o, hours[therapist], absences, v.loc))
		}
	}
	return out, nil
}
