package score

import (
	"maps"
	"math/bits"
	"slices"
)

// Fact is something true of a therapist, such as "format:COUPLE", by its number in a [Dictionary].
type Fact uint32

// NoFact is true of nobody, by definition.
const NoFact Fact = 1<<32 - 1

// Set is a set of facts, a bit each.
type Set []uint64

// Has reports whether the fact is in the set.
func (s Set) Has(f Fact) bool {
	word := int(f / 64)
	return word < len(s) && s[word]>>(f%64)&1 == 1
}

// With adds a fact, growing the set where it must.
func (s Set) With(f Fact) Set {
	for int(f/64) >= len(s) {
		s = append(s, 0)
	}
	s[f/64] |= 1 << (f % 64)
	return s
}

// Len is how many facts the set holds.
func (s Set) Len() int {
	n := 0
	for _, word := range s {
		n += bits.OnesCount64(word)
	}
	return n
}

// Dictionary numbers facts. It is filled by one writer while rows are made; lookups of a finished one may be shared.
type Dictionary struct {
	numbers map[string]Fact
	names   []string
}

// NewDictionary returns an empty dictionary.
func NewDictionary() *Dictionary { return &Dictionary{numbers: map[string]Fact{}} }

// Number is the fact's number, a new one when it was not known.
func (d *Dictionary) Number(name string) Fact {
	if f, ok := d.numbers[name]; ok {
		return f
	}
	f := Fact(len(d.names)) //nolint:gosec // some thousands
	d.numbers[name] = f
	d.names = append(d.names, name)
	return f
}

// Find is the fact's number, or NoFact when no therapist has it.
func (d *Dictionary) Find(name string) Fact {
	if f, ok := d.numbers[name]; ok {
		return f
	}
	return NoFact
}

// Len is how many facts are numbered.
func (d *Dictionary) Len() int { return len(d.names) }

// Name is the fact's name.
func (d *Dictionary) Name(f Fact) string { return d.names[f] }

// Clause is one condition every candidate must meet, under the rule it belongs to.
type Clause struct {
	// Rule is the stable id of the rule.
	Rule string
	// Any: at least one of these facts holds, or the fee is within MaxCents. Nil asks for no fact; empty and not nil is met
	// by nobody without MaxCents.
	Any []string
	// None: not one of these holds.
	None []string
	// MaxCents: the lowest fee is at most this; nil: no fee will do.
	MaxCents *int64
	// Since: practice began in this year or before, and is known; zero asks nothing.
	Since int32
}

// Condition is a clause with its facts numbered.
type Condition struct {
	Rule      string
	Any, None []Fact
	// Asks says that Any or MaxCents must be met.
	Asks     bool
	MaxCents int64
	HasMax   bool
	Since    int32
}

// Compile numbers the clause's facts.
func (c *Clause) Compile(d *Dictionary) Condition {
	out := Condition{Rule: c.Rule, Asks: c.Any != nil || c.MaxCents != nil, Since: c.Since}
	for _, name := range c.Any {
		if f := d.Find(name); f != NoFact {
			out.Any = append(out.Any, f)
		}
	}
	for _, name := range c.None {
		if f := d.Find(name); f != NoFact {
			out.None = append(out.None, f)
		}
	}
	if c.MaxCents != nil {
		out.MaxCents, out.HasMax = *c.MaxCents, true
	}
	return out
}

// Equal reports whether both let the same therapists through, by the same rule.
func (c *Condition) Equal(o *Condition) bool {
	return c.Rule == o.Rule && c.Asks == o.Asks && c.HasMax == o.HasMax && c.MaxCents == o.MaxCents && c.Since == o.Since &&
		slices.Equal(c.Any, o.Any) && slices.Equal(c.None, o.None)
}

// Met reports whether the therapist meets the condition.
func (c *Condition) Met(r *Row) bool {
	if c.Since != 0 && (r.Since == 0 || r.Since > c.Since) {
		return false
	}
	for _, f := range c.None {
		if r.Facts.Has(f) {
			return false
		}
	}
	for _, f := range c.Any {
		if r.Facts.Has(f) {
			return true
		}
	}
	return !c.Asks || c.HasMax && r.LowestFee() <= c.MaxCents
}

// LowestFee is the least the therapist asks per session.
func (r *Row) LowestFee() int64 {
	if r.SlidingCents > 0 {
		return min(r.FeeCents, r.SlidingCents)
	}
	return r.FeeCents
}

// Clone is a dictionary with the same numbers, to be filled on while others look up in this one.
func (d *Dictionary) Clone() *Dictionary {
	return &Dictionary{numbers: maps.Clone(d.numbers), names: slices.Clone(d.names)}
}
