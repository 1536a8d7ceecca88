package domain

import "fmt"

// ReadSlots says what slots that were listed are of, whether or not they are still open.
func (s *Scheduler) ReadSlots(tokens []string) ([]Opening, error) {
	out := make([]Opening, len(tokens))
	for i, token := range tokens {
		slot, ok := s.keys.Unseal(token)
		t := s.types[slot.TypeID]
		if !ok || t == nil {
			return nil, invalid(fmt.Sprintf("slots[%d]", i), "is not a slot that was listed")
		}
		out[i] = Opening{Slot: slot, Token: token, End: slot.Start + t.Duration.Microseconds()}
	}
	return out, nil
}
