package score

// Coverage is how far a therapist meets a wish.
type Coverage int

// The degrees of coverage: an approach that is only listed meets the wish for it by half.
const (
	Unmet Coverage = iota
	Half
	Full
)

// widest is the widest distance on a scale of style, by definition from -3 to 3.
const widest = 6

// clear is how far from the middle a wish on a scale of style must be to count. Policy: milder ones
// are no more than moods.
const clear = 2

// Concern is a concern of the need, most important first.
type Concern struct {
	// Number is the concern's number in the vocabulary, Domain the outcome domain it rolls up to.
	Number uint8
	Domain uint8
}

// Wish is a wish about the therapist by the facts that meet it.
type Wish struct {
	// Full and Half are facts that meet the wish wholly or by half; NoFact where there is none.
	Full, Half Fact
	// Since meets it by years of practice instead: begun in this year or before; zero: not so.
	Since int32
	// Avoid turns the wish round: it is met by whom the facts do not hold for.
	Avoid bool
	// Stated makes a wish to avoid met by those only of whom something else is known: Half then holds for whoever stated
	// anything, and Full for whoever stated what is to be avoided.
	Stated bool
	// Strength weighs the wish against the others, from 1 to 3.
	Strength int64

	points Micro
}

// Spec is what a need is compiled from.
type Spec struct {
	Concerns []Concern
	// Severity is an index of [Weights.Severity].
	Severity int
	Wishes   []Wish
	// Style are the wishes on the four scales, when HasStyle.
	Style    [4]int8
	HasStyle bool
	// LimitCents is the most the client pays per session; zero: not said, or another pays.
	LimitCents int64
}

// Need is a compiled need. It is not written after [NewNeed], so that goroutines may share it.
type Need struct {
	base        Micro
	track       [counted]track
	tracks      int
	focus       [counted]focus
	focuses     int
	wishes      []Wish
	style       [4]int8
	axes        int64
	stylePoints Micro
	limit       int64
	comfort     int64
	feeStep     Micro
}

type track struct {
	domain uint8
	share  Micro
}

type focus struct {
	concern, domain uint8
	// points by level.
	points [4]Micro
}

// NewNeed compiles a need.
func NewNeed(s *Spec, w *Weights) *Need {
	n := &Need{base: w.Base, feeStep: w.FeeStep, stylePoints: w.Style, limit: s.LimitCents}
	n.comfort = s.LimitCents * w.FeeComfort / Unit
	severity := w.Severity[s.Severity]
	for i, share := range w.Shares(len(s.Concerns)) {
		c := s.Concerns[i]
		f := focus{concern: c.Number, domain: c.Domain}
		for level := Listed; level <= Certified; level++ {
			f.points[level] = severity * share / Unit * w.MeanOf(uint64(level)) / Unit
		}
		n.focus[n.focuses] = f
		n.focuses++
		n.add(c.Domain, severity*share/Unit)
	}
	var strengths int64
	for _, wish := range s.Wishes {
		strengths += wish.Strength
	}
	for _, wish := range s.Wishes {
		wish.points = w.Preference * wish.Strength / strengths
		n.wishes = append(n.wishes, wish)
	}
	if s.HasStyle {
		for i, wished := range s.Style {
			if wished >= clear || wished <= -clear {
				n.style[i] = wished
				n.axes++
			}
		}
	}
	return n
}

// add gives a domain a share, which two concerns of one domain have together.
func (n *Need) add(domain uint8, share Micro) {
	for i := range n.tracks {
		if n.track[i].domain == domain {
			n.track[i].share += share
			return
		}
	}
	n.track[n.tracks] = track{domain, share}
	n.tracks++
}

// Tracks is how many domains count, Focuses how many concerns, Wishes how many wishes there are.
func (n *Need) Tracks() int { return n.tracks }

// Focuses is how many concerns count.
func (n *Need) Focuses() int { return n.focuses }

// Wishes is how many wishes there are.
func (n *Need) Wishes() int { return len(n.wishes) }

// Domain is the i-th counted domain with its share of the track record, severity included.
func (n *Need) Domain(i int) (domain uint8, share Micro) { return n.track[i].domain, n.track[i].share }

// Met is how far the therapist meets the i-th wish.
func (n *Need) Met(i int, r *Row) Coverage { return n.wishes[i].met(r) }

// Clear is how many scales of style the client has a clear wish on.
func (n *Need) Clear() int { return int(n.axes) }

func (w *Wish) met(r *Row) Coverage {
	met := Unmet
	switch {
	case w.Since != 0:
		if r.Since != 0 && r.Since <= w.Since {
			met = Full
		}
	case r.Facts.Has(w.Full):
		met = Full
	case r.Facts.Has(w.Half):
		met = Half
	}
	return w.Covers(met)
}

// Covers is how far the wish is met by someone for whom its facts hold so far.
func (w *Wish) Covers(held Coverage) Coverage {
	switch {
	case !w.Avoid:
		return held
	case !w.Stated:
		return Full - held
	case held == Half:
		return Full
	default:
		return Unmet
	}
}
