package domain

import (
	"slices"
	"time"

	"github.com/firstcall-health/firstcall/services/matching/internal/forecast"
	"github.com/firstcall-health/firstcall/services/matching/internal/index"
	"github.com/firstcall-health/firstcall/services/matching/internal/score"
)

// outlook is the places there are likely to be in the weeks a forecast sees, and who fits whom but for openings: the calendar of
// those weeks is not made yet.
type outlook struct {
	weights Weights
	date    string
	places  []int32
	// number is by id the therapist's place in the list; index knows those who have a place to give.
	number map[string]int32
	index  *index.Index
	search index.Search
}

// newOutlook is of the therapists on a day (YYYY-MM-DD).
func newOutlook(therapists []Therapist, care Care, date string) (*outlook, error) {
	o := &outlook{weights: DefaultWeights(), date: date, places: make([]int32, len(therapists)), number: make(map[string]int32, len(therapists))}
	dict := score.NewDictionary()
	var entries []index.Entry
	for j := range therapists {
		t := therapists[j]
		o.number[t.ID] = int32(j) //nolint:gosec // at most some hundred thousand
		if o.places[j] = t.placesAhead(care, date); o.places[j] == 0 {
			continue
		}
		t.lift()
		e := entryOf(&t, date, &o.weights, dict)
		e.Row.Load, e.Row.Price = 0, 0 // of today, and what this is about
		entries = append(entries, e)
	}
	var err error
	o.index, err = index.Build(dict, entries)
	return o, err
}

// placesAhead is how many new clients can begin in the weeks a forecast sees, from a day (YYYY-MM-DD) on: in the places that are free and
// in those that become free as the care of clients paired here ends. Of clients brought along nobody sees the end before the practice says so.
func (t *Therapist) placesAhead(care Care, date string) int32 {
	if !t.Accepting || t.Deleted() || t.awayUntil(date, sightAhead) {
		return 0
	}
	ends := float64(t.paired()) * care.rate() * forecast.Weeks
	places := max(0, t.TargetCaseload-t.ActiveClients-t.Reserved+int32(ends+0.5))
	if t.NewClientsPerWeek > 0 {
		places = min(places, t.NewClientsPerWeek*forecast.Weeks)
	}
	return places
}

// awayUntil reports whether one leave takes all of the time from a day (YYYY-MM-DD) on.
func (t *Therapist) awayUntil(date string, ahead time.Duration) bool {
	day, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return false
	}
	last := day.Add(ahead).Format(time.DateOnly)
	return slices.ContainsFunc(t.Leave, func(l Leave) bool { return l.StartDate <= date && last <= l.EndDate })
}

// bids are those of who waits and of who may come.
func (o *outlook) bids(waiting, coming []Need) *forecast.Bids {
	b := forecast.NewBids(o.places)
	for _, needs := range [][]Need{waiting, coming} {
		for i := range needs {
			o.bid(b, &needs[i])
		}
	}
	return b
}

// bid adds a client: what the therapists who fit best are worth to them.
func (o *outlook) bid(b *forecast.Bids, need *Need) {
	for _, hit := range o.search.Top(o.index, question(o.index, "", need, o.date), bidsEach+len(need.Conflicts)) {
		if therapist := o.index.ID(hit.At); !need.conflicts(therapist) {
			b.Bid(o.number[therapist], tiers[need.Tier], hit.Score-o.weights.Base)
		}
	}
	b.Next()
}
