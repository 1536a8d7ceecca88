// Package score is the integer kernel of matching: the part of a therapist's score that depends on the need and the
// therapist alone, not on openings. Online ranking, batch plans, simulation and retrieval over many therapists call
// these functions, so that all of them and the explanation agree to the bit.
//
// A need is compiled once ([NewNeed]); a therapist is a [Row]. Then
//
//	n.Score(row) = Base + Σ n.Track(i, row) + Σ n.Focus(i, row) + Σ n.Wish(i, row) + n.Style(row) + n.Fee(row) + row.Load - row.Price
//
// in whole millionths of a standard deviation of outcome ([Micro]). Every term is rounded towards zero by itself, so the
// terms sum to the score exactly. Nothing is allocated after compilation, and nothing but [NewRow]'s caller writes a Row,
// so that readers may share them.
//
// What needs openings (the wait, the wished times) is added by the caller on top.
//
// Who may be considered at all is said in the same vocabulary: a therapist is a set of [Fact]s and a rule a [Clause]
// over them, so that a bitmap per fact answers the rules for everyone at once.
package score

// Micro is one millionth of a unit of score; a unit is a standard deviation of outcome.
type Micro = int64

// Unit is a score of one, by definition.
const Unit Micro = 1_000_000

// Domains is the number of outcome domains. Policy: the practice's own, as many as the Treatment Outcome Package has
// (Constantino et al. 2021).
const Domains = 12

// counted is how many concerns count: the three most elevated domains, as in Constantino et al. 2021.
const counted = 3

// Whole is all of a declared mean, by definition: parts of which fit into the columns of very many.
const Whole = 1 << 15

// Row is what the kernel knows of a therapist.
type Row struct {
	// Theta is the posterior mean of the therapist's effect per outcome domain, from data alone: the prior mean is zero.
	// What the therapist declares is added by the kernel, see Prior.
	Theta [Domains]int32
	// Prior is what is left per domain of the declared mean beside the data, in parts of [Whole]: all of it without data.
	Prior [Domains]uint16
	// Levels are the declared levels of the concerns by number.
	Levels Levels
	// Facts are what rules and wishes read.
	Facts Set
	// Axes is the own style, when HasStyle.
	Axes     [4]int8
	HasStyle bool
	// FeeCents is the fee of a session, Sliding the lowest of the sliding scale; zero: none.
	FeeCents, SlidingCents int64
	// Since is the year practice began; zero: not said.
	Since int32
	// Load is the term of the caseload, see [Weights.LoadOf].
	Load Micro
	// Price is what a place of the therapist is worth to the clients a plan would give it to; zero when places are left.
	Price Micro
}

// Levels packs the level of up to 128 concerns by number: none, listed, trained, certified.
type Levels [4]uint64

// The levels of a declared expertise.
const (
	NotListed = iota
	Listed
	Trained
	Certified
)

// Set records the level of a concern; the higher one stays.
func (l *Levels) Set(concern uint8, level uint64) {
	if level > l.At(concern) {
		shift := concern % 32 * 2
		l[concern/32] = l[concern/32]&^(3<<shift) | level<<shift
	}
}

// At is the level of a concern.
func (l *Levels) At(concern uint8) uint64 { return l[concern/32] >> (concern % 32 * 2) & 3 }

// Score is the sum of the kernel's terms.
func (n *Need) Score(r *Row) Micro {
	total := n.base + n.Style(r) + n.Fee(r) + r.Load - r.Price
	for i := range n.tracks {
		total += n.Track(i, r)
	}
	for i := range n.focuses {
		total += n.Focus(i, r)
	}
	for i := range n.wishes {
		total += n.Wish(i, r)
	}
	return total
}

// Track is the i-th counted domain's part of the track record: severity and weight are in the share already.
func (n *Need) Track(i int, r *Row) Micro {
	return n.TrackOf(i, r.Theta[n.track[i].domain])
}

// Focus is the i-th counted concern's part of what the therapist declares, fading as the domain is measured. Severity and weight are
// in the points already, as they are in the share of what is measured: both are parts of one expected effect.
func (n *Need) Focus(i int, r *Row) Micro {
	f := &n.focus[i]
	return n.FocusOf(i, r.Levels.At(f.concern), r.Prior[f.domain])
}

// Wish is the i-th wish's part of the coverage.
func (n *Need) Wish(i int, r *Row) Micro {
	w := &n.wishes[i]
	return w.Points(w.met(r))
}

// Style is the closeness of style on the scales the client has a clear wish on.
func (n *Need) Style(r *Row) Micro {
	if !r.HasStyle {
		return 0
	}
	return n.StyleOf(r.Axes)
}

// Fee is what is taken for a fee above the comfortable share of the client's limit.
func (n *Need) Fee(r *Row) Micro {
	return n.FeeOf(r.FeeCents, r.SlidingCents)
}

// Payable is what the client pays per session: the fee, or what they can pay where the sliding scale reaches it.
func Payable(fee, sliding, limit int64) int64 {
	if fee > limit && sliding > 0 && sliding <= limit {
		return limit
	}
	return fee
}
