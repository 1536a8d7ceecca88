package domain

import "github.com/firstcall-health/firstcall/services/matching/internal/score"

// EngineVersion names the rules and terms of this build. It changes whenever the same input could give another order.
const EngineVersion = "2026.7"

// Micro is one millionth of a unit of score. All arithmetic on scores is whole, so that a sum is exact and a decision
// can be computed again to the same bit.
type Micro = score.Micro

// Unit is a score of one.
const Unit = score.Unit

// Weights are the constants of the score, stored with every decision; [score.Sources] says where each comes from.
type Weights = score.Weights

// DefaultWeights returns the weights of this version.
func DefaultWeights() Weights { return score.Default() }
