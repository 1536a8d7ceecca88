package domain

import (
	"slices"
	"time"

	"github.com/firstcall-health/firstcall/services/matching/internal/score"
)

// Input is everything a ranking is made from. The same input gives the same output, on any machine, for ever.
type Input struct {
	// Inquiry is the opaque id of whom the ranking is for; it breaks ties and draws who of a near-tie comes first.
	Inquiry string `json:"inquiry"`
	// Seed decides, with the inquiry, who of a near-tie comes first; it is what was asked.
	Seed string `json:"seed,omitempty"`
	// Need is what the client looks for; Answered what of it, and beside it, questionnaires say.
	Need     Need     `json:"need"`
	Answered Answered `json:"answered,omitzero"`
	// Located says that nobody recorded where the client is: the need has the practice's state.
	Located bool `json:"located,omitempty"`
	// Zone is the IANA zone of the need's times.
	Zone string    `json:"zone"`
	Now  time.Time `json:"now"`
	// Therapists with their caseload at Now.
	Therapists []Therapist `json:"therapists"`
	// Openings holds what scheduling answered: by query key, then by therapist.
	Openings map[string]map[string][]Opening `json:"openings,omitempty"`
	// Parts holds for which parts of the week scheduling would find openings beside the times the client needs: by query key, then
	// by therapist, a bit for each of the 21, Monday morning being the lowest.
	Parts map[string]map[string]uint64 `json:"parts,omitempty"`
	// Weekly holds the weekly hours of the openings, for the weeks ahead, by therapist.
	Weekly  map[string][]Weekly `json:"weekly,omitempty"`
	Weights Weights             `json:"weights"`
	// Vocabulary is the version of the words the need and the profiles are in.
	Vocabulary string `json:"vocabulary,omitempty"`
	// Pool is nil when Therapists are everyone.
	Pool *Pool `json:"pool,omitempty"`

	// known is nil in an input that was not made here and now.
	known *known
	// Recent is where new clients went lately.
	Recent Recent `json:"recent,omitzero"`
}

// known is what was made of therapists for earlier rankings: their rows by the numbers of a dictionary on a day, and what they are
// stored as. It saves making that again and changes nothing.
type known struct {
	found

	rows []*score.Row
}

// take makes those who were found the therapists to be judged. Those in own have a place for this client already.
func (in *Input) take(f found, own map[string]Place) {
	in.Therapists = make([]Therapist, len(f.each))
	in.known = &known{f, make([]*score.Row, len(f.each))}
	for i, k := range f.each {
		in.Therapists[i], in.known.rows[i] = k.Therapist, k.row
		if place, ok := own[k.ID]; ok {
			in.Therapists[i].welcome(place)
			in.known.each[i], in.known.rows[i] = nil, numberedRow(&in.Therapists[i], f.date, &in.Weights, f.dict)
		}
	}
}

// knownRows are the therapists as the kernel knows them, and the numbers of their facts; nothing where that has still to be made
// for somebody, or for another day.
func (in *Input) knownRows(date string) ([]*score.Row, *score.Dictionary) {
	if in.known == nil || in.known.date != date || slices.Contains(in.known.rows, nil) {
		return nil, nil
	}
	return in.known.rows, in.known.dict
}

// Stored returns what the i-th therapist is stored as. What is made of a profile serves all decisions for as long as the profile is
// kept as it is.
func (in *Input) Stored(i int, of func(*Therapist) ([]byte, error)) ([]byte, error) {
	if in.known == nil || in.known.each[i] == nil {
		return of(&in.Therapists[i])
	}
	k := in.known.each[i]
	if stored := k.stored.Load(); stored != nil {
		return *stored, nil
	}
	out, err := of(&in.Therapists[i])
	if err == nil {
		k.stored.Store(&out)
	}
	return out, err
}
