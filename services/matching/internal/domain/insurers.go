package domain

import "context"

// insurerFact begins the facts that say in whose networks a therapist is.
const insurerFact = "insurer:"

// Insurers are those in whose networks therapists are, in order, each once, as it is compared: AETNA for all of its networks, AETNA:PPO for
// one. They are counted in the index, however many therapists there are.
func (m *Matching) Insurers(ctx context.Context) ([]string, error) {
	seen, err := m.roster.look(ctx, m.now())
	if err != nil {
		return nil, err
	}
	return seen.index.Having(insurerFact), nil
}
