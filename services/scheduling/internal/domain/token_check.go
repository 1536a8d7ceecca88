package domain

import "context"

// CheckSlots says which of slots that were listed could be held now, each alone, by the function that lists and books.
func (s *Scheduler) CheckSlots(ctx context.Context, tokens []string) ([]bool, error) {
	out, slots := make([]bool, len(tokens)), make([]Slot, len(tokens))
	var from, to int64
	for i, token := range tokens {
		slot, ok := s.keys.Unseal(token)
		if !ok || s.types[slot.TypeID] == nil {
			continue
		}
		if slots[i] = slot; from == 0 || slot.Start < from {
			from = slot.Start
		}
		to = max(to, slot.Start)
	}
	cal, err := s.calendar(ctx, from, to)
	if err != nil {
		return nil, err
	}
	for i, slot := range slots {
		if t := s.types[slot.TypeID]; t != nil {
			out[i] = cal.Wishing(slot.Wish).Judge(t, slot.ProviderID, slot.Start, slot.Mode) == Offered
		}
	}
	return out, nil
}
