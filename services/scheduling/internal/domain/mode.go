package domain

import "slices"

// Mode is how an appointment is held. The numbers are those of the wire and of the store.
type Mode int32

// The modes.
const (
	ModeNone Mode = iota
	InPerson
	Video
	Phone
)

// NeedsRoom reports whether the mode takes a room of the practice.
func (m Mode) NeedsRoom() bool { return m == InPerson }

// String returns the mode's name on the wire.
func (m Mode) String() string {
	switch m {
	case InPerson:
		return "IN_PERSON"
	case Video:
		return "VIDEO"
	case Phone:
		return "PHONE"
	default:
		return "MODE_UNSPECIFIED"
	}
}

// modesOf returns the ways in which provider p may hold type t, in the order of the type. A type with a single mode is
// held that way by everybody; a provider who states no modes offers all of the type's.
func modesOf(t *Type, p *Provider) []Mode {
	if len(t.Modes) == 1 || len(p.Modes) == 0 {
		return t.Modes
	}
	var out []Mode
	for _, m := range t.Modes {
		if slices.Contains(p.Modes, m) {
			out = append(out, m)
		}
	}
	return out
}
