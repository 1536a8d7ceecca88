package domain

import "context"

// keptProfiles bounds how many profiles are kept decoded beside the index. Policy: some megabytes.
const keptProfiles = 4096

// therapists returns those of the ids that are not deleted, as they were at the look. What was asked for lately is kept as long
// as no look finds it changed; the rest is read from the store.
func (r *roster) therapists(ctx context.Context, s sight, ids []string) ([]Therapist, error) {
	out, missing := r.recall(ids)
	if len(missing) == 0 {
		return out, nil
	}
	found, err := r.store.Therapists(ctx, missing, s.at)
	if err != nil {
		return nil, err
	}
	r.keep(s, found)
	return append(out, found...), nil
}

func (r *roster) recall(ids []string) (out []Therapist, missing []string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	out = make([]Therapist, 0, len(ids))
	for _, id := range ids {
		if t, ok := r.kept[id]; ok {
			out = append(out, t)
		} else {
			missing = append(missing, id)
		}
	}
	return out, missing
}

// keep remembers what was read after a look, unless a later one found a change: it may be of what was read.
func (r *roster) keep(s sight, found []Therapist) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.changes != s.changes {
		return
	}
	for i := range found {
		r.kept[found[i].ID] = found[i]
	}
	for id := range r.kept { // in no order
		if len(r.kept) <= keptProfiles {
			break
		}
		delete(r.kept, id)
	}
}
